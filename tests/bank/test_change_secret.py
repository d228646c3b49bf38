"""A customer puts another secret in the place of theirs."""

import pytest

from rekkas.bank.queries.logins import customer_at_door
from rekkas.base.access import customer_actor
from rekkas.base.errors import NotAllowed
from tests.bank.accounts import customer
from tests.bank.doors import SECRET, changed, logged_in, with_pages
from tests.build import FATIMA

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]
OTHER = "a hundred almond trees"


def test_the_new_secret_opens_the_old_does_not_and_other_visits_are_over() -> None:
    number = with_pages(customer())
    elsewhere = logged_in(number).proof

    done = changed(number, OTHER)

    assert done.opened
    assert customer_at_door(number, done.proof) is not None
    assert customer_at_door(number, elsewhere) is None
    assert not logged_in(number, SECRET).opened
    assert logged_in(number, OTHER).opened


def test_who_does_not_know_the_old_one_changes_nothing_and_is_counted() -> None:
    number = with_pages(customer())

    for _ in range(5):
        assert not changed(number, OTHER, secret="not the one").opened

    assert not logged_in(number).opened


def test_nobody_changes_anothers_secret() -> None:
    number, other = with_pages(customer()), with_pages(customer("brahim"))

    assert not changed(number, OTHER, by=customer_actor(other)).opened
    with pytest.raises(NotAllowed):
        changed(number, OTHER, by=FATIMA)
    assert logged_in(number, SECRET).opened
