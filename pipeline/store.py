"""The stages' plain data as JSON Lines, so that each stage can run alone: one record a line.

A record is a dataclass or a NamedTuple. The types of its fields say how a value is read back: str, int, float,
bool, date, Decimal, another record, a tuple of these, or None. Decimals and dates are written as strings.
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from pipeline.errors import OutputError, StageError

T = TypeVar("T")


def write(path: Path, rows: Iterable[Any]) -> None:
    """Write records to `path`, one a line; a reader never sees half a file."""
    partial = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("w", encoding="utf-8", newline="\n") as handle:
            for row in rows:
                handle.write(json.dumps(encode(row), ensure_ascii=False, separators=(",", ":")) + "\n")
        partial.replace(path)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror}") from error


def read(kind: type[T], path: Path) -> list[T]:
    """Return the records of the class `kind` in `path`; StageError when it is absent or does not fit."""
    try:
        with path.open(encoding="utf-8", newline="\n") as handle:
            return [decode(kind, json.loads(line)) for line in handle]
    except FileNotFoundError:
        raise StageError(f"{path} is not there: run the stage before this one first") from None
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise StageError(
            f"{path} does not fit this version of clgc ({error}): run its stage again"
        ) from error


def encode(value: Any) -> Any:
    """Return `value` as what JSON can hold."""
    names = _names(value.__class__)
    if names:
        return {name: encode(getattr(value, name)) for name in names}
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def decode(kind: Any, value: Any) -> Any:
    """Return JSON's `value` as an instance of the type `kind`; TypeError or ValueError when it is none."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _decode_optional(get_args(kind), value)
    if origin is tuple:
        return _decode_tuple(get_args(kind), value)
    if isinstance(kind, type) and _names(kind):
        if not isinstance(value, dict):
            raise TypeError(f"{value!r} is no {kind.__name__}")
        hints = _hints(kind)
        return kind(**{name: decode(hints[name], item) for name, item in value.items()})
    if kind is date:
        return date.fromisoformat(value)
    if kind is Decimal:
        return Decimal(value)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not kind:
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value


def _decode_optional(kinds: tuple[Any, ...], value: Any) -> Any:
    inner = [kind for kind in kinds if kind is not type(None)]
    if len(inner) != 1 or len(inner) == len(kinds):
        raise TypeError(f"a field may be one type or that type and None, not {kinds}")
    return None if value is None else decode(inner[0], value)


def _decode_tuple(kinds: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(decode(kinds[0], item) for item in value)
    return tuple(decode(kind, item) for kind, item in zip(kinds, value, strict=True))


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    """Return the names of the fields of a record, none for a class of anything else."""
    if dataclasses.is_dataclass(kind):
        return tuple(field.name for field in dataclasses.fields(kind))
    return tuple(getattr(kind, "_fields", ()))


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)
