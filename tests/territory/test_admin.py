from datetime import date

import pytest
from django.contrib.admin import AdminSite
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.test import RequestFactory

from rekkas.territory import queries
from rekkas.territory.admin import CountryAdmin, HolidayAdmin, LocalityAdmin
from rekkas.territory.models import Country, Holiday, Locality
from rekkas.territory.queries import Written
from tests.territory.packs import load

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_() -> HttpRequest:
    load()
    request = RequestFactory().post("/")
    request.user = get_user_model().objects.create_superuser("amina", password="a long password")
    return request


def test_a_locality_saved_in_the_admin_is_found_by_its_new_name_at_once(request_: HttpRequest) -> None:
    asked = [Written(locality="Tamesna")]
    assert not queries.understand_addresses("MA", asked)[0].is_settled

    rabat = queries.locality("MA10")
    rabat.also = ["Tamesna"]
    LocalityAdmin(Locality, AdminSite()).save_model(request_, rabat, form=None, change=True)

    assert queries.understand_addresses("MA", asked)[0].is_settled


def test_a_holiday_deleted_in_the_admin_is_a_new_edition_of_the_country(request_: HttpRequest) -> None:
    before = queries.country("MA").edition
    holiday = Holiday.objects.get(date=date(2026, 3, 20))

    HolidayAdmin(Holiday, AdminSite()).delete_model(request_, holiday)

    assert queries.country("MA").edition != before
    assert HolidayAdmin(Holiday, AdminSite()).has_delete_permission(request_)


def test_a_pattern_of_postcodes_that_nobody_can_read_is_not_kept(request_: HttpRequest) -> None:
    form_of = CountryAdmin(Country, AdminSite()).get_form(request_)
    said = {name: value for name, value in vars(queries.country("MA")).items() if value is not None}

    wrong = form_of({**said, "postcode_pattern": "[0-9"}, instance=queries.country("MA"))
    right = form_of({**said, "postcode_pattern": "[0-9]{5}"}, instance=queries.country("MA"))

    assert "postcode_pattern" in wrong.errors
    assert "postcode_pattern" not in right.errors


def test_a_country_is_corrected_but_neither_added_nor_deleted(request_: HttpRequest) -> None:
    admin = CountryAdmin(Country, AdminSite())
    country = queries.country("MA")
    before = country.edition
    country.time_zone = "Africa/Algiers"

    admin.save_model(request_, country, form=None, change=True)

    assert queries.country("MA").edition != before
    assert not admin.has_add_permission(request_)
    assert not admin.has_delete_permission(request_)


def test_a_time_zone_is_one_that_clocks_know(request_: HttpRequest) -> None:
    country = queries.country("MA")
    country.time_zone = "Rabat"

    with pytest.raises(ValidationError, match="such as Africa/Dakar"):
        country.full_clean()
