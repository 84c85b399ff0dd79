"""What a command says to the person who ran it: results, one clear message for what stopped it, no traceback."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from contextlib import suppress
from typing import Any

import click

from pipeline.errors import ClgcError, OutputError

# What the system refuses is no fault of the program: a person can mend it.
_OF_THE_MACHINE = frozenset(
    getattr(errno, name)
    for name in (
        "EACCES",
        "EPERM",
        "EROFS",
        "ENOSPC",
        "EDQUOT",
        "EFBIG",
        "EIO",
        "EMFILE",
        "ENFILE",
        "ENAMETOOLONG",
    )
)


class Group(click.Group):
    """A group whose commands end with one clear message instead of a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the commands in the order of the flow."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; say what stopped it on standard error and give its exit code."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except ClgcError as error:
            _show_traceback(ctx, error)
            _fail(ctx, str(error), error.exit_code)
        except BrokenPipeError:  # the reader of a pipe has enough: click ends quietly
            raise
        except Exception as error:
            _show_traceback(ctx, error)
            _fail(ctx, _unforeseen(error), 1)


def _unforeseen(error: Exception) -> str:
    """Say what stopped the command: the machine, or a fault of the program."""
    if isinstance(error, OSError) and error.errno in _OF_THE_MACHINE:
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror}. Mend that, or name another place, and run it again."
    hint = "This is a fault in clgc; `clgc --debug …` shows where."
    return f"{type(error).__name__}: {error}\n{hint}"


def _show_traceback(ctx: click.Context, error: Exception) -> None:
    if ctx.params.get("debug"):
        click.echo("Traceback (most recent call last):", err=True)
        click.echo("".join(traceback.format_tb(error.__traceback__)), err=True, nl=False)


def _fail(ctx: click.Context, message: str, code: int) -> None:
    click.echo(f"Error: {message}", err=True)
    ctx.exit(code)


def say(text: object, *, nl: bool = True) -> None:
    """Write a result to standard output; OutputError when that takes no more, as on a full disk."""
    try:
        click.echo(text, nl=nl)
    except BrokenPipeError:
        raise
    except OSError as error:
        with suppress(OSError, ValueError):  # what is left in the buffer would fail again at the end
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        reason = error.strerror or str(error)
        raise OutputError(
            f"cannot write to standard output ({reason}): make room, or send it elsewhere; "
            "the work itself is done"
        ) from error
