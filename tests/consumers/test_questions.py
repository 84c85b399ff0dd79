"""The same question has the same answer in every engine, and it is the one that another way gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.consumers.engines import ENGINES, HEAVY, QUESTIONS, answer
from tests.consumers.expected import EXPECTED

ASKED = [pytest.param(name, marks=pytest.mark.heavy if name in HEAVY else ()) for name in ENGINES]


def test_every_question_has_a_second_answer_and_no_answer_is_without_a_question() -> None:
    assert set(QUESTIONS) == set(EXPECTED)


@pytest.mark.parametrize("question", sorted(QUESTIONS))
@pytest.mark.parametrize("engine", ASKED)
def test_an_engine_gives_the_answer_that_polars_computes_without_sql(
    release: Path, engine: str, question: str
) -> None:
    expected = EXPECTED[question](release)
    assert expected.height
    assert ENGINES[engine](release, QUESTIONS[question]) == answer(tuple(expected.columns), expected.rows())


def test_what_is_cut_out_of_the_text_is_as_written(release: Path) -> None:
    for _, as_written, cut in ENGINES["duckdb"](release, QUESTIONS["source"]).rows:
        assert as_written == cut
