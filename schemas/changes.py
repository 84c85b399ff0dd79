"""What a release says of the one before it: its tables of changes, in the folder `changes/` of the release."""

# A column's texts stand together, as in a codebook.
# fmt: off
from __future__ import annotations

from schemas.table import INT64, STRING, Column, Table

_TABLE = Column("table", STRING, "comparison", "表", "Table", "发生变化的表。", "The table that changed.")
_KEY = Column("key", STRING, "comparison", "行编号", "Key", "该行的主键。", "Primary key of the row.")
_DOC_ID = Column("doc_id", STRING, "comparison", "文件编号", "Document id", "该行所属的文件；不属文件时为空。",
                 "The document of the row; null where the table has none.", nullable=True)
_CHANGE = Column("change", STRING, "comparison", "变化", "Change", "该行是新增、删除还是修改。",
                 "Whether the row was added, removed or changed.", vocabulary="change")
_CAUSE = Column("cause", STRING, "comparison", "原因", "Cause", "变化的原因。", "Why it changed.",
                vocabulary="cause")


def _count(name: str, zh: str, en: str, of_zh: str, of_en: str, unit: str = "row") -> Column:
    return Column(name, INT64, "comparison", zh, en, of_zh, of_en, unit=unit, minimum=0)


def _columns(name: str, zh: str, en: str, of_zh: str, of_en: str) -> Column:
    return Column(name, STRING, "comparison", zh, en, of_zh, of_en, nullable=True)


SUMMARY = Table(
    "summary",
    "变化概览",
    "Summary of changes",
    "每张表一行：与上一版相比新增、删除、修改的行数及原因。",
    "A row a table: how many rows were added, removed and changed since the release before, and why.",
    "table",
    (
        _TABLE,
        _count("rows_before", "原行数", "Rows before", "上一版的行数。", "Rows in the release before."),
        _count("rows_after", "现行数", "Rows after", "本版的行数。", "Rows in this release."),
        _count("added", "新增", "Added", "只在本版中的行。", "Rows that only this release has."),
        _count("removed", "删除", "Removed", "只在上一版中的行。", "Rows that only the release before has."),
        _count("changed", "修改", "Changed", "两版都有而内容不同的行。",
               "Rows of both releases in which a cell differs."),
        _count("cells", "修改单元格", "Changed cells", "修改的行中不同的单元格数。",
               "Cells that differ in the changed rows.", unit="cell"),
        _count("by_source", "因原文件", "By source", "原因为原文件变化的行。",
               "Changes of rows whose cause is the source."),
        _count("by_listing", "因登记", "By listing", "原因为文件登记变化的行。",
               "Changes of rows whose cause is the listing."),
        _count("by_pipeline", "因程序", "By pipeline", "原因为程序变化的行。",
               "Changes of rows whose cause is the pipeline."),
        _columns("columns_added", "新增列", "Columns added", "本版新增的列，以空格分隔。",
                 "Columns that only this release has, separated by spaces."),
        _columns("columns_removed", "删除列", "Columns removed", "本版不再有的列，以空格分隔。",
                 "Columns that only the release before has, separated by spaces."),
    ),
)

ROWS = Table(
    "rows",
    "变化的行",
    "Changed rows",
    "新增、删除或修改的行，每行一行。",
    "A row a row that was added, removed or changed.",
    "change_id",
    (
        Column("change_id", STRING, "comparison", "变化编号", "Change id", "表名加“/”加行编号。",
               "Table, a slash and the row's key."),
        _TABLE,
        _KEY,
        _DOC_ID,
        _CHANGE,
        _CAUSE,
        _count("cells", "单元格", "Cells", "cells 中该行的单元格数。", "Cells of the row in cells.",
               unit="cell"),
    ),
)

CELLS = Table(
    "cells",
    "变化的单元格",
    "Changed cells",
    "修改的行中每个不同的单元格一行；两版都有其文件的新增行和删除行，每个非空单元格一行。"
    "随整份文件新增或删除的行只列在 rows 中。",
    "A row a cell that differs in a changed row, and a row a filled cell of an added or removed row whose "
    "document both releases have. Rows that came or went with a whole document are listed in rows alone.",
    "change_id",
    (
        Column("change_id", STRING, "comparison", "变化编号", "Change id", "表名、行编号、列名，以“/”相连。",
               "Table, key and column, joined by slashes."),
        _TABLE,
        _KEY,
        Column("column", STRING, "comparison", "列", "Column", "单元格所在的列。", "The cell's column."),
        _DOC_ID,
        _CHANGE,
        _CAUSE,
        Column("old", STRING, "comparison", "旧值", "Old value",
               "上一版的值，写法同 CSV；原为空或行为新增时为空。",
               "The value in the release before, written as in CSV; null where it was null or there was no row.",
               nullable=True),
        Column("new", STRING, "comparison", "新值", "New value",
               "本版的值，写法同 CSV；现为空或行已删除时为空。",
               "The value in this release, written as in CSV; null where it is null or there is no row.",
               nullable=True),
    ),
)

CHANGES: dict[str, Table] = {table.name: table for table in (SUMMARY, ROWS, CELLS)}
"""Name of a file in `changes/` → declaration of its table."""
