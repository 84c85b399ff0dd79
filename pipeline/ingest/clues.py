"""Clues: what a document's own words tell of its title, kind, period, status, issuer and date of publication.

Each function returns the value and where it was read ("title", "file name", …), or None when nothing tells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache

from pipeline.ingest.lines import Line, fold, is_item, is_sentence, is_title, without_note
from pipeline.ingest.page import Page
from pipeline.lexicon import read

Clue = tuple[str, str]

_TITLE_WITHIN = 4  # a title is among the first lines
_HEADLINE_LENGTHS = range(6, 50)
_TITLE_LINES = 3  # and broken over at most three
_SCANNED = 20_000  # characters in which a period is counted and a kind of document recognised
_GOES_ON = ("与", "及", "和", "的", "执行情况", "暨")

_YEAR = r"(?:19|20)[0-9]{2}"
_YEARS = re.compile(rf"({_YEAR})年?(?:-|—|–|~|至|到){{1,2}}({_YEAR})年?")
_TITLE_YEAR = re.compile(rf"(?<![0-9])({_YEAR})(?![0-9])")
_TEXT_YEAR = re.compile(rf"(?<![0-9])({_YEAR})年")
# Years as titles write them in words: 二〇二四年; and those of the Republic of 1912: 114年度.
_WORDED_YEAR = re.compile("[一二][零〇○九][零〇○一二三四五六七八九]{2}(?=年)")
_WORDED = str.maketrans("零〇○一二三四五六七八九", "000123456789")
_REPUBLIC = re.compile("民国(?=(?:[89][0-9]|1[0-4][0-9])年)")
_REPUBLIC_YEAR = re.compile("(?<![0-9])(1[0-4][0-9]|[89][0-9])年")
_REPUBLIC_FROM = 1911
_HEAD = 120
"""In so many characters a document without a year in its title says of when it is."""
_FIVE_YEARS = re.compile("十([一二三四五六七])个?五")
_DIGITS = "零一二三四五六七八九"
_REVIEWED = re.compile(rf"({_YEAR})年(?:政府)?工作(?:的)?(?:回顾|总结)|(?:刚刚)?过去的({_YEAR})年")
_PLANNED = re.compile(
    rf"({_YEAR})年(?:政府)?(?:工作)?的?(?:主要|总体|重点|目标|预期|发展)"
    "(?:目标|任务|要求|工作|思路|预期)"
)
# A report that speaks of what is to be done in a year is for that year: 2022年工作安排, 2022年全市…预期目标是.
_ARRANGED = re.compile(
    rf"({_YEAR})年(?:政府)?工作(?:的)?(?:总体)?(?:安排|打算|部署|建议)|({_YEAR})年(?:[一-龥]{{2,16}}的?)主要预期目标"
)
_DELIVERED = re.compile(rf"({_YEAR})年([0-9]{{1,2}})月[0-9]{{1,2}}日.{{0,30}}(?:代表)?(?:大会|会议)")

_DRAFT = re.compile("征求意见|讨论稿|送审稿|审议稿|公开征集意见|[(（]草案[)）]")
_FINAL = re.compile("印发|请予审议|[〔\\[(][0-9]{4}[〕\\])]第?[0-9]+号|此件.{0,4}公开")
_DATE = rf"({_YEAR})[年./-]([0-9]{{1,2}})[月./-]([0-9]{{1,2}})"
_POSTED = re.compile(rf"(?:发布|发表|公布|更新)(?:时间|日期):?{_DATE}")
_SIGNED = re.compile(rf"(?:成文|生成|发文)日期:?{_DATE}")
_STAMPED = re.compile(rf"(?:^|[^0-9]){_DATE}日?[0-9]{{1,2}}:[0-9]{{2}}")
_ISSUED_BY = re.compile(
    "(?:发布机构|发文机关|发文单位|制发机关|公开机构|发布机关|发布单位):?([一-龥、]{2,30}?)"
    "(?=$|发布|成文|生成|公开|文号|发文|主题|索引|名称|标题|有效|公布)"
)
_ISSUED_IN_TITLE = re.compile(
    "^([一-龥、]{1,24}?(?:人民政府(?:办公厅|办公室)?|委员会|管委会|办公厅|办公室|领导小组|委|局|厅))关于"
)


def find_title(page: Page) -> Clue | None:
    """Return the title as written, from the first lines or, where they have none, the file's name."""
    for first in range(min(_TITLE_WITHIN, len(page.content))):
        if _no_title_part(page.content[first]):
            break
        parts = _title_parts(page, first)
        if parts:
            return "".join(page.written(line) for line in parts), "the first lines"
    if page.headline is not None and _is_headline(page.headline):
        return page.written(page.headline), "the line above the page's byline"
    stem = fold(page.stem)
    return (page.stem, "the file name") if is_title(Line(0, len(stem), stem)) else None


def _is_headline(line: Line) -> bool:
    return len(line.compact) in _HEADLINE_LENGTHS and not _no_title_part(line)


def _title_parts(page: Page, first: int) -> tuple[Line, ...]:
    lines = page.content[first : first + _TITLE_LINES + 1]
    for count in range(1, min(_TITLE_LINES, len(lines)) + 1):
        if _no_title_part(lines[count - 1]):
            break
        if is_title(_joined(lines[:count])):
            goes_on = (
                count < len(lines) and lines[count].compact.startswith(_GOES_ON) and is_title(lines[count])
            )
            return lines[: count + goes_on]
    return ()


def _joined(parts: tuple[Line, ...]) -> Line:
    return Line(parts[0].start, parts[-1].end, "".join(part.compact for part in parts))


def _no_title_part(line: Line) -> bool:
    return is_sentence(line) or is_item(line) or ":" in line.compact


def find_doc_type(page: Page, title: str | None) -> Clue | None:
    """Return the kind of document by lexicon/doc_types.csv: title first, then file name, then the text."""
    named = without_note(fold(title)) if title else ""
    places = (
        ("title", named, "the title"),
        ("title", fold(page.stem), "the file name"),
        ("opening", fold(page.opening()[:300]), "the first lines"),
        ("text", fold(page.body(_SCANNED)), "the text"),
    )
    kinds = _kinds()
    for where, words, told in places[:2]:
        for row_where, pattern, doc_type in kinds:
            if row_where == where and pattern.search(words):
                return doc_type, told
    for row_where, pattern, doc_type in kinds:  # opening and text rows keep the order of the lexicon
        for where, words, told in places[2:]:
            if row_where == where and pattern.search(words):
                return doc_type, told
    return None


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    return tuple((row["where"], re.compile(row["pattern"]), row["doc_type"]) for row in read("doc_types"))


def find_plan_period(page: Page, title: str | None, doc_type: str) -> Clue | None:
    """Return the period a plan is for, as `2023` or `2021/2025`."""
    for words, told in ((fold(title or ""), "the title"), (fold(page.stem), "the file name")):
        if period := _period_in_name(words):
            return period, told
    words = fold(page.body(_SCANNED))
    if year := _republic_year(fold(title or page.stem), words):
        return year, "the title or the first lines"
    if doc_type == "government_report" and (reported := _report_year(words)):
        return str(reported), "the text of the report"
    if doc_type == "five_year_plan" and (match := _FIVE_YEARS.search(words)):
        return _five_years(match), "the text"
    years = Counter(match[1] for match in _TEXT_YEAR.finditer(words))
    if not years:
        return None
    year = max(years, key=lambda found: (years[found], found))
    return year, f"the year named most often ({years[year]} times)"


def _republic_year(title: str, words: str) -> str | None:
    """Return the year of a title or of the first lines that counts from 1912, where title or text say that they do."""
    if not _REPUBLIC.search(title + words):
        return None
    counted = _REPUBLIC_YEAR.search(title) or _REPUBLIC_YEAR.search(words[:_HEAD])
    return str(int(counted[1]) + _REPUBLIC_FROM) if counted else None


def _period_in_name(words: str) -> str | None:
    words = _WORDED_YEAR.sub(lambda year: year.group().translate(_WORDED), words)
    if match := _YEARS.search(words):
        first, last = sorted(match.groups())
        return f"{first}/{last}" if first != last else first
    years = _TITLE_YEAR.findall(words)
    if years:  # 2022年执行情况与2023年计划: the plan comes last
        return str(years[-1])
    match = _FIVE_YEARS.search(words)
    return _five_years(match) if match else None


def _five_years(match: re.Match[str]) -> str:
    """十四五 is the fourteenth five-year plan; the third began in 1966, each after it five years on."""
    first = 1951 + 5 * (10 + _DIGITS.index(match[1]))
    return f"{first}/{first + 4}"


def _report_year(words: str) -> int | None:
    if match := _PLANNED.search(words):
        return int(match[1])
    if match := _ARRANGED.search(words):
        return int(match[1] or match[2])
    if match := _REVIEWED.search(words):
        return int(match[1] or match[2]) + 1
    match = _DELIVERED.search(words[:400])
    return int(match[1]) + (int(match[2]) >= _NOVEMBER) if match else None


_NOVEMBER = 11
"""What is reported to a congress that meets so late is of the year to come."""


def find_status(page: Page, title: str | None) -> Clue | None:
    """Return draft or final where the title, the first lines or the page say so."""
    head = "\n".join([title or "", *(line.compact for line in page.content[:6])])
    if _DRAFT.search(head):
        return "draft", "the first lines"
    if _FINAL.search("\n".join([head, *page.chrome])):
        return "final", "the first lines or the page"
    return None


def find_issuer(page: Page, title: str | None, doc_type: str, place: str | None) -> Clue | None:
    """Return the body that issued the document."""
    if match := _ISSUED_BY.search("\n".join(_joined_labels(page))):
        return match[1], "the page"
    if title and (match := _ISSUED_IN_TITLE.search(fold(title))):
        return match[1], "the title"
    if doc_type == "government_report" and place and place.endswith(tuple("省市区县州盟旗")):
        return f"{place}人民政府", "the kind of document and its place"
    return None


def _joined_labels(page: Page) -> Iterator[str]:
    """Yield the chrome with each bare label joined to the line below it."""
    for line, below in zip(page.chrome, (*page.chrome, "")[1:], strict=True):
        yield line if len(line) > 6 else f"{line}{'' if line.endswith(':') else ':'}{below}"


def find_published(page: Page) -> tuple[date, str] | None:
    """Return the day of posting that the page states, else the day it states for the document."""
    chrome = "\n".join(_joined_labels(page))
    for pattern in (_POSTED, _STAMPED, _SIGNED):
        if match := pattern.search(chrome):
            try:
                return date(int(match[1]), int(match[2]), int(match[3])), "the page"
            except ValueError:  # 2023-02-30: a slip of the page, no date
                continue
    return None
