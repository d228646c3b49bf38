"""Books of a post as a file, written by hand: the figures of each day are added up here in the plainest way."""

from collections import defaultdict
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from postkit.evidence import START, chain_digest, row_digest, seal_digest

Row = list[Any]
TILL, INCOME = "till:A/b:MAD", "income:postage:MAD"
POST_MIRROR, BANK_MIRROR, RESERVE = "mirror:bank:MAD", "mirror:post:MAD", "reserve:central:MAD"
ACCOUNTS = {TILL: "post", INCOME: "post", POST_MIRROR: "post", BANK_MIRROR: "bank", RESERVE: "bank"}
MONDAY, TUESDAY, WEDNESDAY = "2026-03-02", "2026-03-03", "2026-03-04"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
PUBLIC = KEY.public_key().public_bytes_raw().hex()


def said(key: int, day: str, *legs: tuple[str, str, int], phase: str = "posted", author: str = "b") -> Row:
    """What an entry says."""
    lines = [[source, target, amount, "MAD"] for source, target, amount in legs]
    return [
        f"{key:032x}", "", "postage", phase, "", "A", day, key, key, None, "person", author, "", "", None, None,
        lines,
    ]  # fmt: skip


def entries(first: int, author: str, late_day: str) -> list[tuple[int, int, Row]]:
    """Six entries by lane and seal: one sets aside, the last was written when all days were closed."""
    return [
        (0, 1, said(1, MONDAY, (INCOME, TILL, first), author=author)),
        (0, 1, said(2, MONDAY, (INCOME, TILL, 20))),
        (0, 2, said(4, TUESDAY, (TILL, INCOME, 10))),
        (0, 3, said(6, late_day, (INCOME, TILL, 7))),
        (3, 1, said(3, MONDAY, (TILL, POST_MIRROR, 300), (BANK_MIRROR, RESERVE, 300))),
        (3, 2, said(5, TUESDAY, (INCOME, TILL, 90), phase="held")),
    ]


# Where the chains stood when a day was closed: the last seal of each lane.
CLOSED = {MONDAY: {0: 1, 3: 1}, TUESDAY: {0: 2, 3: 2}}


def books(
    first: int = 500,
    *,
    author: str = "b",
    late_day: str = WEDNESDAY,
    key: Ed25519PrivateKey | None = KEY,
) -> list[Row]:
    """The whole file: the amount and the author of the first entry, the day of the last, who signs each closed day."""
    all_entries = entries(first, author, late_day)
    sealed, digests = _sealed(all_entries)
    rows: list[Row] = [["rekkas-books", 1]]
    rows += [["account", code, book, code == TILL] for code, book in ACCOUNTS.items()]
    for book in ("bank", "post"):
        rows += _days(book, [entry for *_, entry in all_entries], digests, key)
    rows += sealed
    for lane in (0, 3):
        number = max(seal for one, seal in digests if one == lane)
        rows.append(["head", lane, number, digests[lane, number]])
    rows += _lines([entry for *_, entry in all_entries])
    sums = _sums([entry for *_, entry in all_entries])
    return rows + [["balance", code, *sums[code]] for code in ACCOUNTS]


def _sealed(all_entries: list[tuple[int, int, Row]]) -> tuple[list[Row], dict[tuple[int, int], str]]:
    rows: list[Row] = []
    digests: dict[tuple[int, int], str] = {}
    for lane, number in sorted({(lane, seal) for lane, seal, _ in all_entries}):
        batch = [entry for one, seal, entry in all_entries if (one, seal) == (lane, number)]
        previous = digests.get((lane, number - 1), START.hex())
        rows += [
            ["entry", lane, number, f"entry {entry[0][-1]}", row_digest(entry).hex(), entry]
            for entry in batch
        ]
        digest = seal_digest(bytes.fromhex(previous), [row_digest(entry) for entry in batch]).hex()
        rows.append(["seal", lane, number, len(batch), previous, digest])
        digests[lane, number] = digest
    return rows, digests


def _days(
    book: str,
    all_entries: list[Row],
    digests: dict[tuple[int, int], str],
    key: Ed25519PrivateKey | None,
) -> list[Row]:
    rows: list[Row] = []
    previous, before = START.hex(), ""
    for day, heads in CLOSED.items():
        legs = [
            (entry, leg)
            for entry in all_entries
            if before < entry[6] <= day
            for leg in entry[16]
            if ACCOUNTS[leg[0]] == book
        ]
        sums = _sums([entry for entry in all_entries if entry[6] <= day])
        trial: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for code, (received, given) in sums.items():
            if ACCOUNTS[code] == book:
                trial[code.split(":")[0]][0] += received
                trial[code.split(":")[0]][1] += given
        balances = sha256()
        moved = {code for entry, leg in legs if entry[3] == "posted" for code in leg[:2]}
        for code in ACCOUNTS:
            if code in moved:
                balances.update(row_digest([code, *sums[code]]))
        values = [
            book, day, previous, len({entry[0] for entry, _ in legs}), len(legs),
            [[kind, "MAD", *both] for kind, both in sorted(trial.items())],
            [[lane, number, digests[lane, number]] for lane, number in heads.items()], balances.hexdigest(),
        ]  # fmt: skip
        rows.append(signed(values, key))
        previous, before = rows[-1][2], day
    return rows


def signed(values: Row, key: Ed25519PrivateKey | None = KEY) -> Row:
    """A closed day that says this, under its root and a signature."""
    root = row_digest(values)
    if key is None:
        return ["day", values, root.hex(), "", ""]
    return ["day", values, root.hex(), key.public_key().public_bytes_raw().hex(), key.sign(root).hex()]


def signed_again(
    rows: list[Row], change: Callable[[Row], None], key: Ed25519PrivateKey | None = KEY
) -> list[Row]:
    """The file with its first closed day changed, and all roots and signatures made anew, as its writer can."""
    roots: dict[str, str] = {}
    out: list[Row] = []
    for row in rows:
        if row[0] == "day":
            values = row[1]
            if not roots:
                change(values)
            values[2] = roots.get(values[0], START.hex())
            row = signed(values, key)
            roots[values[0]] = row[2]
        out.append(row)
    return out


def _sums(all_entries: list[Row]) -> dict[str, list[int]]:
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for entry in all_entries:
        for source, target, amount, _ in entry[16] if entry[3] == "posted" else ():
            sums[source][1] += amount
            sums[target][0] += amount
    return sums


def _lines(all_entries: list[Row]) -> list[Row]:
    rows: list[Row] = []
    chain, held = START, 0
    for entry in sorted(all_entries, key=lambda entry: str(entry[0])):
        delta = sum(amount * ((target == TILL) - (source == TILL)) for source, target, amount, _ in entry[16])
        if delta and entry[3] == "posted":
            held += delta
            line = [
                TILL,
                len(rows) + 1,
                delta,
                held,
                entry[0],
                "postage",
                "",
                "A",
                *entry[6:8],
                *entry[10:12],
            ]
            chain = chain_digest(chain, line)
            rows.append(["line", line, chain.hex()])
    return rows
