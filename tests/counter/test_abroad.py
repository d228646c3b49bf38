"""What goes abroad has a product for abroad, a country, and a declaration unless papers alone are inside."""

from dataclasses import replace
from typing import Any

import pytest

from postkit.address import Address
from rekkas.base.choices import Role
from rekkas.catalogue.choices import Scope
from rekkas.catalogue.queries import products_of
from rekkas.counter.choices import Purpose
from rekkas.counter.errors import LineRefused
from rekkas.counter.papers.declarations import form_of
from rekkas.counter.queries import correspondents_like
from rekkas.counter.queries.papers import declaration, declared_contents
from rekkas.mail.queries import item
from tests import build
from tests.build import AGENCY, BOSS, MONDAY, ZAGORA
from tests.counter import windows
from tests.counter.abroad import EXCHANGE, SLIPPERS, letter, with_abroad
from tests.counter.windows import Device, load, sending, settle
from tests.desk import at_desk
from tests.lasting import lasting

pytestmark = pytest.mark.usefixtures("abroad")


def world() -> None:
    windows.world()
    pack = with_abroad(build.pack())
    build.load_network(pack=pack, by=BOSS, at=MONDAY)
    build.load_catalogue(pack=pack, by=BOSS, at=MONDAY)
    load(cn22_up_to=40_000)


_abroad = lasting(world)


@pytest.fixture
def abroad(_abroad: None, db: None) -> None:
    """Counters from which things go abroad."""


def refusal(line: Any) -> str:
    with pytest.raises(LineRefused) as refused:
        settle(line, word="refused")
    return str(refused.value.details["refusal"])


def test_it_goes_to_the_office_of_exchange_and_its_address_ends_with_the_country() -> None:
    done = settle(letter())

    sent = item(done.lines[0].subject)
    assert sent.destination_id == EXCHANGE
    assert Address.from_dict(sent.addressee).lines()[-2:] == ("69002 Lyon", "FRANCE")
    assert done.lines[0].subject.startswith("RR")


def test_a_country_farther_away_costs_more() -> None:
    assert settle(letter(country="JP", amount=9_000)).amount == 9_000
    assert refusal(letter(country="JP")) == "counter.price-differs"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (letter(product="parcel"), "catalogue.other-reach"),
        (sending(product="letter-abroad", amount=4_000, weight_g=900), "catalogue.other-reach"),
        (letter(country="XX"), "catalogue.unknown-destination"),
        (letter(addressee=Address(name="Luc Martin")), "base.invalid-input"),
        (letter(purpose=Purpose.GIFT), "counter.contents-incomplete"),
    ],
)
def test_what_does_not_go_so_is_refused_by_name(line: Any, code: str) -> None:
    assert refusal(line) == code


def test_only_products_of_the_country_are_offered_where_something_goes_to_a_locality() -> None:
    assert [row.scope for row in products_of("MA")] == ["domestic", "domestic"]
    assert [row.code for row in products_of("MA", Scope.ABROAD)] == ["letter-abroad", "parcel-abroad"]


@pytest.mark.parametrize(
    ("changes", "form"),
    [
        ({}, "CN 22"),
        ({"contents": (SLIPPERS, SLIPPERS)}, "CN 23"),  # 600.00 are above the limit of 400.00
        ({"product": "parcel-abroad", "amount": 12_000}, "CN 23"),
    ],
)
def test_the_form_is_the_one_that_its_value_and_kind_ask(changes: dict[str, Any], form: str) -> None:
    line = letter(**{"contents": (SLIPPERS,), "purpose": Purpose.GIFT, "weight_g": 1_500, **changes})
    number = settle(line).lines[0].subject

    row = declaration(number)
    assert row is not None
    assert form_of(item(number), row, declared_contents(row)) == form
    paper = at_desk("fatima", Role.CLERK, AGENCY).get(f"/desk/counter/items/{number}/declaration.pdf")
    assert paper.content.startswith(b"%PDF")


def test_papers_alone_have_no_declaration() -> None:
    assert declaration(settle(letter()).lines[0].subject) is None


def test_a_price_that_a_device_carried_holds_abroad_too() -> None:
    device = Device()
    pack = with_abroad(build.pack())
    dearer = tuple(replace(row, amount=5_000) if row.code == "letter-near" else row for row in pack.prices)
    build.load_catalogue(pack=replace(pack, prices=dearer), by=BOSS, at=MONDAY)
    numbers = windows.commands.reserve_device_numbers(
        device=device.id, indicators=("RR",), office=AGENCY, by=device.by, at=MONDAY, key=build.key("more")
    )
    act = device.write(windows.visit(letter(number=numbers["RR"][0]), word="carried"), MONDAY)

    answer = device.send(act, MONDAY)

    assert answer.state == "done", answer.message


def test_who_is_written_to_abroad_is_not_looked_for_at_home() -> None:
    settle(letter(), sending(destination=ZAGORA))

    assert correspondents_like("luc martin", "MA") == []
    assert correspondents_like("amina", "MA") != []
