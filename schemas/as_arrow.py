"""The Arrow schema of a declared table, its fields bearing title, description, unit and vocabulary."""

from __future__ import annotations

import pyarrow as pa

from schemas.table import Column, Table
from schemas.vocabularies import codes

TYPES: dict[str, pa.DataType] = {
    "string": pa.string(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "float64": pa.float64(),
    "bool": pa.bool_(),
    "date32": pa.date32(),
}


def arrow_schema(table: Table) -> pa.Schema:
    """Return the Arrow schema of `table`, in which every field explains itself in both languages."""
    fields = [
        pa.field(column.name, TYPES[column.dtype], nullable=column.nullable, metadata=_metadata(column))
        for column in table.columns
    ]
    metadata = {
        "table": table.name,
        "title_zh": table.title_zh,
        "title_en": table.title_en,
        "description_zh": table.description_zh,
        "description_en": table.description_en,
        "primary_key": table.primary_key,
    }
    return pa.schema(fields, metadata=metadata)


def _metadata(column: Column) -> dict[str, str]:
    texts = {
        "title_zh": column.title_zh,
        "title_en": column.title_en,
        "description_zh": column.description_zh,
        "description_en": column.description_en,
        "source": column.source,
    }
    if column.unit is not None:
        texts["unit"] = column.unit
    if column.vocabulary is not None:
        texts["enum"] = " ".join(codes(column.vocabulary))
    return texts
