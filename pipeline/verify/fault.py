"""One thing wrong with a release, said so that a person finds it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """`where` is a file of the release or a raw file, `message` what is wrong with it."""

    where: str
    message: str

    def __str__(self) -> str:
        """Return the fault as one line for a person."""
        return f"{self.where}: {self.message}"
