"""Numbers as they are written in Chinese prose, read exactly."""

from __future__ import annotations

from decimal import Decimal

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
SMALL = {"十": 10, "百": 100, "千": 1000}
MULTIPLIERS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}


def read_arabic(written: str) -> Decimal:
    """Read digits with optional thousands commas and decimals: `1,470.5` → 1470.5."""
    return Decimal(written.replace(",", "") if "," in written else written)


def read_chinese(written: str) -> Decimal | None:
    """Read a Chinese numeral: `一百二十` → 120, `两` → 2, a bare `亿` → 10**8; None where it is none."""
    if written == "半":
        return Decimal("0.5")
    billions = myriads = section = digit = 0
    for character in written:
        if character in DIGITS:
            if digit:
                return None
            digit = DIGITS[character]
        elif character in SMALL:
            section, digit = section + (digit or 1) * SMALL[character], 0
        elif character == "万" and not myriads:
            myriads, section, digit = (section + digit or 1) * 10**4, 0, 0
        elif character == "亿" and not billions:
            billions, myriads, section, digit = (myriads + section + digit or 1) * 10**8, 0, 0, 0
        else:
            return None
    return Decimal(billions + myriads + section + digit) if written else None
