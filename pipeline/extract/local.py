"""What documents of Hong Kong, Macau and Taiwan write otherwise: their currency, and the years of the Republic."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.extract.quantity import Quantity

HONG_KONG = "CN-810000"
"""Its fiscal year begins in April: 2025-26年度."""
_CURRENCIES = {HONG_KONG: "HKD", "CN-820000": "MOP"}
"""The currency that a bare 元 means in a document of a place."""
# Governments of Taiwan, by the name of their city or county; those with a namesake on the mainland are left out.
_TAIWAN = re.compile(
    r"(?:[台臺](?:湾|灣|北|中|南|东|東)|新北|桃[园園]|高雄|基隆|新竹|嘉[义義]|苗栗|彰化|南投|云林|雲林|屏[东東]|宜[兰蘭]|"
    r"花[莲蓮]|澎湖)[市县縣省]"
)
# Of the years that plans are made in; a mainland text may name a house of 民国25年.
_REPUBLIC = re.compile(r"民[国國](?=(?:[89][0-9]|1[0-4][0-9])年)")
# Words before an amount that say whose money it is: 总经费新台币48亿元.
_NAMED = {
    "新台币": "TWD",
    "台币": "TWD",
    "港币": "HKD",
    "港元": "HKD",
    "澳门币": "MOP",
    "澳门元": "MOP",
    "人民币": "CNY",
}
_NAMED_ENDS = frozenset("币元约逾超过达")
_NAMED_BEFORE = re.compile(r"(?:台币|港币|港元|澳门币|澳门元|人民币)(?:约|逾|超过|达)?$")
_NEAR = 8


def counts_from_republic(text: str, place: str | None) -> bool:
    """Tell a document whose years count from 1912 (114年 is 2025): it writes 民国 or is of a place in Taiwan."""
    return bool((place and _TAIWAN.match(place)) or ("民" in text and _REPUBLIC.search(text)))


def currency_of(place_id: str | None, republic: bool) -> str:
    """Return the currency that a bare 元 means in a document."""
    return "TWD" if republic else _CURRENCIES.get(place_id or "", "CNY")


def in_currency(text: str, quantities: list[Quantity], currency: str) -> list[Quantity]:
    """Give amounts in 元 the currency that stands before them (新台币48亿元), else that of the document."""
    return [
        replace(q, unit=meant)
        if q.unit == "CNY"
        and q.kind == "money"
        and (meant := _named_before(text, q.start) or currency) != "CNY"
        else q
        for q in quantities
    ]


def _named_before(text: str, start: int) -> str | None:
    if text[start - 1] not in _NAMED_ENDS:
        return None
    match = _NAMED_BEFORE.search(text, max(0, start - _NEAR), start)
    return next((code for word, code in _NAMED.items() if word in match.group()), None) if match else None
