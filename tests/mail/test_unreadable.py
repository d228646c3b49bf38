"""Rows that are no scans at all are kept as they came, for a person to look at."""

from dataclasses import replace

import msgspec
import pytest

from rekkas.mail import commands as mail
from rekkas.mail.models import StrayScan
from rekkas.mail.queries import waiting_strays
from tests.build import MONDAY
from tests.mail.world import SCANNER, posted

ABLE = replace(SCANNER, permissions=frozenset({"mail.*"}))


def keep(*rows: str) -> int:
    """How many more rows are kept after these."""
    before = StrayScan.objects.count()
    assert mail.record_scans(scans=[], unreadable=rows, by=ABLE, at=MONDAY) == []
    return StrayScan.objects.count() - before


@pytest.mark.parametrize(
    "row", ["17", "", "{", '{"barcode": "\\u0000"}', "nul \0", "طرد", "x" * 100_000, "\\N\t\n"]
)
def test_a_row_is_kept_with_every_sign(row: str) -> None:
    assert keep(row) == 1

    kept = StrayScan.objects.get()
    assert msgspec.json.decode(kept.body) == {"row": row}
    assert (kept.why, kept.actor_name, kept.recorded_at) == ("unreadable", "scanner-7", MONDAY)


def test_a_row_that_comes_again_is_kept_once() -> None:
    assert keep("17", "17", "18") == 2

    assert keep("17", "19") == 1
    assert len(waiting_strays()) == 3


def test_nothing_is_nothing() -> None:
    assert keep() == 0


def test_what_is_unreadable_joins_no_item() -> None:
    (first,) = posted()
    keep(f'{{"barcode": "{first}"')

    posted("two")

    assert StrayScan.objects.get().joined_at is None
