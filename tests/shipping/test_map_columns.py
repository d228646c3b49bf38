"""The columns of a table are named, remembered, and its rows checked."""

from typing import Any

import pytest

from rekkas.base.actors import Actor
from rekkas.base.errors import InvalidInput
from rekkas.merchant.commands import add_pickup_address
from rekkas.merchant.errors import UnknownPickupAddress
from rekkas.shipping import queries
from rekkas.shipping.errors import BatchBusy, BatchNotMapped
from rekkas.shipping.models import BatchRow
from tests.build import CASABLANCA, MONDAY, ZAGORA
from tests.lasting import lasting
from tests.merchant import merchants
from tests.merchant.merchants import actor
from tests.shipping.batches import (
    GOOD,
    HEADINGS,
    checked,
    csv,
    made,
    mapped,
    proposed,
    rows_of,
    uploaded,
    worked_off,
)


def built() -> str:
    merchants.country()
    owner = merchants.merchant()
    add_pickup_address(
        label="Shop", name="Zellige", street="1, rue des Potiers", locality=CASABLANCA, phone="0612345678",
        by=owner, at=MONDAY,
    )  # fmt: skip
    return owner.name


world = lasting(built)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def leila(world: str) -> Actor:
    return actor(world)


def test_columns_are_proposed_by_their_headings(leila: Actor) -> None:
    number = uploaded(leila, csv(GOOD))

    assert proposed(leila, number) == {
        "reference": "commande", "name": "nom", "phone": "téléphone", "street": "adresse", "locality": "ville",
        "weight": "poids (kg)", "cod_amount": "montant",
    }  # fmt: skip


def test_each_row_becomes_exact_values_with_its_place_and_price(leila: Actor) -> None:
    number = checked(leila, GOOD, product="parcel-cod")

    (row,) = rows_of(leila, number)
    assert (row.line, row.state, row.locality_code, row.amount) == (2, "ready", ZAGORA, 4_350)
    assert row.draft == {
        "name": "Amina Alaoui", "street": "12 rue des Oliviers", "locality": "Zagora", "phone": "+212612345678",
        "reference": "C-1", "weight_g": 1_500, "cod_amount": 35_000, "product": "parcel-cod",
    }  # fmt: skip
    assert queries.batch("ZELLIGE", number).state == "checked"


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        ("C-1;;0612345678;12 rue;Zagora;1;", "name", "empty"),
        ("C-1;Amina;0612345678;;;1;", "locality", "empty"),
        ("C-1;Amina;06 12 x;12 rue;Zagora;1;", "phone", "letters"),
        ("C-1;Amina;2,12612E+11;12 rue;Zagora;1;", "phone", "damaged"),
        ("C-1;Amina;0612345678;12 rue;Zagora;;", "weight", "empty"),
        ("C-1;Amina;0612345678;12 rue;Zagora;-1;", "weight", "negative"),
        ("C-1;Amina;0612345678;12 rue;Zagora;1 pound;", "weight", "unit"),
        ("C-1;Amina;0612345678;12 rue;Zagora;1;350 €", "cod_amount", "other-currency"),
        ("C-1;Amina;0612345678;12 rue;Zagora;1;350 DH / 35 €", "cod_amount", "two-currencies"),
        (f"{'C' * 61};Amina;0612345678;12 rue;Zagora;1;", "reference", "too-long"),
        ("C-1;Amina;0612345678;12 rue;Zagora;1;350;more", "", "too-many-cells"),
        ("C-1;Amina;0612345678;12 rue;Zagora;99;", "", "catalogue.too-heavy"),
        ("C-1;Amina;0612345678;12 rue;Zagora;1;350", "", "catalogue.cod-not-offered"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_and_its_neighbours_are_ready(
    leila: Actor, row: str, field: str, code: str
) -> None:
    columns = proposed(leila, uploaded(leila, csv(GOOD)))

    number = checked(leila, row, "C-9;Brahim;0612345678;12 rue;Zagora;1;", product="parcel", fields=columns)

    wrong, ready = rows_of(leila, number)
    assert (wrong.state, ready.state) == ("wrong", "ready")
    assert [(one.get("field", ""), one["code"]) for one in wrong.faults] == [(field, code)]


def test_a_place_that_may_be_several_is_in_doubt_and_nothing_is_guessed(leila: Actor) -> None:
    number = checked(leila, "C-1;Amina;0612345678;12 rue;Nowhere-at-all;1;", "C-2;A;;12 rue;زاكورة;1;")

    doubtful, found = rows_of(leila, number)
    assert (doubtful.state, doubtful.locality_code) == ("doubtful", "")
    assert (found.state, found.locality_code) == ("ready", ZAGORA)


def test_a_whole_address_in_one_cell_is_understood(leila: Actor) -> None:
    headings = "Nom;Adresse;Poids (kg)"
    number = uploaded(
        leila, csv("Amina;12 rue des Oliviers, 47900 Zagora, Tél 06 12 34 56 78;1", headings=headings)
    )
    mapped(leila, number)
    worked_off()

    (row,) = rows_of(leila, number)
    assert (row.locality_code, row.draft["street"], row.draft["phone"]) == (
        ZAGORA, "12 rue des Oliviers", "+212612345678",
    )  # fmt: skip


def test_what_counts_for_all_rows_stands_where_a_row_says_nothing(leila: Actor) -> None:
    number = checked(
        leila, "C-1;Amina;;12 rue;Zagora;;", "C-2;Amina;;12 rue;Zagora;3;", fixed={"weight": "800 g"}
    )

    assert [row.draft["weight_g"] for row in rows_of(leila, number)] == [800, 3_000]


def test_the_columns_are_remembered_for_the_next_table_in_whatever_order(leila: Actor) -> None:
    checked(leila, GOOD, fixed={"contents": "plates"})
    turned = ";".join(reversed(HEADINGS.split(";")))

    number = uploaded(leila, csv(";".join(reversed(GOOD.split(";"))), headings=turned))

    row = queries.batch("ZELLIGE", number)
    assert row.mapping["fields"]["weight"] == "poids (kg)"
    assert (row.fixed, row.product) == ({"contents": "plates"}, "parcel")


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"fields": {"name": "nom"}}, BatchNotMapped),
        ({"fields": {"name": "nom", "weight": "poids (kg)"}}, BatchNotMapped),
        ({"fields": {"name": "nom", "weight": "nom", "street": "adresse"}}, InvalidInput),
        ({"fields": {"name": "no such column", "weight": "poids (kg)", "street": "adresse"}}, InvalidInput),
        ({"fields": {"hat": "nom", "weight": "poids (kg)", "street": "adresse"}}, InvalidInput),
        ({"product": "no-such-product"}, InvalidInput),
        ({"start": 0}, UnknownPickupAddress),
    ],
)
def test_a_mapping_that_does_not_do_is_refused_and_nothing_is_kept(
    leila: Actor, changes: dict[str, Any], refused: type[Exception]
) -> None:
    number = uploaded(leila, csv(GOOD))

    with pytest.raises(refused):
        mapped(leila, number, **changes)

    assert queries.batch("ZELLIGE", number).state == "columns"


def test_columns_named_anew_check_the_rows_anew(leila: Actor) -> None:
    number = checked(leila, GOOD, product="parcel-cod")

    mapped(leila, number, product="parcel-cod", fields={**proposed(leila, number), "cod_amount": ""})
    worked_off()

    (row,) = rows_of(leila, number)
    assert (row.state, row.draft.get("cod_amount", 0)) == ("ready", 0)
    assert BatchRow.objects.count() == 1


def test_what_was_announced_is_not_named_anew(leila: Actor) -> None:
    number = made(leila, "C-1;Amina;;12 rue;Zagora;1;")

    with pytest.raises(BatchBusy):
        mapped(leila, number)
