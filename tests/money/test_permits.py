"""Who sees which money, and what is moved back by hand: the cash of one's own office, and no app's affairs."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from rekkas.base.access import lets_in, sees_cash_of
from rekkas.base.actors import Actor
from rekkas.base.choices import ROLE_PERMISSIONS, Role
from rekkas.base.command import COMMANDS
from rekkas.base.errors import NotYourOffice
from rekkas.money.choices import KEPT_BY, RULES, UNDONE_BY, AccountKind, Book, EntryKind
from rekkas.money.commands import reverse_entry
from rekkas.money.errors import NotByHand
from rekkas.money.queries import balance
from tests.build import AGENCY, MONDAY, ZAGORA_OFFICE, key, staff
from tests.desk import at_desk
from tests.money.purses import AMINA, BAG, BANK, INCOME, RESERVE, TILL, opened, paid_in, post, transfer

pytestmark = pytest.mark.django_db
ITEM = "PC000000015MA"
NETWORK = (Role.TREASURER, Role.INSPECTOR, Role.COMPLIANCE)
PAGE = {
    "customer": f"/desk/money/accounts/{AMINA}/",
    "customer, CSV": f"/desk/money/accounts/{AMINA}/movements.csv",
    "till": f"/desk/money/accounts/{TILL}/",
    "bank": f"/desk/money/accounts/{BANK}/",
    "deposit": f"/desk/money/entries/{key('transfer', 'in')}/",
    "postage": f"/desk/money/entries/{key('transfer', 'one')}/",
}


def moved() -> None:
    """Postage of an item and a deposit for Amina, both into Fatima's till at the agency."""
    opened()
    post(transfer(subject=ITEM), paid_in(900, happened_at=timezone.now()))
    post(transfer("told", kind=EntryKind.DEPOSIT, subject="1001", target=BAG, office=ZAGORA_OFFICE))


def seen_by(role: Role, office: str = "") -> set[str]:
    client = at_desk(f"{role}-{office}", role, office)
    return {name for name, page in PAGE.items() if client.get(page).status_code == 200}


@pytest.mark.parametrize("role", NETWORK)
def test_who_looks_at_the_whole_network_sees_all(role: Role) -> None:
    moved()

    assert seen_by(role) == set(PAGE)


@pytest.mark.parametrize("role", [Role.ENGINEER, Role.PLANNER, Role.SORTER])
@pytest.mark.parametrize("office", ["", ZAGORA_OFFICE])
def test_who_has_no_business_with_money_sees_none(role: Role, office: str) -> None:
    moved()

    assert seen_by(role, office) == set()


def test_a_manager_sees_the_tills_of_their_own_office_only() -> None:
    moved()

    assert seen_by(Role.MANAGER, AGENCY) == set(PAGE)
    assert seen_by(Role.MANAGER, ZAGORA_OFFICE) == {"customer", "customer, CSV", "bank"}


def test_a_manager_is_listed_the_tills_of_their_own_office_only() -> None:
    moved()
    zagora = at_desk("leila", Role.MANAGER, ZAGORA_OFFICE)

    lines = {line.code for line in zagora.get("/desk/money/").context["lines"]}
    table = zagora.get("/desk/money/accounts.csv").content.decode()

    assert BAG in lines
    assert TILL not in lines
    assert AMINA in table
    assert TILL not in table


def test_a_clerk_sees_the_cash_of_their_office() -> None:
    moved()

    assert seen_by(Role.CLERK, AGENCY) == {"till"}
    assert seen_by(Role.CLERK, ZAGORA_OFFICE) == set()


def trail(role: Role, office: str, subject: str) -> list[Any]:
    page = at_desk(f"{role}-{office}-{subject}", role, office).get(f"/desk/money/items/{subject}/")
    return list(page.context["transfers"])


@pytest.mark.parametrize("role", [Role.COURIER, Role.CLERK])
def test_the_trail_of_what_is_no_item_is_nobodys_who_does_not_see_the_books(role: Role) -> None:
    """The entries of the bank carry the number of an account as their subject."""
    moved()

    assert trail(role, ZAGORA_OFFICE, "1001") == []
    assert len(trail(Role.TREASURER, "", "1001")) == 1


def test_the_trail_of_an_item_is_seen_where_its_money_was() -> None:
    moved()

    assert len(trail(Role.CLERK, AGENCY, ITEM)) == 1
    assert trail(Role.COURIER, ZAGORA_OFFICE, ITEM) == []


def test_whoever_an_office_lets_in_sees_its_cash_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    from rekkas.base import access

    monkeypatch.setattr(access, "_lets_in", [])
    zineb = staff("zineb", Role.ENGINEER)
    assert not sees_cash_of(zineb, AGENCY)

    lets_in(lambda name, office, at: (name, office) == ("zineb", AGENCY))

    assert sees_cash_of(zineb, AGENCY)
    assert not sees_cash_of(zineb, ZAGORA_OFFICE)
    assert not sees_cash_of(staff("amine", Role.ENGINEER), AGENCY)


# ---- by hand -----------------------------------------------------------------------------------------------------


def by_hand(word: str, by: Actor) -> Any:
    return reverse_entry(entry=key("transfer", word), note="wrong", by_hand=True, by=by, at=MONDAY)


@pytest.mark.parametrize("kind", [EntryKind.POSTAGE, EntryKind.CORRECTION, EntryKind.EXCHANGE])
def test_what_no_app_keeps_is_reversed_by_hand(kind: EntryKind) -> None:
    post(transfer(kind=kind))

    by_hand("one", staff("salma", Role.MANAGER, AGENCY))

    assert balance(TILL) == 0


@pytest.mark.parametrize("kind", sorted(UNDONE_BY))
def test_what_an_app_keeps_is_undone_by_its_own_verb(kind: str) -> None:
    post(transfer(kind=EntryKind(kind)))

    with pytest.raises(NotByHand, match=UNDONE_BY[kind]):
        by_hand("one", staff("salma", Role.MANAGER, AGENCY))

    assert balance(TILL) == 3_500


@pytest.mark.parametrize("kind", sorted(KEPT_BY))
def test_an_account_that_an_app_keeps_is_not_touched_whatever_the_entry_is_called(kind: str) -> None:
    """A correction by the bank, by payments or by commerce is theirs."""
    account = AMINA if kind == AccountKind.CURRENT else f"{kind}:7:MAD"
    if kind in ("current", "savings", "wallet"):
        opened(account)
    source = RESERVE if RULES[kind].book == Book.BANK else INCOME
    assert post(transfer(kind=EntryKind.CORRECTION, source=source, target=account))[0].code in (
        "", "money.not-enough",
    )  # fmt: skip
    if balance(account) == 0:
        post(transfer(kind=EntryKind.CORRECTION, source=account, target=source))

    with pytest.raises(NotByHand):
        by_hand("one", staff("nadia", Role.TREASURER))


def test_a_manager_reverses_no_cash_of_another_office() -> None:
    post(transfer())

    with pytest.raises(NotYourOffice):
        by_hand("one", staff("leila", Role.MANAGER, ZAGORA_OFFICE))

    assert balance(TILL) == 3_500


def posted(client: Client, word: str) -> int:
    page = f"/desk/money/entries/{key('transfer', word)}/"
    answer = client.post(f"{page}reverse-entry/", {"key": str(key("said", word)), "note": "x"})
    return answer.status_code


def test_the_page_offers_and_does_what_may_be_done_by_hand_alone() -> None:
    moved()
    nadia, leila = at_desk("nadia", Role.TREASURER), at_desk("leila", Role.MANAGER, ZAGORA_OFFICE)

    assert b"Reverse this entry" in nadia.get(PAGE["postage"]).content
    assert b"Reverse this entry" not in nadia.get(PAGE["deposit"]).content
    assert (posted(nadia, "in"), posted(leila, "one"), posted(leila, "in")) == (409, 403, 403)
    assert balance(TILL) == 4_400


def test_each_verb_that_is_named_is_one() -> None:
    assert {*UNDONE_BY.values(), *KEPT_BY.values()} <= set(COMMANDS)


def test_no_role_has_every_verb_of_money() -> None:
    free = {"*", "money.*", "money.post_transfers", "money.post_for_authors", "money.set_account_states"}

    assert [role for role, verbs in ROLE_PERMISSIONS.items() if verbs & free] == []
