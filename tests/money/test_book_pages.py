"""The pages of the books: two legal persons side by side, one entry, one closed day."""

import pytest
from django.test import Client
from django.utils import timezone

from rekkas.base.choices import Role
from rekkas.money.queries import balance, closed_days, day_faults, lines_of
from tests.build import key
from tests.desk import at_desk
from tests.money.purses import AMINA, BAG, BANK, INCOME, TILL, opened, paid_in, post, transfer

pytestmark = pytest.mark.django_db
ENTRY = f"/desk/money/entries/{key('transfer', 'one')}/"


@pytest.fixture
def treasurer() -> Client:
    return at_desk("nadia", Role.TREASURER)


def moved() -> None:
    opened(AMINA)
    post(transfer(), paid_in(900, happened_at=timezone.now()))


def test_the_two_books_stand_side_by_side_and_agree_of_each_other(treasurer: Client) -> None:
    moved()

    page = treasurer.get("/desk/money/")

    (pair,) = page.context["sheets"]
    post_book, bank = pair.books
    assert (post_book.total, bank.total, pair.agree) == (0, 0, True)
    assert (post_book.between, bank.between) == (-900, 900)
    held = {kind.value: amount for one in bank.classes for kind, amount in one.rows}
    assert held == {"mirror": 900, "current": 900}
    assert page.content.count(b'data-total="0"') == 2


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize(
    "address", ["/desk/money/", f"/desk/money/accounts/{TILL}/", ENTRY, "/desk/money/close-day/"]
)
def test_each_page_is_shown_in_each_language(treasurer: Client, address: str, language: str) -> None:
    moved()

    assert treasurer.get(address, {"lang": language}).status_code == 200


def test_accounts_are_found_by_kind_and_owner(treasurer: Client) -> None:
    moved()

    lines = treasurer.get("/desk/money/", {"kind": "till", "owner": "MA0001/f"}).context["lines"]

    assert [line.code for line in lines] == [TILL]
    assert "No account is like this" in treasurer.get("/desk/money/", {"owner": "nobody"}).content.decode()


def test_the_tables_hold_plain_amounts_and_no_formulas(treasurer: Client) -> None:
    opened(AMINA)
    post(transfer(subject="=1+1"))

    accounts = treasurer.get("/desk/money/accounts.csv").content.decode().splitlines()
    movements = treasurer.get(f"/desk/money/accounts/{TILL}/movements.csv").content.decode()

    assert f"{TILL},post,till,MA0001/fatima,MAD,35.00,0.00,35.00,0.00,open" in accounts
    assert ",'=1+1," in movements
    assert ",35.00,,MAD,system,tests" in movements


def test_an_entry_shows_its_legs_and_is_reversed_once_in_the_reversers_name(treasurer: Client) -> None:
    moved()
    form = treasurer.get(ENTRY).context["form"]
    said = {"key": str(form["key"].value()), "note": "keyed twice"}

    done = treasurer.post(f"{ENTRY}reverse-entry/", said)
    again = treasurer.post(
        f"{ENTRY}reverse-entry/", {**said, "key": str(key("another")), "note": "no, I did"}
    )

    assert done.status_code == 302
    assert again.status_code == 409
    assert balance(INCOME) == 0
    last = list(lines_of(TILL))[-1]
    assert (last.kind, last.delta, last.actor_name, last.note) == ("reversal", -3_500, "nadia", "keyed twice")
    assert b"Reverse this entry" not in treasurer.get(ENTRY).content


def test_a_clerk_sees_neither_the_books_nor_what_others_hold() -> None:
    moved()
    clerk = at_desk("leila", Role.CLERK, "MA0004")

    pages = ["/desk/money/", "/desk/money/accounts.csv", ENTRY, "/desk/money/close-day/"]
    assert [clerk.get(page).status_code for page in [*pages, f"/desk/money/accounts/{BANK}/"]] == [403] * 5
    assert clerk.get(f"/desk/money/accounts/{TILL}/movements.csv").status_code == 403


def test_a_day_is_closed_in_both_books_signed_and_printed(treasurer: Client) -> None:
    moved()
    page = treasurer.get("/desk/money/close-day/")
    said = {
        "key": str(page.context["form"]["key"].value()),
        "business_date": timezone.localdate().isoformat(),
    }

    first = treasurer.post("/desk/money/close-day/", said)
    again = treasurer.post("/desk/money/close-day/", said)
    other = treasurer.post("/desk/money/close-day/", {**said, "key": str(key("other"))})

    assert (first.status_code, again.status_code, other.status_code) == (302, 302, 302)
    assert [(day.book, day.is_signed) for day in closed_days()] == [("bank", True), ("post", True)]
    assert list(day_faults()) == []
    for book in ("post", "bank"):
        paper = treasurer.get(f"/desk/money/days/{book}/{timezone.localdate().isoformat()}.pdf")
        assert paper.content.startswith(b"%PDF")
    assert treasurer.get("/desk/money/days/post/2020-01-01.pdf").status_code == 404
    assert treasurer.get("/desk/money/days/moon/x.pdf").status_code == 404


def test_what_comes_after_the_closing_goes_to_the_next_day(treasurer: Client) -> None:
    moved()
    page = treasurer.get("/desk/money/close-day/")
    said = {
        "key": str(page.context["form"]["key"].value()),
        "business_date": timezone.localdate().isoformat(),
    }
    treasurer.post("/desk/money/close-day/", said)

    (late,) = post(transfer("late", target=BAG), at=timezone.now())

    assert late.outcome.value == "posted"
    assert next(iter(lines_of(BAG))).business_date > timezone.localdate()
