"""A machine is given its way in."""

from datetime import timedelta

import pytest

from rekkas.base.actors import Actor
from rekkas.base.choices import ActorKind, Role
from rekkas.base.commands import issue_api_key
from rekkas.base.errors import InvalidInput, NotAllowed, NotForCustomers, NotYourOffice
from rekkas.base.keys import digest_of, prefix_of
from rekkas.base.models import ActionRecord, ApiKey
from rekkas.base.queries import holder_of
from tests.build import AGENCY, BOSS, HUB, MONDAY

pytestmark = pytest.mark.django_db
ENGINEER = Actor.in_role("amina", Role.ENGINEER)


def test_a_token_speaks_for_its_machine_with_the_scopes_given() -> None:
    token = issue_api_key(
        name="scanner-7", scopes=["mail.record_scans", "view.mail"], office=AGENCY, by=ENGINEER, at=MONDAY
    )

    actor = holder_of(token, at=MONDAY).actor
    assert (actor.kind, actor.name, actor.office) == (ActorKind.DEVICE, "scanner-7", AGENCY)
    assert actor.permissions == {"mail.record_scans", "view.mail"}


def test_only_a_digest_of_the_token_is_kept_and_the_record_does_not_tell_it() -> None:
    token = issue_api_key(name="scanner-7", scopes=["view.mail"], by=ENGINEER, at=MONDAY)

    kept = ApiKey.objects.get()
    assert (kept.prefix, bytes(kept.digest)) == (prefix_of(token), digest_of(token))
    (record,) = ActionRecord.objects.all()
    assert (record.verb, record.subject) == ("base.issue_api_key", "scanner-7")


def test_no_two_tokens_are_alike() -> None:
    tokens = {issue_api_key(name="x", scopes=["view.mail"], by=BOSS, at=MONDAY) for _ in range(5)}

    assert len({prefix_of(token) for token in tokens}) == 5


def test_nobody_gives_away_what_they_do_not_have() -> None:
    with pytest.raises(NotAllowed, match=r"money\.post_transfers"):
        issue_api_key(name="x", scopes=["view.mail", "money.post_transfers"], by=ENGINEER, at=MONDAY)

    assert not ApiKey.objects.exists()


def test_who_works_at_one_office_gives_keys_for_that_office_only() -> None:
    local = Actor.in_role("amina", Role.ENGINEER, AGENCY)

    with pytest.raises(NotYourOffice):
        issue_api_key(name="x", scopes=["view.mail"], office=HUB, by=local, at=MONDAY)
    token = issue_api_key(name="x", scopes=["view.mail"], by=local, at=MONDAY)

    assert holder_of(token, at=MONDAY).actor.office == AGENCY


@pytest.mark.parametrize(
    ("field", "terms"),
    [
        ("name", {"name": " "}),
        ("name", {"name": "x" * 81}),
        ("scopes", {"scopes": []}),
        ("scopes", {"scopes": ["*"]}),  # nothing but a person's own machinery may do everything
        ("scopes", {"scopes": ["mail"]}),
        ("kind", {"kind": ActorKind.PERSON}),
        ("expires_at", {"expires_at": MONDAY}),
    ],
)
def test_a_key_that_makes_no_sense_is_not_issued(field: str, terms: dict[str, object]) -> None:
    asked = {"name": "scanner-7", "scopes": ["view.mail"], **terms}

    with pytest.raises(InvalidInput) as refused:
        issue_api_key(**asked, by=BOSS, at=MONDAY)  # type: ignore[arg-type]

    assert refused.value.details["field"] == field


def test_a_clerk_does_not_issue_keys() -> None:
    with pytest.raises(NotAllowed):
        issue_api_key(name="x", scopes=["view.mail"], by=Actor.in_role("f", Role.CLERK), at=MONDAY)


def test_a_key_may_end_by_itself() -> None:
    token = issue_api_key(
        name="x", scopes=["view.mail"], expires_at=MONDAY + timedelta(days=1), by=BOSS, at=MONDAY
    )

    assert holder_of(token, at=MONDAY).expires_at == MONDAY + timedelta(days=1)


@pytest.mark.parametrize("scope", ["money.post_transfers", "view.money", "money.*", "view.*"])
def test_a_machine_of_one_customer_gets_no_way_into_the_books(scope: str) -> None:
    merchant = Actor(ActorKind.SYSTEM, "atlas", permissions=frozenset({"*"}), customer="ATLAS")

    for by, customer in ((BOSS, "ATLAS"), (merchant, "")):
        with pytest.raises(NotForCustomers):
            issue_api_key(name="x", scopes=["view.mail", scope], customer=customer, by=by, at=MONDAY)
    assert ApiKey.objects.count() == 0
