"""An account is opened for whoever is known well enough, with its numbers, its limits and nobody else's."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from postkit import iban
from rekkas.bank import queries
from rekkas.bank.choices import AccountEventKind
from rekkas.bank.commands import block_customer, open_account
from rekkas.bank.entries import Opened, account_number_agrees
from rekkas.bank.errors import (
    AccountElsewhere,
    AccountNumberNotRight,
    AliasTaken,
    CustomerNotActive,
    GuardianMissing,
    Held,
    HoldersNotRight,
    LevelTooLow,
    OneEach,
    PersonsOnly,
    UnknownBankAccount,
    UnknownProduct,
)
from rekkas.bank.models import AccountHolder, BankAccount
from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed, NotYourOffice
from rekkas.money import queries as money
from tests.bank.accounts import account, customer, terms
from tests.bank.people import KARIM, enrolled, organisation, screened, suspect
from tests.build import AGENCY, FATIMA, MONDAY, ZAGORA_OFFICE, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]


def opened(**changes: Any) -> Opened:
    said = {"product": "current", "office": AGENCY, "by": FATIMA, "at": MONDAY, **changes}
    return open_account(**said)


def test_an_account_gets_a_number_a_rib_and_an_iban_that_agree() -> None:
    terms()

    done = opened(customer=customer())

    row = queries.account(done.number)
    assert account_number_agrees(done.number)
    assert iban.parse_rib(done.rib) == iban.RIB("999", "780", done.number, done.rib[-2:])
    assert str(iban.rib_of(iban.parse(done.iban))) == done.rib
    assert (row.ledger, row.currency, row.state, row.opened_office) == (
        f"current:{done.number}:MAD", "MAD", "open", AGENCY,
    )  # fmt: skip
    assert queries.standing(row).balance == 0
    (event,) = queries.history_of_account(row)
    assert (event.kind, event.actor_name) == (AccountEventKind.OPENED, "fatima")


def test_a_country_without_codes_gives_accounts_a_number_alone() -> None:
    done = opened(customer=customer())

    assert (done.rib, done.iban) == ("", "")


def test_an_account_is_found_by_every_number_that_people_write() -> None:
    terms()
    done = opened(customer=customer(), product="wallet")
    phone = queries.account(done.number).holder.phone
    written = [
        done.number, iban.format(iban.parse_rib(done.rib)), iban.format(iban.parse(done.iban)).lower(), phone,
        f" {phone[:4]} {phone[4:8]}-{phone[8:]}",
    ]  # fmt: skip

    found = queries.accounts_named(written)

    assert [row.number for row in found if isinstance(row, BankAccount)] == [done.number] * 5


def test_a_number_that_was_misread_is_refused_and_never_another_account() -> None:
    terms()
    done = opened(customer=customer())
    other_bank = str(iban.make_rib("350", "810", int(done.number)))

    with pytest.raises(AccountNumberNotRight):
        queries.account(done.rib[:-1] + str((int(done.rib[-1]) + 1) % 10))
    with pytest.raises(AccountNumberNotRight):
        queries.account(done.number[:-1] + str((int(done.number[-1]) + 1) % 10))
    with pytest.raises(AccountElsewhere):
        queries.account(other_bank)
    with pytest.raises(AccountNumberNotRight):
        queries.account("GB82WEST12345698765432"[:-1] + "3")
    with pytest.raises(AccountElsewhere):
        queries.account("GB82 WEST 1234 5698 7654 32")
    with pytest.raises(UnknownBankAccount):
        queries.account("+212699000000")
    with pytest.raises(AccountNumberNotRight):
        queries.account("salut")


def test_a_wallet_has_the_ceiling_of_its_holders_level_and_a_book_that_of_its_product() -> None:
    wallet = account("amina", "wallet", level="2")
    book = account("brahim", "savings")

    assert queries.standing(queries.account(wallet)).ceiling == 500_000
    assert queries.standing(queries.account(book)).ceiling == 40_000_000
    assert money.account(queries.account(book).ledger).floor == 0  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("level", "product", "refusal"),
    [
        ("2", "current", LevelTooLow),
        ("1", "savings", LevelTooLow),
        ("3", "gold", UnknownProduct),
    ],
)
def test_an_account_needs_a_level(level: str, product: str, refusal: type[Exception]) -> None:
    number = customer(level=level)

    with pytest.raises(refusal):
        opened(customer=number, product=product)
    assert BankAccount.objects.count() == 0


def test_an_organisation_has_no_savings_book() -> None:
    number = enrolled(entry=organisation()).number

    with pytest.raises(PersonsOnly):
        opened(customer=number, product="savings")
    assert opened(customer=number).number


def test_a_person_has_one_savings_book_and_another_after_it_was_closed() -> None:
    number = customer()
    first = opened(customer=number, product="savings")

    with pytest.raises(OneEach, match=first.number):
        opened(customer=number, product="savings")
    row = queries.account(first.number)
    row.pk, row.number, row.ledger = None, "0000000000000292", "savings:x:MAD"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    assert opened(customer=number, product="current").number != opened(customer=number).number


def test_one_telephone_leads_to_one_wallet() -> None:
    first = account("amina", "wallet")
    phone = queries.account(first).holder.phone
    other = customer("brahim", phone=phone)

    with pytest.raises(AliasTaken):
        opened(customer=other, product="wallet")


def test_who_is_blocked_or_held_opens_nothing() -> None:
    blocked, held = customer("amina"), suspect().number
    block_customer(number=blocked, reason="court", by=KARIM, at=MONDAY)
    screened()

    with pytest.raises(CustomerNotActive):
        opened(customer=blocked)
    with pytest.raises(Held):
        opened(customer=held, product="wallet")


def test_joint_holders_stand_beside_the_holder() -> None:
    wife, husband = customer("amina"), customer("brahim")

    done = opened(customer=wife, joint=[husband])

    row = queries.account(done.number)
    assert [(other.customer.number, other.role) for other in queries.others_of(row)] == [(husband, "joint")]
    assert [one.number for one in queries.accounts_of(husband)] == [done.number]
    with pytest.raises(HoldersNotRight):
        opened(customer=wife, joint=[wife])
    with pytest.raises(HoldersNotRight):
        opened(customer=wife, product="savings", joint=[husband])
    with pytest.raises(HoldersNotRight):
        opened(customer=wife, joint=[enrolled(entry=organisation()).number])


def test_a_child_has_a_guardian_who_is_of_age() -> None:
    child, other, mother = (
        customer("sami", born="2012-05-01"), customer("lina", born="2010-05-01"), customer("amina")
    )  # fmt: skip

    with pytest.raises(GuardianMissing):
        opened(customer=child, product="savings")
    with pytest.raises(HoldersNotRight):
        opened(customer=child, product="savings", guardian=other)
    done = opened(customer=child, product="savings", guardian=mother)

    (guardian,) = AccountHolder.objects.filter(account__number=done.number)
    assert (guardian.customer.number, guardian.role) == (mother, "guardian")


def test_a_request_sent_twice_opens_one() -> None:
    number = customer()

    assert opened(customer=number, key="k-1") == opened(customer=number, key="k-1")
    assert BankAccount.objects.count() == 1


def test_others_do_not_open_accounts_nor_elsewhere() -> None:
    number = customer()

    with pytest.raises(NotAllowed):
        opened(customer=number, by=staff("sara", Role.SORTER, AGENCY))
    with pytest.raises(NotYourOffice):
        opened(customer=number, office=ZAGORA_OFFICE)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"state": "sleeping"}, "bank_account_is_in_a_known_state"),
        ({"state": "closed"}, "bank_account_is_closed_at_a_moment"),
        ({"closed_at": MONDAY}, "bank_account_is_closed_at_a_moment"),
    ],
)
def test_impossible_accounts_are_refused_by_the_database(changes: dict[str, Any], constraint: str) -> None:
    account()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        BankAccount.objects.update(**changes)
