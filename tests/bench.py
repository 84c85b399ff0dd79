"""How fast extraction is, beside one plain scan of the same texts in the same run: `make bench`.

Times of a machine say little; their ratio says how much work extraction does for each numeral that any reader
would have to find. The plain scan is one compiled `re` with named groups over the decoded texts, anchored on
the digit, that makes a list of (start, end, value, unit) of every number with a unit of the lexicon. Both run
in turn, after a run of each that is not counted, the scan seven times a turn; the ratio is the median over the
turns. Processor time is measured, so that a busy machine does not count.

    python -m tests.bench [--texts FOLDER] [--turns N] [--json FILE]
    make bench TEXTS=folder [COMPILED=1]
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline import lexicon
from pipeline.extract import extract
from pipeline.model import Document, Mentions
from tests.texts import read_folder

Scanned = tuple[int, int, Decimal, str]

# Every unit of the lexicon, the longest first, as any scan has to that is to give the unit too.
_UNITS = sorted({row["form"] for row in lexicon.read("unit_forms")}, key=len, reverse=True)
PLAIN = re.compile(
    r"(?P<number>[0-9０-９]+(?:[,，][0-9]{3})*(?:[.．][0-9０-９]+)?)(?P<scale>[百千万亿]*)"
    rf"(?P<unit>％|{'|'.join(map(re.escape, _UNITS))})"
)
_SCALE = {
    "": 1,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "亿": 10**8,
    "万亿": 10**12,
    "百万": 10**6,
    "千万": 10**7,
}
STAGES = {
    "clean": ("pipeline.extract.clean", "clean"),
    "structure": ("pipeline.extract.assemble", "read_structure"),
    "responsibilities": ("pipeline.extract.assemble", "_read_units"),
    "deadlines": ("pipeline.extract.deadlines", "read_deadlines"),
    "dates": ("pipeline.extract.dates", "calendar_spans"),
    "quantities": ("pipeline.extract.quantities", "scan"),
    "indicators": ("pipeline.extract.assemble", "read_indicators"),
    "mentions": ("pipeline.extract.assemble", "mentions"),
}
"""Stage → module and name of the function that `pipeline.extract` calls for it once or more a document."""


# One scan is too short to time well.
_SCANS = 7


def plain_scan(texts: Sequence[str]) -> list[Scanned]:
    """Return every number with a unit: the least that a reader of these texts has to do."""
    return [
        (match.start(), match.end(), _number(match["number"]) * _SCALE.get(match["scale"], 1), match["unit"])
        for text in texts
        for match in PLAIN.finditer(text)
    ]


def _number(written: str) -> Decimal:
    return Decimal(written.replace(",", "").replace("，", "").replace("．", "."))


def extraction(documents: Sequence[Document]) -> list[Mentions]:
    """Extract from every document."""
    return [extract(document) for document in documents]


def measure(documents: Sequence[Document], turns: int) -> dict[str, Any]:
    """Return sizes, times in seconds and ratios of `turns` alternating runs."""
    texts = [document.text for document in documents]
    mentions = extraction(documents)
    scanned = plain_scan(texts)
    scans, extracts, ratios = [], [], []
    for _ in range(turns):
        scans.append(statistics.median(_seconds(lambda: plain_scan(texts)) for _ in range(_SCANS)))
        extracts.append(_seconds(lambda: extraction(documents)))
        ratios.append(extracts[-1] / scans[-1])
    size = sum(document.bytes for document in documents)
    return {
        "documents": len(documents),
        "characters": sum(map(len, texts)),
        "bytes": size,
        "numerals": sum(len(mention.numerals) for mention in mentions),
        "indicators": sum(len(mention.indicators) for mention in mentions),
        "scanned": len(scanned),
        "scan_seconds": statistics.median(scans),
        "extract_seconds": statistics.median(extracts),
        "extract_megabytes_a_second": size / 1e6 / statistics.median(extracts),
        "ratio": statistics.median(ratios),
        "ratios": sorted(ratios),
        "stages": stage_shares(documents),
    }


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def is_compiled() -> bool:
    """Tell whether extraction runs as machine code (`make bench COMPILED=1`)."""
    return not str(sys.modules[extract.__module__].__file__).endswith(".py")


def stage_shares(documents: Sequence[Document]) -> dict[str, float]:
    """Return the share of one extraction run that each stage takes, and `rest`; nothing where it is compiled.

    Compiled stages call each other where no clock can stand between.
    """
    if is_compiled():
        return {}
    spent: dict[str, float] = {}
    with _timed(spent):
        total = _seconds(lambda: extraction(documents)) or 1.0
    shares = {stage: seconds / total for stage, seconds in spent.items()}
    return {**shares, "rest": 1 - sum(shares.values())}


@contextmanager
def _timed(spent: dict[str, float]) -> Iterator[None]:
    """Add up in `spent` the time inside each stage while the context lasts."""
    originals = []
    for stage, (module_name, name) in STAGES.items():
        module = importlib.import_module(module_name)
        original = getattr(module, name)
        spent[stage] = 0.0
        originals.append((module, name, original))
        setattr(module, name, _adding(spent, stage, original))
    try:
        yield
    finally:
        for module, name, original in originals:
            setattr(module, name, original)


def _adding(spent: dict[str, float], stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
    def timed(*arguments: Any, **named: Any) -> Any:
        started = time.process_time()
        try:
            return work(*arguments, **named)
        finally:
            spent[stage] += time.process_time() - started

    return timed


def report(measured: dict[str, Any]) -> str:
    """Say what was measured in lines for a person."""
    spread = f"{measured['ratios'][0]:.1f} to {measured['ratios'][-1]:.1f} in {len(measured['ratios'])} turns"
    shares = sorted(measured["stages"].items(), key=lambda item: -item[1])
    return "\n".join(
        [
            f"texts       {measured['documents']:,}, {measured['characters']:,} characters",
            f"numerals    {measured['numerals']:,}; {measured['indicators']:,} indicators",
            f"plain scan  {measured['scan_seconds']:.3f} s, {measured['scanned']:,} numbers with a unit",
            f"extract     {measured['extract_seconds']:.3f} s, "
            f"{measured['extract_megabytes_a_second']:.2f} MB/s",
            f"ratio       {measured['ratio']:.1f} ({spread})",
            "stages      "
            + (", ".join(f"{stage} {share:.0%}" for stage, share in shares) or "not told apart"),
        ]
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print; see the module."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description="Measure how fast extraction is."
    )
    parser.add_argument("--texts", type=Path, default=Path("raw"), help="folder of .txt files (default: raw)")
    parser.add_argument("--turns", type=int, default=5, help="alternating runs of each (default: 5)")
    parser.add_argument("--json", type=Path, help="file to write the figures to")
    options = parser.parse_args(arguments)
    documents = read_folder(options.texts)
    if not documents or options.turns < 1:
        sys.exit(f"nothing to measure: {options.texts} holds no .txt file, or no turns were asked for")
    measured = measure(documents, options.turns)
    print(report(measured))
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(measured, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
