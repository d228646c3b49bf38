"""The desk goes by the clock on its wall: that of the reader's office, or of the country."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone

from rekkas.base.choices import Role
from rekkas.strategy.choices import StudyKind
from tests import build
from tests.build import AGENCY
from tests.desk import at_desk
from tests.strategy.asking import asked

pytestmark = pytest.mark.django_db
ASKED = datetime(2026, 4, 20, 23, 30, tzinfo=UTC)  # in April half past midnight in Morocco


@pytest.mark.parametrize(("role", "office"), [(Role.PLANNER, ""), (Role.MANAGER, AGENCY)])
def test_what_is_kept_in_utc_is_shown_on_the_clock_of_the_reader(role: Role, office: str) -> None:
    build.country()
    asked(StudyKind.SITES, at=ASKED)

    text = at_desk("somebody", role, office).get("/desk/strategy/studies/").text

    assert "21 Apr 2026, 00:30" in text
    assert "UTC" not in text


def test_after_a_page_of_the_desk_the_process_is_back_on_its_own_clock(client: Client) -> None:
    build.country()

    at_desk("ines", Role.PLANNER).get("/desk/strategy/studies/")

    assert timezone.get_current_timezone_name() == "UTC"


def test_without_a_country_the_desk_still_opens() -> None:
    assert at_desk("ines", Role.PLANNER).get("/desk/").status_code == 200
