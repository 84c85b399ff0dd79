"""How a long stage tells the person waiting that it moves: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager

Step = Callable[[], None]
# `with progress("extract", 12) as step:` opens a stage of 12 documents; `step()` says one more is done.
Progress = Callable[[str, int], AbstractContextManager[Step]]

SECONDS_BETWEEN_LINES = 5.0


def shown() -> Progress:
    """Return the progress fit for standard error: a bar on a terminal, lines otherwise."""
    return bars if sys.stderr.isatty() else lines


@contextmanager
def silent(_stage: str, _total: int) -> Generator[Step]:
    """Say nothing; for tests and callers of the library."""
    yield lambda: None


@contextmanager
def lines(stage: str, total: int) -> Generator[Step]:
    """Print a line when a stage ends, and one every few seconds while it lasts."""
    started = said = time.monotonic()
    done = 0

    def step() -> None:
        nonlocal done, said
        done += 1
        now = time.monotonic()
        if now - said >= SECONDS_BETWEEN_LINES:
            said = now
            print(f"{stage:<10} {done} of {total}", file=sys.stderr, flush=True)

    yield step
    seconds = time.monotonic() - started
    print(f"{stage:<10} {done} of {total}, {seconds:.1f} s", file=sys.stderr, flush=True)


@contextmanager
def bars(stage: str, total: int) -> Generator[Step]:
    """Draw a progress bar."""
    import click

    with click.progressbar(length=total, label=f"{stage:<10}", file=sys.stderr, show_pos=True) as bar:
        yield lambda: bar.update(1)
