"""Words are found by the longest that fits, as by trying each."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.words import Endings, Words, matches_from

WORDS = st.sets(st.text("个月百分点", min_size=1, max_size=4), max_size=8)
TEXTS = st.text("个月百分点", max_size=8)


@given(WORDS, TEXTS)
def test_the_longest_word_at_every_offset_is_found(words: set[str], text: str) -> None:
    for offset in range(len(text) + 1):
        fitting = [word for word in words if text.startswith(word, offset)]
        assert Words(words).at(text, offset) == max(fitting, key=len, default=None)


@given(WORDS, TEXTS)
def test_the_longest_word_that_ends_at_every_offset_is_found(words: set[str], text: str) -> None:
    for offset in range(len(text) + 1):
        fitting = [word for word in words if text.endswith(word, 0, offset)]
        assert Endings(words).before(text, offset) == max(fitting, key=len, default=None)


@given(TEXTS)
def test_matches_from_a_letter_are_those_of_a_scan(text: str) -> None:
    pattern = re.compile("百(?:分点|[百分])")
    assert [m.span() for m in matches_from("百", pattern, text)] == [m.span() for m in pattern.finditer(text)]
