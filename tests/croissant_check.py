"""Read a release through the reference library of Croissant; `make test-croissant` runs this.

The library brings pandas, scipy and more, so it has an environment of its own and this file no pytest.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import mlcroissant
import pyarrow.parquet as pq


def faults(release: Path) -> list[str]:
    """Return what is wrong with croissant.json of `release`: an issue of the library, or a lost row."""
    dataset = mlcroissant.Dataset(str(release / "croissant.json"))
    found = sorted([*dataset.metadata.ctx.issues.errors, *dataset.metadata.ctx.issues.warnings])
    described = json.loads((release / "croissant.json").read_text("utf-8"))
    for record_set in described["recordSet"]:
        name = record_set["@id"]
        path = release / f"{name}.parquet"
        expected = pq.read_metadata(path).num_rows if path.exists() else len(record_set["data"])
        read = sum(1 for _ in dataset.records(name))
        if read != expected:
            found.append(f"{name}: {read} records read, {expected} are there")
    return found


if __name__ == "__main__":
    told = faults(Path(sys.argv[1]))
    print("\n".join(told) or "croissant.json is sound, and every record set reads whole")
    sys.exit(bool(told))
