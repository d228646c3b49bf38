import hashlib
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from postkit.sanctions import REASONS
from rekkas.bank import queries
from rekkas.bank.commands import load_sanction_list, screen_customers
from rekkas.bank.entries import LoadedList
from rekkas.bank.errors import ListHasShrunk, ListIsOlder, NotAListFile
from rekkas.bank.models import SanctionEntry, SanctionKey, SanctionList
from rekkas.bank.reasons import SAID
from rekkas.base.errors import NotAllowed
from tests.bank.people import KARIM, NADIA, listed
from tests.build import FATIMA, MONDAY, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]
FEBRUARY = (b"2026-01-20", b"2026-02-20")
MARCH = (b"2026-01-20", b"2026-03-20")
RENAMED = (b"SALMA", b"SALWA")


def load(*changes: tuple[bytes, bytes], name: str = "un.xml", **more: Any) -> LoadedList:
    return load_sanction_list(data=listed(name, *changes), **({"by": NADIA, "at": MONDAY} | more))


def test_a_list_is_known_by_its_day_and_the_digest_of_its_file() -> None:
    loaded = load()

    assert loaded == LoadedList(
        "un", date(2026, 1, 20), hashlib.sha256(listed()).hexdigest(), entry_count=3, new_count=3, left_count=0,
        is_new=True,
    )  # fmt: skip
    (row,) = queries.lists_in_force()
    assert (row.digest, row.loaded_by, row.loaded_at) == (loaded.digest, "nadia", MONDAY)


def test_names_and_papers_of_an_entry_are_kept_as_the_list_says_them() -> None:
    load()

    entry = SanctionEntry.objects.get(entry_id="XXi.001")
    assert entry.names[1] == ["قاسم بوطيب الخيالي", "primary"]
    assert entry.names[-1] == ["Abou Wahm", "weak"]
    assert [str(span) for span in entry.spans] == ["1970-02-03", "1970 to 1972"]
    assert entry.papers == [["XX1234567", "Passport", "Nowhere"]]
    assert set(SanctionKey.objects.filter(entry=entry, is_paper=True).values_list("key", flat=True)) == {
        "XX1234567"
    }


def test_the_same_file_again_changes_nothing() -> None:
    first = load()
    before = list(SanctionEntry.objects.values())

    again = load(at=later(1))

    assert (again.digest, again.is_new) == (first.digest, False)
    assert SanctionList.objects.count() == 1
    assert list(SanctionEntry.objects.values()) == before


def test_lists_of_several_publishers_are_in_force_beside_each_other() -> None:
    for name in ("un.xml", "ofac.xml", "eu.xml"):
        load(name=name)

    assert [row.code for row in queries.lists_in_force()] == ["eu", "ofac", "un"]


def test_the_next_version_retires_the_one_before_and_keeps_what_stayed() -> None:
    load()
    screen_customers(by=NADIA, at=MONDAY)
    stayed = set(SanctionEntry.objects.exclude(entry_id="900002").values_list("pk", flat=True))

    loaded = load(FEBRUARY, RENAMED, at=later(1))

    assert (loaded.new_count, loaded.left_count) == (1, 1)
    assert SanctionList.objects.filter(retired_at=later(1)).count() == 1
    assert stayed < set(SanctionEntry.objects.filter(in_force=True).values_list("pk", flat=True))
    assert [entry.primary_name for entry in SanctionEntry.objects.filter(to_screen=True)] == [
        "SALWA NOUWAHIM"
    ]
    gone = SanctionEntry.objects.get(in_force=False)
    assert (gone.primary_name, gone.last_list.listed_on) == ("SALMA NOUWAHIM", date(2026, 1, 20))


def test_who_left_the_list_and_came_back_is_compared_again() -> None:
    load()
    load(FEBRUARY, RENAMED, at=later(1))
    screen_customers(by=NADIA, at=later(2))

    load(MARCH, at=later(3))

    back = SanctionEntry.objects.get(entry_id="900002", in_force=True)
    assert (back.primary_name, back.to_screen) == ("SALMA NOUWAHIM", True)
    assert SanctionEntry.objects.filter(entry_id="900002").count() == 2


def test_an_older_version_is_refused() -> None:
    load(FEBRUARY)

    with pytest.raises(ListIsOlder, match="2026-02-20"):
        load()


def test_a_version_that_was_retired_does_not_come_back() -> None:
    load()
    load(RENAMED)  # of the same day

    with pytest.raises(ListIsOlder):
        load()


def test_a_list_that_lost_half_of_its_entries_is_taken_only_when_that_is_right() -> None:
    load()
    whole = listed()
    start, end = whole.index(b"<INDIVIDUALS>"), whole.index(b"</INDIVIDUALS>")
    small = whole[: start + len(b"<INDIVIDUALS>")] + whole[end:]

    with pytest.raises(ListHasShrunk):
        load_sanction_list(data=small, by=NADIA, at=MONDAY)
    loaded = load_sanction_list(data=small, even_if_smaller=True, by=NADIA, at=MONDAY)

    assert (loaded.entry_count, loaded.left_count) == (1, 2)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no list",
        listed()[:1500],
        b'<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/hostname">]><CONSOLIDATED_LIST dateGenerated="2026-01-20"/>',
        listed().replace(b"XXe.001", b"XXi.001"),
        b'<CONSOLIDATED_LIST dateGenerated="2026-01-20"/>',
    ],
)
def test_a_file_that_is_no_whole_list_is_refused_and_the_one_in_force_is_kept(data: bytes) -> None:
    load()

    with pytest.raises(NotAListFile):
        load_sanction_list(data=data, by=NADIA, at=MONDAY)

    assert [row.entry_count for row in queries.lists_in_force()] == [3]


@pytest.mark.parametrize("by", [FATIMA, KARIM])
def test_only_compliance_loads_lists(by: Any) -> None:
    with pytest.raises(NotAllowed):
        load(by=by)


def test_as_many_statements_load_a_long_list(statements: Any) -> None:
    def of(count: int, day: str) -> bytes:
        people = "".join(
            f"<INDIVIDUAL><DATAID>{n}</DATAID><FIRST_NAME>NOBODY{n}</FIRST_NAME><SECOND_NAME>ATALL</SECOND_NAME>"
            "</INDIVIDUAL>" for n in range(count)
        )  # fmt: skip
        return (
            f'<CONSOLIDATED_LIST dateGenerated="{day}"><INDIVIDUALS>{people}</INDIVIDUALS></CONSOLIDATED_LIST>'
        ).encode()

    load_sanction_list(data=of(1, "2026-01-01"), by=NADIA, at=MONDAY)
    with statements() as few:
        load_sanction_list(data=of(2, "2026-01-02"), by=NADIA, at=MONDAY)
    with statements() as many:
        load_sanction_list(data=of(2_000, "2026-01-03"), by=NADIA, at=MONDAY)

    assert len(many) == len(few)
    assert SanctionEntry.objects.filter(in_force=True).count() == 2_000


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [({"code": "moon"}, "bank_list_is_a_known_one"), ({"entry_count": 0}, "bank_list_holds_something")],
)
def test_impossible_lists_are_refused_by_the_database(changes: dict[str, Any], constraint: str) -> None:
    load()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        SanctionList.objects.update(**changes)


def test_two_versions_are_not_in_force_at_once() -> None:
    load()
    load(FEBRUARY)

    with pytest.raises(IntegrityError), transaction.atomic():
        SanctionList.objects.update(retired_at=None)


def test_every_reason_why_a_file_is_no_list_is_said_in_the_readers_language() -> None:
    with override("en"):
        assert {kind: str(said) for kind, said in SAID.items()} == dict(REASONS)
