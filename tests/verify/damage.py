"""What damages a release, and the faults found then."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import polars as pl

from pipeline.publish.files import write_sums
from pipeline.publish.tables import write_csv, write_parquet
from pipeline.verify import Fault, verify
from schemas import TABLES


def faults(folder: Path) -> dict[str, list[str]]:
    return by_file(verify(folder))


def by_file(faults: Iterable[Fault]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for fault in faults:
        found.setdefault(fault.where, []).append(fault.message)
    return found


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(bytes(data))


def rewritten(folder: Path, table: str, change: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
    """Change the rows of a table as Parquet and CSV alike and make the checksums anew: a careful forger."""
    frame = change(pl.read_parquet(folder / f"{table}.parquet"))
    write_parquet(TABLES[table], frame, folder / f"{table}.parquet")
    write_csv(TABLES[table], frame, folder / f"{table}.csv")
    write_sums(folder)


def edited(folder: Path, name: str, change: Callable[[dict[str, object]], object]) -> None:
    content = json.loads((folder / name).read_text("utf-8"))
    change(content)
    (folder / name).write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8")
    write_sums(folder)
