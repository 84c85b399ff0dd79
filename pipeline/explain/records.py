"""The lexicon records that took part in a row, found again from the row's own fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from pipeline import lexicon
from pipeline.explain.find import Found, Row
from pipeline.extract.clean import fold
from pipeline.normalize.metrics import alias_records

Record = dict[str, str]

# The cues that a rule of a role looks for in the clause.
_CUES_OF_RULES = {
    "role.scope.ongoing": "scope_verb",
    "role.resource.money": "resource",
    "role.context.capacity": "capacity",
    "role.achieved.past": "past",
}


def records(found: Found) -> list[str]:
    """Return a line a record: its table, what it says, its example."""
    of_table: dict[str, Callable[[Found], Iterable[str]]] = {
        "indicators": _of_indicator,
        "tasks": _of_task,
        "responsibilities": _of_responsibility,
        "deadlines": _of_deadline,
        "numerals": _of_numeral,
        "sections": _of_section,
    }
    read = of_table.get(found.table)
    return list(read(found)) if read else []


def _of_indicator(found: Found) -> Iterable[str]:
    row = found.row
    unit = fold(row["unit_as_written"] or "").strip()
    for record in _where("unit_forms", form=unit, unit=row["unit"]):
        yield _line("unit_forms", f"{record['form']} → {record['unit']} ({record['kind']})", record)
    for record in _where("units", unit=row["unit"]):
        factor = f", × {record['factor_to_si']} = {record['si_unit']}" if record["factor_to_si"] else ""
        yield _line("units", f"{record['unit']} {record['label_zh']}, {record['label_en']}{factor}", record)
    for record in _comparators(row):
        meant = f"{record['text']} {record['side']} the number → {record['comparator']}"
        yield _line("comparators", meant, record)
    yield from _cues(row)
    yield from _metric(row)
    place = found.one("places", row["place_id"])
    if place:
        yield f"places: {place['place_id']} {place['name']}, {place['name_en']} ({row['place_basis']})"


def _comparators(row: Row) -> list[Record]:
    """Return the comparator words at the edges of the mention; else those of its clause that mean the same."""
    words = fold(row["as_written"])
    number = fold(row["number_as_written"])
    before, _, after = words.partition(number)
    touching = [
        record
        for record in lexicon.read("comparators")
        if (record["side"] == "before" and before.endswith(record["text"]))
        or (record["side"] == "after" and after.endswith(record["text"]))
    ]
    if touching or row["comparator"] == "eq":
        return _longest(touching)
    return _longest(
        record
        for record in lexicon.read("comparators")
        if record["comparator"] == row["comparator"] and record["text"] in fold(row["quote"])
    )


def _longest(found: Iterable[Record]) -> list[Record]:
    """Keep of records on the same side the one with the longest words, as the scan does."""
    best: dict[str, Record] = {}
    for record in found:
        if len(record["text"]) > len(best.get(record["side"], {"text": ""})["text"]):
            best[record["side"]] = record
    return list(best.values())


def _cues(row: Row) -> Iterable[str]:
    cue = row["modality_cue"]
    known = list(_where("cues", kind="modality", text=fold(cue))) if cue else []
    for record in known:
        yield _line("cues", f"{record['text']} → {record['code']} (modality)", record)
    if cue and not known:
        yield f"goals sentence: {cue} → {row['modality']} for the whole sentence"
    kind = _CUES_OF_RULES.get(row["rule_id"])
    quote = fold(row["quote"])
    for record in _where("cues", kind=kind or ""):
        if record["text"] in quote:
            yield _line("cues", f"{record['text']} ({kind})", record)


def _metric(row: Row) -> Iterable[str]:
    if row["metric_id"] is None:
        yield f"metric_aliases: none reads {row['metric'] or '(no words)'!r} in {row['unit']} as {row['measure']}"
        return
    for record in alias_records(row["metric"], row["unit"], row["measure"]):
        yield _line("metric_aliases", f"{record['pattern']} → {record['metric_id']}", record)
    for record in _where("metrics", metric_id=row["metric_id"]):
        yield _line("metrics", f"{record['metric_id']} {record['label_zh']}, {record['label_en']}", record)


def _of_task(found: Found) -> Iterable[str]:
    title = fold(found.row["title"])
    matches = [r for r in _where("cues", kind="stage", code=found.row["stage"]) if r["text"] in title]
    for record in sorted(matches, key=lambda r: (title.index(r["text"]), -len(r["text"])))[:1]:
        yield _line("cues", f"{record['text']} → {record['code']} (stage)", record)


def _of_responsibility(found: Found) -> Iterable[str]:
    organization = found.one("organizations", found.row["org_id"])
    if organization is None:
        return
    for record in _where("org_functions", function=organization["function"] or ""):
        names = [record["canonical_name"], *record["aliases"].split("|")]
        shown = next((name for name in names if name and name in found.row["org_name"]), names[0])
        meant = f"{shown} → {record['function']} ({record['canonical_name']}, {record['name_en']})"
        yield _line("org_functions", meant, record)
    place = found.one("places", organization["place_id"])
    if place:
        yield f"places: {place['place_id']} {place['name']}, {place['name_en']}"
    for record in lexicon.read("typos"):
        if record["written"] in fold(found.row["as_written"]):
            yield _line("typos", f"{record['written']} means {record['meant']}", record)


def _of_deadline(found: Found) -> Iterable[str]:
    words = fold(found.row["as_written"])
    nearby = fold(found.text[found.row["start"] : found.row["end"] + 12])
    for record in _where("cues", kind="event", code=found.row["event"]):
        if record["text"] in words or record["text"] in nearby:
            yield _line("cues", f"{record['text']} → {record['code']} (event)", record)


def _of_numeral(found: Found) -> Iterable[str]:
    start, end = found.row["start"], found.row["end"]
    before, after = fold(found.text[max(0, start - 12) : start]), fold(found.text[end : end + 12])
    for record in _where("labels", **{"class": found.row["class"]}):
        touches = (
            after.startswith(record["text"]) if record["side"] == "after" else before.endswith(record["text"])
        )
        if touches:
            yield _line("labels", f"{record['text']} {record['side']} a number → {record['class']}", record)


def _of_section(found: Found) -> Iterable[str]:
    words = fold(found.row["heading"] or "")
    for record in lexicon.read("headings"):
        if re.search(record["pattern"], words):
            yield _line("headings", f"{record['pattern']} → {record['kind']}", record)


def _where(table: str, **cells: str) -> Iterable[Record]:
    return (row for row in lexicon.read(table) if all(row.get(name) == cell for name, cell in cells.items()))


def _line(table: str, meant: str, record: Record) -> str:
    example = record.get("example")
    return f"{table}: {meant}" + (f", as in {example}" if example else "")
