"""What can go wrong, each with the exit code that `clgc` ends with (data-model: Collections).

Raise one of these when a person can act on the message; `pipeline.console` prints it without a traceback.
Any other exception is a bug of this program.
"""

from __future__ import annotations

from collections.abc import Sequence


class ClgcError(Exception):
    """A failure whose message is meant for the person at the keyboard."""

    exit_code = 1


class CollectionError(ClgcError):
    """A raw collection contradicts itself; `messages` names every fault found, one a line."""

    def __init__(self, messages: Sequence[str]) -> None:
        super().__init__("\n".join(messages))
        self.messages = list(messages)


class ValidationError(ClgcError):
    """Built rows break a schema, a key or a span; `messages` names document, offset and quote."""

    def __init__(self, messages: Sequence[str]) -> None:
        super().__init__("\n".join(messages))
        self.messages = list(messages)


class LockedError(ClgcError):
    """Another build is writing to the same output folder."""


class OutputError(ClgcError):
    """The output folder cannot be written."""


class PublishedError(ClgcError):
    """Other content was built for a version that is published already."""


class ReleaseError(ClgcError):
    """A folder is no release that can be read or compared."""


class UsageError(ClgcError):
    """The command was called with something it cannot work with."""

    exit_code = 2


class StageError(UsageError):
    """A stage was run before the one it reads from, or on what another version of this program wrote."""
