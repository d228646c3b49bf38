"""How a sanction list comes in: a version of it, named by its file."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from postkit.sanctions import NotAList, SanctionFile, read_list
from postkit.sanctions import SanctionEntry as ListedEntry
from rekkas.bank.entries import LoadedList
from rekkas.bank.errors import ListHasShrunk, ListIsOlder, NotAListFile
from rekkas.bank.matching import MOST_KEY, pair_keys, plain_number
from rekkas.bank.models import SanctionEntry, SanctionList
from rekkas.bank.reasons import reason_text
from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.bulk import insert_all
from rekkas.base.command import command

SHRUNK = 0.5  # a list that lost half of its entries is more likely half a file
ENTRY_COLUMNS = (
    "code", "entry_id", "digest", "kind", "names", "births", "countries", "papers", "programmes", "listed_on",
    "first_list_id", "last_list_id", "in_force", "to_screen",
)  # fmt: skip
KEY_COLUMNS = ("entry_id", "key", "is_paper")


@command
def load_sanction_list(
    *, data: bytes, even_if_smaller: bool = False, by: Actor, at: Moment, key: str | None = None
) -> LoadedList:
    """Take in a sanction list as its publisher gives it; the version before is retired and kept.

    The same file again changes nothing. Entries that are new or say something new wait to be compared with every
    customer. A list that lost half of its entries is taken only if the caller says that it is right.
    """
    digest = hashlib.sha256(data).hexdigest()
    known = SanctionList.objects.select_for_update().filter(digest=digest).first()
    if known is not None and known.retired_at is None:
        return _answer(known, is_new=False)
    try:
        given = read_list(data)
    except NotAList as error:
        raise NotAListFile(reason=reason_text(error)) from error
    entries = {entry.entry_id: entry for entry in given.entries}
    if not entries or len(entries) < len(given.entries):
        raise NotAListFile(reason=reason_text(NotAList("twice" if entries else "no-entry")))
    kept = SanctionList.objects.select_for_update().filter(code=given.list_code, retired_at=None).first()
    if kept is not None:
        _check_follows(given, kept, known, even_if_smaller)
    return _answer(_replace(given, digest, kept, by, at), is_new=True)


def _check_follows(
    given: SanctionFile, kept: SanctionList, known: SanctionList | None, even_if_smaller: bool
) -> None:
    if known is not None or given.listed_at < kept.listed_on:
        raise ListIsOlder(kept=kept.listed_on, given=given.listed_at)
    if len(given.entries) < kept.entry_count * SHRUNK and not even_if_smaller:
        raise ListHasShrunk(given=len(given.entries), kept=kept.entry_count)


def _replace(
    given: SanctionFile, digest: str, kept: SanctionList | None, by: Actor, at: Moment
) -> SanctionList:
    """Put a version in force: what is in it stays or comes in, what is not goes out."""
    if kept is not None:
        SanctionList.objects.filter(pk=kept.pk).update(retired_at=at)
    by_digest = {entry.digest: entry for entry in given.entries}
    rows = SanctionEntry.objects.filter(code=given.list_code).values_list("digest", "pk", "in_force")
    known = {entry_digest: (pk, in_force) for entry_digest, pk, in_force in rows}
    fresh = [entry for entry_digest, entry in by_digest.items() if entry_digest not in known]
    back = [
        pk for entry_digest, (pk, in_force) in known.items() if entry_digest in by_digest and not in_force
    ]
    left = [
        pk for entry_digest, (pk, in_force) in known.items() if in_force and entry_digest not in by_digest
    ]
    version = SanctionList.objects.create(
        code=given.list_code, listed_on=given.listed_at, digest=digest, entry_count=len(given.entries),
        new_count=len(fresh) + len(back), left_count=len(left), loaded_at=at, loaded_by=author_name(by),
    )  # fmt: skip
    in_list = SanctionEntry.objects.filter(code=given.list_code)
    in_list.filter(pk__in=left).update(in_force=False)
    in_list.filter(in_force=True).update(last_list=version)
    in_list.filter(pk__in=back).update(in_force=True, to_screen=True, last_list=version)
    _insert(fresh, version)
    return version


def _insert(entries: Sequence[ListedEntry], version: SanctionList) -> None:
    insert_all("bank_sanctionentry", ENTRY_COLUMNS, [_row(entry, version.pk) for entry in entries])
    ids = dict(SanctionEntry.objects.filter(first_list=version).values_list("digest", "pk"))
    keys = [(ids[entry.digest], *key) for entry in entries for key in _keys(entry)]
    insert_all("bank_sanctionkey", KEY_COLUMNS, keys)


def _row(entry: ListedEntry, version: int) -> tuple[Any, ...]:
    return (
        entry.list_code, entry.entry_id[:40], entry.digest, str(entry.kind),
        _json([[name.text, str(name.quality)] for name in entry.names]),
        _json([[birth.first.isoformat(), birth.last.isoformat()] for birth in entry.births]),
        _json(entry.countries), _json([[paper.number, paper.kind, paper.country] for paper in entry.papers]),
        _json(entry.programmes), entry.listed_on.isoformat() if entry.listed_on else None,
        version, version, True, True,
    )  # fmt: skip


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _keys(entry: ListedEntry) -> Iterator[tuple[str, bool]]:
    names = {key for name in entry.names for key in pair_keys(name.text)}
    papers = {plain_number(paper.number) for paper in entry.papers}
    yield from ((key, False) for key in sorted(names))
    yield from ((key, True) for key in sorted(papers) if 0 < len(key) <= MOST_KEY)


def _answer(row: SanctionList, *, is_new: bool) -> LoadedList:
    return LoadedList(
        row.code, row.listed_on, row.digest, row.entry_count, row.new_count, row.left_count, is_new
    )
