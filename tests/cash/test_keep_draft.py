"""A count that is being typed belongs to one session and one day, and to nothing after them."""

import pytest

from rekkas.cash import commands, queries
from rekkas.cash.errors import NotYourTill, ToBeRecounted, WrongCount
from tests.build import FATIMA, later
from tests.cash.drawers import SALMA, close_till, held, open_till

pytestmark = pytest.mark.usefixtures("post_office")


def keep(session: str, pieces: str = "20000x2", by: object = FATIMA, hours: float = 1) -> None:
    commands.keep_draft(session=session, pieces=pieces, by=by, at=later(hours))  # type: ignore[arg-type]


def test_the_latest_draft_of_the_day_is_kept() -> None:
    session = queries.session(open_till().session)

    keep(session.number)
    keep(session.number, "20000x2 10000x1")

    assert queries.draft_of(session, later(1).date()) == "20000x2 10000x1"


def test_it_is_not_there_on_another_day_of_the_same_session() -> None:
    session = queries.session(open_till().session)
    keep(session.number)

    assert queries.draft_of(session, later(24).date()) == ""
    keep(session.number, "10000x1", hours=24)
    assert queries.draft_of(session, later(1).date()) == ""


def test_only_the_clerk_drafts_and_only_while_the_till_is_open() -> None:
    session = open_till().session
    with pytest.raises(NotYourTill):
        keep(session, by=SALMA)
    with pytest.raises(WrongCount):
        keep(session, "7x1")

    close_till(held("till:MA0001/fatima:MAD")[0])
    with pytest.raises(ToBeRecounted):
        keep(session)
