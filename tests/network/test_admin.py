from datetime import UTC, date, datetime

import pytest
from django.contrib.admin import AdminSite
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.test import RequestFactory

from rekkas.network import queries
from rekkas.network.admin import OfficeAdmin
from rekkas.network.models import Office
from tests.territory.packs import load

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 9, 10, tzinfo=UTC)


@pytest.fixture
def request_() -> HttpRequest:
    load()
    request = RequestFactory().post("/")
    request.user = get_user_model().objects.create_superuser("amina", password="a long password")
    return request


def promised() -> date | None:
    return queries.promise_for(origin="MA0005", destination="MA0004", at=MONDAY).delivery_date


def test_an_office_saved_in_the_admin_changes_the_promise_at_once(request_: HttpRequest) -> None:
    assert promised() == date(2026, 3, 10)

    office = queries.office("MA0004")
    office.closed_from = date(2026, 3, 9)
    OfficeAdmin(Office, AdminSite()).save_model(request_, office, form=None, change=True)
    assert promised() is None


def test_offices_are_not_deleted_in_the_admin(request_: HttpRequest) -> None:
    assert not OfficeAdmin(Office, AdminSite()).has_delete_permission(request_)


@pytest.mark.parametrize("days", ["0", "8", "21", "11", "mon"])
def test_days_are_written_as_digits_in_order(request_: HttpRequest, days: str) -> None:
    office = queries.office("MA0005")
    office.open_days = days

    with pytest.raises(ValidationError, match="1 for Monday to 7 for Sunday"):
        office.full_clean()


def test_an_impossible_office_is_refused_in_words_before_the_database_does(request_: HttpRequest) -> None:
    office = queries.office("MA0005")
    office.closes_min = office.opens_min

    with pytest.raises(ValidationError):
        office.full_clean()
