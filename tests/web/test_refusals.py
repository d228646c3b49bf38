"""The page of refusals: each code has its place, so that a problem's type leads somewhere."""

import pytest
from django.test import Client

from rekkas.web.refusals import all_refusals

pytestmark = pytest.mark.django_db


def test_every_refusal_has_its_place_on_the_page(client: Client) -> None:
    page = client.get("/docs/errors?lang=fr").content.decode()

    assert len(all_refusals()) > 30
    for refusal in all_refusals():
        assert f'id="{refusal.code}"' in page


def test_a_problem_of_the_api_leads_to_its_refusal(client: Client) -> None:
    problem = client.get("/api/v1/offices/XX0000").json()

    page, _, place = problem["type"].partition("#")

    assert f'id="{place}"' in client.get(page).content.decode()
