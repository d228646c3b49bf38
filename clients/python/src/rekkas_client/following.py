"""The journal of what a merchant is told, read on from where one was: whoever was away for a week misses nothing.

The client has ``list_changes`` as soon as the interface has the operation, and then ``rekkas-pro`` has its verb.
"""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from rekkas_client.client import Client, write_whole
from rekkas_client.refusals import NotReached
from rekkas_client.sheets import FileNotRight

CHANGES_AT_ONCE = 1000


class Told(Protocol):
    """One change. Numbers have no gap."""

    @property
    def number(self) -> int: ...


class ToldPage(Protocol):
    """Some changes, and the number to ask with next."""

    @property
    def data(self) -> Sequence[Told]: ...
    @property
    def next_after(self) -> int: ...


def journal_of(client: Client | type[Client]) -> Callable[..., ToldPage] | None:
    """The operation that reads the journal, if the interface has it."""
    found: Callable[..., ToldPage] | None = getattr(client, "list_changes", None)
    return found


def follow(
    page_after: Callable[..., ToldPage], *, after: int | None, state: Path | None, every_s: float | None,
    tell: Callable[[Sequence[Told]], None], warn: Callable[[str], None],
    sleep: Callable[[float], None] = time.sleep,
) -> None:  # fmt: skip
    """Tell every change after a number; with ``every_s`` look again that often, for ever.

    ``state`` keeps the number of the last change that was told. It is written after telling: whoever is stopped between
    the two is told some changes again, and misses none. A number that is said counts more than the one that was kept.
    """
    number = after if after is not None else _kept(state)
    while True:
        try:
            page = page_after(after=number, limit=CHANGES_AT_ONCE)
        except NotReached as fault:
            if every_s is None:
                raise
            warn(str(fault))
            sleep(every_s)
            continue
        if page.data:
            tell(page.data)
            number = page.next_after
            if state:
                write_whole(state, f"{number}\n".encode())
        elif every_s is None:
            return
        else:
            sleep(every_s)


def _kept(state: Path | None) -> int:
    if state is None or not state.exists():
        return 0
    text = state.read_text(encoding="utf-8", errors="replace").strip()
    if not (text.isascii() and text.isdigit()):
        raise FileNotRight(f"{state} holds no number of a change")
    return int(text)
