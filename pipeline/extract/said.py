"""What the words of a clause say that holds for all its quantities, read once however many there are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.extract.lexicon import cue_pattern

# Begins with the letters themselves, which a search finds at once; what may not stand before is looked back for.
_LAST_YEAR = re.compile(
    r"(?:去年(?<![比较于以由从]去年)|上年(?<![比较于以由从]上年)(?!度?末)|上一年(?<![比较于以由从]上一年))(?!同期)"
)
_PAST, _PLAN_WORD = cue_pattern("past"), cue_pattern("plan_word")
REWARD = re.compile(r"(?:补贴|补助|奖励|奖补|贴息|资助|罚款|授信|给予|奖)")
_LONGEST_WORD = 12


@dataclass(slots=True)
class Said:
    """What the words of one clause say of time and money, read on from quantity to quantity."""

    clause: tuple[int, int] = (-1, -1)
    until: int = -1
    last_year: bool = False
    past: bool = False
    plan: bool = False
    reward: bool | None = None

    def enter(self, clause: tuple[int, int]) -> None:
        """Forget what was said in another clause."""
        self.clause, self.until, self.reward = clause, clause[0], None
        self.last_year = self.past = self.plan = False

    def read(self, text: str, clause: tuple[int, int], end: int, dated: bool) -> None:
        """Read the words up to `end`, those read before only as far as a word may reach back.

        Where the sentence is not `dated` they speak of no last year.
        """
        if clause != self.clause:
            self.enter(clause)
        begin = max(clause[0], self.until - _LONGEST_WORD)
        if dated and not self.last_year:
            self.last_year = _LAST_YEAR.search(text, begin, end) is not None
        if not self.past:
            self.past = _PAST.search(text, begin, end) is not None
        if self.past and not self.plan:
            self.plan = _PLAN_WORD.search(text, clause[0], end) is not None
        self.until = end

    def rewards(self, text: str, clause: tuple[int, int]) -> bool:
        """Tell whether the clause speaks of subsidies or fines."""
        if clause != self.clause:
            self.enter(clause)
        if self.reward is None:
            self.reward = bool(REWARD.search(text, *clause))
        return self.reward
