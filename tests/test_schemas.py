"""The declarations of the tables: complete, consistent, and the same in every form made from them."""

from __future__ import annotations

import subprocess
import sys

import polars as pl
import pytest

from pipeline import lexicon
from schemas import TABLES, VOCABULARIES, Column, Table, codes
from schemas.as_arrow import arrow_schema
from schemas.as_pandera import pandera_model
from schemas.as_polars import polars_schema
from schemas.table import STRING

# The columns as the data model lists them; a change here is a change of the schema version.
DATA_MODEL = {
    "documents": (
        "doc_id collection path sha256 media_type encoding bytes chars title doc_type status issuer "
        "place_id place plan_start plan_end published_on retrieved_on source_url source_kind "
        "text_rights content_start content_end parse_state n_tasks n_indicators n_targets n_issues"
    ),
    "texts": "doc_id text",
    "sections": (
        "section_id doc_id parent_section_id level ordinal_path marker heading kind place_id start end"
    ),
    "tasks": (
        "task_id doc_id section_id seq ordinal_path marker title text statement place_id place "
        "stage deadline_type due_on start end"
    ),
    "responsibilities": (
        "responsibility_id task_id doc_id seq role org_id org_name as_written expansion start end"
    ),
    "organizations": "org_id name canonical_name name_en kind function place_id",
    "places": "place_id name name_en kind gbt2260 parent_place_id",
    "deadlines": (
        "deadline_id doc_id task_id as_written type event edtf earliest latest year_basis start end"
    ),
    "indicators": (
        "indicator_id doc_id task_id section_id seq role metric metric_id measure comparator "
        "modality modality_cue value_low value_high unit number_as_written unit_as_written "
        "as_written si_low si_high si_unit period period_start period_end period_basis place_id "
        "place place_basis qualifies_indicator_id part_of_indicator_id quote start end rule_id "
        "confidence"
    ),
    "numerals": "numeral_id doc_id start end as_written class indicator_id deadline_id",
    "metrics": ("metric_id label_zh label_en definition_zh definition_en measure unit domain good_direction"),
    "units": "unit label_zh label_en dimension factor_to_si si_unit ucum",
    "issues": "issue_id doc_id severity code message table key start end",
}
COLUMNS = [(table, column) for table in TABLES.values() for column in table.columns]
IDS = [f"{table.name}.{column.name}" for table, column in COLUMNS]


@pytest.mark.parametrize("name", DATA_MODEL)
def test_a_table_has_the_columns_of_the_data_model(name: str) -> None:
    assert set(TABLES[name].names) == set(DATA_MODEL[name].split())


def test_the_tables_are_those_of_the_data_model_and_the_view() -> None:
    assert set(TABLES) == {*DATA_MODEL, "targets"}


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=IDS)
def test_a_column_says_what_it_is_in_both_languages(table: Table, column: Column) -> None:
    texts = (column.title_zh, column.title_en, column.description_zh, column.description_en)
    assert all(text.strip() == text and text for text in texts), table.name
    assert column.source in {term.code for term in VOCABULARIES["source"]}
    assert not any("\u4e00" <= character <= "\u9fff" for character in column.title_en)


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=IDS)
def test_a_vocabulary_is_known_and_belongs_to_a_string(table: Table, column: Column) -> None:
    if column.vocabulary is not None:
        assert column.vocabulary in VOCABULARIES, table.name
        assert column.dtype == STRING


@pytest.mark.parametrize("name", VOCABULARIES)
def test_codes_are_lower_case_ascii_and_distinct(name: str) -> None:
    terms = VOCABULARIES[name]
    assert len({term.code for term in terms}) == len(terms)
    assert all(term.code.isascii() and term.code == term.code.lower() for term in terms)
    assert all(term.label_zh and term.label_en for term in terms)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_keys_name_columns_that_exist(table: Table) -> None:
    assert not table.column(table.primary_key).nullable
    assert len(set(table.names)) == len(table.names)
    for reference in table.foreign_keys:
        assert reference.column in table.names
        assert reference.reference == TABLES[reference.table].primary_key
    for check in table.checks:
        assert check.column in table.names


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_column_that_bears_the_name_of_another_tables_key_refers_to_it(table: Table) -> None:
    keys = {
        other.primary_key: other.name for other in TABLES.values() if other.name not in ("texts", "targets")
    }
    referring = {reference.column for reference in table.foreign_keys} | {table.primary_key}
    if table.name not in ("units", "metrics"):
        assert {name for name in table.names if name in keys} <= referring


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_form_of_a_table_has_the_same_columns_and_types(table: Table) -> None:
    polars = polars_schema(table)
    assert tuple(polars) == tuple(arrow_schema(table).names) == tuple(pandera_model(table).columns)
    empty = pl.DataFrame(schema=polars)
    assert pandera_model(table).validate(empty, lazy=True).equals(empty)
    assert empty.to_arrow().cast(arrow_schema(table)).num_columns == len(polars)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_row_check_is_sql_over_the_tables_columns(table: Table) -> None:
    empty = pl.DataFrame(schema=polars_schema(table))
    for check in table.checks:
        assert empty.select(pl.sql_expr(check.sql)).dtypes == [pl.Boolean()]


def test_a_view_column_keeps_the_meaning_of_the_column_it_is_taken_from() -> None:
    targets, indicators = TABLES["targets"], TABLES["indicators"]
    for name in ("value_low", "comparator", "quote", "si_unit"):
        assert targets.column(name) == indicators.column(name)


def test_an_unknown_column_is_named_with_its_table() -> None:
    with pytest.raises(KeyError, match="table texts has no column nonsense"):
        TABLES["texts"].column("nonsense")


def test_reading_the_declarations_loads_no_data_library() -> None:
    code = "import sys, schemas; print([m for m in ('polars', 'pandera', 'pyarrow') if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("lexicon_table", "column", "vocabulary"),
    [
        ("metrics", "domain", "metric_domain"),
        ("metrics", "good_direction", "good_direction"),
        ("metrics", "measure", "measure"),
        ("org_functions", "kind", "organization_kind"),
        ("zones", "kind", "place_kind"),
    ],
)
def test_a_lexicon_uses_only_codes_of_its_vocabulary(
    lexicon_table: str, column: str, vocabulary: str
) -> None:
    assert {row[column] for row in lexicon.read(lexicon_table)} <= set(codes(vocabulary))
