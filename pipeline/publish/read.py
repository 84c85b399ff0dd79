"""A release read back from its Parquet files."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import ReleaseError

Frames = dict[str, pl.DataFrame]


def read_release(folder: Path) -> Frames:
    """Return every table of the release in `folder`, by name; ReleaseError when it cannot be read."""
    paths = sorted(folder.glob("*.parquet"))
    for needed in ("documents", "issues"):
        if folder / f"{needed}.parquet" not in paths:
            raise ReleaseError(f"{folder} is no release: it has no {needed}.parquet")
    return {path.stem: read_table(path) for path in paths}


def read_table(path: Path) -> pl.DataFrame:
    """Return the rows of one Parquet file; ReleaseError when it cannot be read."""
    try:
        table = pq.read_table(path, memory_map=False)
        table.validate(full=True)  # damage may pass for data, such as strings that are no UTF-8
        # Without the metadata of the fields, which polars does not need and damage may have made unreadable.
        frame = pl.from_arrow(pa.Table.from_arrays(table.columns, names=table.column_names))
    except (OSError, ValueError, pa.ArrowException, pl.exceptions.PolarsError) as error:
        raise ReleaseError(f"{path} cannot be read: {str(error).splitlines()[0]}") from error
    assert isinstance(frame, pl.DataFrame)
    return frame
