"""The page of refusals: each code has its place, so that a problem's type leads somewhere."""

import pytest
from django.test import Client

from rekkas.web.refusals import all_refusals

pytestmark = pytest.mark.django_db


def test_every_refusal_has_its_place_on_the_page(client: Client) -> None:
    pages: dict[str, str] = {}

    assert len(all_refusals()) > 30
    for refusal in all_refusals():
        if refusal.app not in pages:
            pages[refusal.app] = client.get(f"/docs/errors/{refusal.app}?lang=fr").content.decode()
        assert f'id="{refusal.code}"' in pages[refusal.app]


def test_the_page_of_refusals_leads_to_all_parts(client: Client) -> None:
    page = client.get("/docs/errors").content.decode()

    for app in {refusal.app for refusal in all_refusals()}:
        assert f'href="/docs/errors/{app}"' in page
    assert client.get("/docs/errors/nothing").status_code == 404


def test_a_problem_of_the_api_leads_to_its_refusal(client: Client) -> None:
    problem = client.get("/api/v1/offices/XX0000").json()

    page, _, place = problem["type"].partition("#")

    assert f'id="{place}"' in client.get(page).content.decode()
