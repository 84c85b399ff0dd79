"""A made-up document with one of everything, for tests of what follows extraction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from pipeline.model import (
    Deadline,
    Document,
    Indicator,
    Issue,
    Mentions,
    Numeral,
    Responsibility,
    Section,
    Task,
)

DOC_ID = "d-0123456789abcdef"

TEXT = (
    "一、工业\n"
    "1.扩大投资。引进亿元以上项目110个,其中制造业60个,力争固定资产投资增长12%左右,建设8—10个园区。"
    "(牵头单位:襄阳市、十堰市发改委;责任单位:谷城县人民政府;2023年12月)\n"
    "2.新建高标准农田14.45万亩。(持续推进)\n"
)


def at(words: str, start: int = 0) -> tuple[int, int]:
    """Return the span of `words` in TEXT, searched from `start`."""
    found = TEXT.index(words, start)
    return found, found + len(words)


TASK_1 = at("扩大投资")[0]
TASK_2 = at("新建高标准农田")[0]


def document(text: str = TEXT, **changes: object) -> Document:
    """Return the made-up document; `changes` replace its fields."""
    made = Document(
        doc_id=DOC_ID,
        collection="made-up",
        path="files/a.txt",
        sha256="0123456789abcdef" * 4,
        media_type="text/plain",
        encoding="utf-8",
        bytes=len(text.encode()),
        text=text,
        title="襄阳市2023年工作清单",
        doc_type="work_list",
        status="final",
        issuer=None,
        place_id="CN-420600",
        place="襄阳市",
        plan_start=date(2023, 1, 1),
        plan_end=date(2023, 12, 31),
        published_on=None,
        retrieved_on=date(2026, 11, 1),
        source_url="https://example.org/a",
        source_kind="official",
        text_rights=None,
        content_start=0,
        content_end=len(text),
        furniture=(),
        parse_state="ok",
        issues=(Issue("info", "status_inferred", "the status is inferred from the title", "documents"),),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def indicator(words: str, number: str, low: str | None, high: str | None, **changes: object) -> Indicator:
    """Return an indicator of the first task for `words` of TEXT; `changes` replace its fields."""
    start, end = at(words)
    made = Indicator(
        numeral_start=start + words.index(number),
        start=start,
        end=end,
        task=TASK_1,
        section=0,
        seq=start,
        role="target",
        metric="引进项目",
        measure="quantity",
        comparator="eq",
        modality="none",
        modality_cue=None,
        value_low=None if low is None else Decimal(low),
        value_high=None if high is None else Decimal(high),
        unit="count",
        number_as_written=number,
        unit_as_written="个",
        period="2023",
        period_basis="document",
        place="襄阳市",
        place_basis="document",
        qualifies=None,
        part_of=None,
        quote=words,
        rule_id="made_up",
        confidence=0.9,
    )
    return made._replace(**changes)  # type: ignore[arg-type]


def indicators() -> tuple[Indicator, ...]:
    """Return a threshold, a whole with its part, an approximate growth rate, a range and an area."""
    whole = indicator("110个", "110", "110", "110")
    return (
        indicator(
            "亿元以上",
            "亿",
            "100000000",
            None,
            role="threshold",
            comparator="ge",
            unit="CNY",
            unit_as_written="元",
            qualifies=whole.numeral_start,
        ),
        whole,
        indicator("60个", "60", "60", "60", role="breakdown", part_of=whole.numeral_start),
        indicator(
            "12%左右",
            "12",
            "12",
            "12",
            metric="固定资产投资增长",
            measure="growth_rate",
            comparator="approx",
            modality="aim",
            modality_cue="力争",
            unit="percent",
            unit_as_written="%",
        ),
        indicator("8—10个", "8—10", "8", "10", comparator="range", metric="建设园区"),
        indicator(
            "14.45万亩",
            "14.45",
            "144500",
            "144500",
            task=TASK_2,
            metric="新建高标准农田",
            unit="mu",
            unit_as_written="亩",
        ),
    )


def numerals() -> tuple[Numeral, ...]:
    """Return every numeral of TEXT."""

    def quantity(words: str, owner: str) -> Numeral:
        start, end = at(words, at(owner)[0])
        return Numeral(start, end, "quantity", indicator(owner, words, None, None).numeral_start, None)

    deadline = at("2023年12月")[0]
    return (
        Numeral(*at("1"), "marker", None, None),
        quantity("亿", "亿元以上"),
        quantity("110", "110个"),
        quantity("60", "60个"),
        quantity("12", "12%左右"),
        Numeral(*at("8"), "quantity", at("8")[0], None),
        Numeral(*at("10", at("8—10")[0]), "quantity", at("8")[0], None),
        Numeral(*at("2023"), "deadline", None, deadline),
        Numeral(*at("12", deadline), "deadline", None, deadline),
        Numeral(*at("2", TASK_2 - 2), "marker", None, None),
        quantity("14.45", "14.45万亩"),
    )


def deadlines() -> tuple[Deadline, ...]:
    """Return a dated and an ongoing deadline."""
    dated, ongoing = at("2023年12月"), at("持续推进")
    return (
        Deadline(
            task=TASK_1,
            as_written="2023年12月",
            type="during",
            event="complete",
            edtf="2023-12",
            earliest=date(2023, 12, 1),
            latest=date(2023, 12, 31),
            year_basis="stated",
            start=dated[0],
            end=dated[1],
        ),
        Deadline(
            task=TASK_2,
            as_written="持续推进",
            type="ongoing",
            event="none",
            edtf="2023/..",
            earliest=date(2023, 1, 1),
            latest=None,
            year_basis="inherited",
            start=ongoing[0],
            end=ongoing[1],
        ),
    )


def responsibilities() -> tuple[Responsibility, ...]:
    """Return two organisations that share a head and one named as such."""
    shared = at("襄阳市、十堰市发改委")
    direct = at("谷城县人民政府")
    return (
        _responsibility(0, "lead", "襄阳市发改委", "distributed", shared),
        _responsibility(1, "lead", "十堰市发改委", "distributed", shared),
        _responsibility(2, "responsible", "谷城县人民政府", "direct", direct),
    )


def _responsibility(seq: int, role: str, name: str, expansion: str, span: tuple[int, int]) -> Responsibility:
    return Responsibility(
        task=TASK_1,
        seq=seq,
        position=seq,
        role=role,
        org_name=name,
        as_written=TEXT[slice(*span)],
        expansion=expansion,
        start=span[0],
        end=span[1],
    )


def tasks() -> tuple[Task, ...]:
    """Return the two tasks of TEXT."""
    first_end = TEXT.index("\n2.")
    return (
        _task(0, TASK_1, first_end, "扩大投资"),
        _task(1, TASK_2, len(TEXT) - 1, "新建高标准农田14.45万亩"),
    )


def _task(seq: int, start: int, end: int, title: str) -> Task:
    return Task(
        start=start,
        end=end,
        section=0,
        seq=seq,
        ordinal_path=f"1.{seq + 1}",
        marker=f"{seq + 1}.",
        title=title,
        statement=TEXT[start : TEXT.index("(", start)],
        place="襄阳市",
        stage="other",
    )


def mentions(**changes: object) -> Mentions:
    """Return everything in TEXT; `changes` replace fields."""
    section = Section(
        start=0,
        end=len(TEXT),
        parent=None,
        level=1,
        ordinal_path="1",
        marker="一、",
        heading="工业",
        kind="theme",
        place=None,
    )
    made = Mentions(
        doc_id=DOC_ID,
        sections=(section,),
        tasks=tasks(),
        responsibilities=responsibilities(),
        deadlines=deadlines(),
        indicators=indicators(),
        numerals=numerals(),
        issues=(),
    )
    return replace(made, **changes)  # type: ignore[arg-type]
