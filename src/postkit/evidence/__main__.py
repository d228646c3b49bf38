"""``python -m postkit.evidence FILE``: check a post's books, or the receipts of a till, without server or network.

Says what was looked at, names the first wrong row and up to fifty, and ends with 0 where all agrees, 1 where
something does not, 2 where the file is none of these.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from postkit import money
from postkit.evidence import Fault
from postkit.evidence.books import Checked, NotBooks, check

SHOWN = 50


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m postkit.evidence", description=__doc__)
    parser.add_argument("file", type=Path, help="the exported books (JSON lines)")
    parser.add_argument("--key", default="", help="the post's public key, as printed on its statements (hex)")
    parser.add_argument("--quiet", action="store_true", help="no progress")
    given = parser.parse_args(arguments)
    try:
        with given.file.open("rb") as file:
            return _report(check(file, None if given.quiet else _progress(file)), given.key.lower())
    except (OSError, NotBooks) as problem:
        print(f"{given.file.name}: {problem}", file=sys.stderr)
        return 2


def _progress(file: Iterable[bytes]) -> "_Shown":
    return _Shown()


class _Shown:
    """How far it is, on the error channel so that the verdict can be kept."""

    def __init__(self) -> None:
        self._count = 0

    def __call__(self, more: int) -> None:
        self._count += more
        print(f"\r{self._count:,} lines", end="", file=sys.stderr, flush=True)


def _report(found: Iterator[Fault | Checked], key: str) -> int:
    count = 0
    done = Checked()
    for one in found:
        if isinstance(one, Checked):
            done = one
            continue
        count += 1
        if count <= SHOWN:
            print(f"{'FIRST WRONG ROW' if count == 1 else 'also wrong'}: {one.name}: {one.reason}")
    if key and done.public_keys - {key}:
        count += 1
        print(f"signed with another key: {', '.join(sorted(done.public_keys - {key}))}")
    print(
        f"{done.entries:,} entries under {done.seals:,} seals, {done.accounts:,} accounts, "
        f"{done.lines:,} lines of tills, {done.days} closed days ({done.signed_days} signed)"
    )
    for (book, currency), held in sorted(done.totals.items()):
        print(f"books of the {book}: {money.to_text(held, currency)} {currency} (must be zero)")
    print("All agrees." if not count else f"{count:,} faults.")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
