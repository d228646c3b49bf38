"""``python -m postkit.evidence FILE``: check a post's books, without server or network.

Says what was looked at, names the first wrong row and up to fifty, and ends with 0 where all agrees, 1 where
something does not, 2 where the file is none of these. ``--key`` says whose signature every closed day must bear;
without it the file is compared only with itself, and the last lines say so.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from postkit import money
from postkit.evidence import Fault
from postkit.evidence.books import Checked, NotBooks, check

SHOWN = 50


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m postkit.evidence", description=__doc__)
    parser.add_argument("file", type=Path, help="the exported books (JSON lines)")
    parser.add_argument(
        "--key", type=_key, action="append", default=[],
        help="the post's public key, as printed on its statements (hex); again for each key that it had",
    )  # fmt: skip
    parser.add_argument("--quiet", action="store_true", help="no progress")
    given = parser.parse_args(arguments)
    try:
        with given.file.open("rb") as file:
            return _report(check(file, None if given.quiet else _Shown(), keys=given.key), given.key)
    except (OSError, NotBooks) as problem:
        print(f"{given.file.name}: {problem}", file=sys.stderr)
        return 2


def _key(text: str) -> str:
    if not re.fullmatch("[0-9a-f]{64}", text.strip().lower()):
        raise argparse.ArgumentTypeError("a public key has 64 hexadecimal digits")
    return text.strip().lower()


class _Shown:
    """How far it is, on the error channel so that the verdict can be kept."""

    def __init__(self) -> None:
        self._count = 0

    def __call__(self, more: int) -> None:
        self._count += more
        print(f"\r{self._count:,} lines", end="", file=sys.stderr, flush=True)


def _report(found: Iterator[Fault | Checked], keys: list[str]) -> int:
    count = 0
    done = Checked()
    for one in found:
        if isinstance(one, Checked):
            done = one
            continue
        count += 1
        if count <= SHOWN:
            print(f"{'FIRST WRONG ROW' if count == 1 else 'also wrong'}: {_plain(one.name)}: {one.reason}")
    print(
        f"{done.entries:,} entries under {done.seals:,} seals, {done.accounts:,} accounts, "
        f"{done.lines:,} lines of tills, {done.days} closed days ({done.signed_days} signed)"
    )
    for (book, currency), held in sorted(done.totals.items()):
        print(f"books of the {book}: {money.to_text(held, currency)} {currency} (must be zero)")
    _say_what_is_signed(done, keys)
    print("All agrees." if not count else f"{count:,} faults.")
    return 1 if count else 0


def _plain(name: str) -> str:
    """What a file names, without signs that would write over the verdict on a terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)


def _say_what_is_signed(done: Checked, keys: list[str]) -> None:
    for book, day in sorted(done.reach.items()):
        print(f"signed days of the {book} reach to {day}")
    print(f"entries that no signature covers yet: {done.entries_not_covered:,}")
    for public_key in () if keys else sorted(done.public_keys):
        print(f"signed with {public_key}: compare it with the key on the post's statements (--key)")


if __name__ == "__main__":
    sys.exit(main())
