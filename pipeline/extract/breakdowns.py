"""Parts of another value: behind 其中, in the brackets behind their whole, listed by place, the rest of it."""

from __future__ import annotations

import re

from pipeline.extract.around import Around, Role

_SUM_PART = re.compile(r"[(+、][一-龥]{2,10}$")
_SHARES = frozenset(("percent", "permille"))


def read_breakdown(a: Around) -> Role | None:
    """A part of another value: 其中…, or a sum of named parts (襄阳13+十堰12)."""
    q = a.quantity
    if q.unit_written is None:
        lead = a.text[max(0, q.numeral - 11) : q.numeral]
        if _SUM_PART.search(lead) and (a.text[q.end : q.end + 1] == "+" or "+" in lead):
            return Role("breakdown", "role.breakdown.sum")
    whole = a.sentence.earlier.get(q.unit)
    if whole is None:
        return None
    sentence = a.sentence
    begin = a.text.rfind("其中", sentence.start, q.start) if sentence.divided else -1
    if begin < 0 or (q.unit in _SHARES and _MOVES.search(a.text, begin, q.start)):
        return None  # a rate is no part of a value
    gap = _PART_LEAD.sub("", a.text[begin : q.start])
    if ";" in gap or ("," in gap and not (a.previous and a.previous.role.name in ("breakdown", "threshold"))):
        return None
    if "," in gap and (q.amount > whole or _NEW_ACTION.match(a.before.lstrip())):
        return None  # a further part is no larger than its whole
    return Role("breakdown", "role.breakdown.part")


_MOVES = re.compile(r"增长|下降|增速|增幅|占比|提高|达")
_PART_LEAD = re.compile(r"^其中[,:]?|\([^)]*\)")
_NEW_ACTION = re.compile(r"(?:新|建|引|培|实|推|完|加|开|改|积|力|确|争|解|惠|带|发)")
