"""documents.csv → its rows with their line numbers; what is wrong with the table is told."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.ingest.authored import AuthoredError, read_text

REQUIRED = ("file", "sha256")
OPTIONAL = (
    "title",
    "url",
    "place",
    "plan_period",
    "doc_type",
    "published",
    "retrieved",
    "status",
    "source_kind",
    "issuer",
    "text_rights",
)
COLUMNS = REQUIRED + OPTIONAL
_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "vertical bars", "，": "full-width commas"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `where` names the file and the line it starts on, `cells` are stripped."""

    where: str
    line: int
    cells: dict[str, str]


def read_rows(path: Path) -> tuple[list[Row], list[str]]:
    """Return the rows of the CSV at `path` and its faults; a BOM is accepted, blank lines are skipped."""
    try:
        text = read_text(path, missing="list every file of files/ in it with its sha256", save_as="CSV UTF-8")
    except AuthoredError as error:
        return [], [str(error)]
    if separated := _separated(text):
        return [], [f"{path} is separated by {separated}: save it as CSV with commas"]
    try:
        lines = list(_numbered(text))
    except _NotCsvError as error:
        return [], [f"{path}, {error}"]
    header = [name.strip() for name in lines[0][1]] if lines else []
    faults = _header_faults(path, header)
    return ([], faults) if faults else _body(path, header, lines[1:])


def _separated(text: str) -> str | None:
    """Name what parts the cells of the first line where that is something else than commas."""
    first = re.split(r"[\r\n]", text, maxsplit=1)[0]
    for separator, name in _SEPARATORS.items():
        if {cell.strip(' "') for cell in first.split(separator)}.issuperset(REQUIRED):
            return name
    return None


class _NotCsvError(ValueError):
    """The text breaks the rules of CSV."""


def _numbered(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line it starts on (a quoted cell may hold line ends)."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    start = 1
    try:
        for cells in reader:
            yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        if "field limit" in str(error):
            most = f"a cell has more than {csv.field_size_limit():,} characters"
            raise _NotCsvError(
                f"line {start}: {most}; shorten it, or close the quotes that it opens with"
            ) from error
        raise _NotCsvError(f"line {start}: not CSV: {error}") from error


def _header_faults(path: Path, header: list[str]) -> list[str]:
    if not any(header):
        return [f"{path}: empty; its first line names the columns {', '.join(COLUMNS)}"]
    faults = [
        f"{path}, line 1: column {name!r} is not known; the columns are {', '.join(COLUMNS)}"
        for name in header
        if name not in COLUMNS
    ]
    faults += [f"{path}, line 1: column {name} is missing" for name in REQUIRED if name not in header]
    twice = sorted({name for name in header if header.count(name) > 1})
    return faults + [f"{path}, line 1: column {name} stands twice" for name in twice]


def _body(path: Path, header: list[str], lines: list[tuple[int, list[str]]]) -> tuple[list[Row], list[str]]:
    rows: list[Row] = []
    faults: list[str] = []
    for line, cells in lines:
        where = f"{path}, line {line}"
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            faults.append(
                f"{where}: {len(cells)} cells where the header has {len(header)}; "
                "quote cells that hold a comma"
            )
            continue
        rows.append(Row(where, line, {name: cell.strip() for name, cell in zip(header, cells, strict=True)}))
    return rows, faults
