"""Columns and fields: proposed by headings and cells, kept as plain data, applied to other files."""

import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postkit.sheets import Limits, Mapping, NotAMapping, fields, mapping_of, paste_table, propose
from postkit.sheets.evidence import LOOKS
from postkit.sheets.headings import heading_words
from postkit.sheets.table import columns_of

PHONES = ("0612345678", "06 98 76 54 32", "+212 661 22 33 44")
NAMES = ("Amina Alaoui", "Driss Tazi", "Omar Bennis")
ARABIC_NAMES = ("أمينة العلوي", "إدريس التازي", "عمر بنيس")
TOWNS = ("Casablanca", "Fès", "Zagora")
AMOUNTS = ("350,00 DH", "1250 DH", "99")


def proposed(headings: list[str], *columns: tuple[str, ...]) -> dict[str, str]:
    """The heading of the column that each field gets; the cells of each column are given one after the other."""
    made = columns_of(headings, Limits())
    rows = list(zip(*columns, strict=True)) if columns else []
    texts = {column.key: column.text for column in made}
    return {one.field: texts[one.column] for one in propose(made, rows)}


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        (
            ["N° commande", "Destinataire", "Adresse de livraison", "Ville", "CP", "Tél.", "Poids (kg)", "CRBT"],
            ["reference", "name", "street", "locality", "postcode", "phone", "weight", "cod_amount"],
        ),
        (
            ["Order ID", "Full name", "Street address", "City", "ZIP code", "Phone number", "E-mail", "COD amount"],
            ["reference", "name", "street", "locality", "postcode", "phone", "email", "cod_amount"],
        ),
        (
            ["رقم الطلب", "اسم الزبون", "العنوان", "المدينة", "رقم الهاتف", "الوزن", "المبلغ", "ملاحظات"],
            ["reference", "name", "street", "locality", "phone", "weight", "cod_amount", "remark"],
        ),
        (
            ["Encomenda", "Nome completo", "Morada", "Localidade", "Código postal", "Telemóvel", "Peso", "Conteúdo"],
            ["reference", "name", "street", "locality", "postcode", "phone", "weight", "contents"],
        ),
        (
            ["Referencia", "Nombre", "Dirección", "Ciudad", "Código postal", "Móvil", "Correo electrónico", "Importe"],
            ["reference", "name", "street", "locality", "postcode", "phone", "email", "cod_amount"],
        ),
        (["customerName", "phone_number", "shipping_city"], ["name", "phone", "locality"]),  # as programs write them
        (["Telehpone", "Vile", "Refference"], ["phone", "", "reference"]),  # misspelt; four letters are too few
        (["Valeur déclarée", "Point relais", "Produit postal"], ["declared_value", "pick_up_point", "product"]),
        (["Tél 1", "Téléphone 2", "Remarques"], ["phone", "phone_2", "remark"]),
        (["Région", "Pays", "Société", "Fragile"], ["region", "country", "organisation", "fragile"]),
    ],
)  # fmt: skip
def test_headings_of_five_languages_are_known(headings: list[str], found: list[str]) -> None:
    expected = {field: heading for field, heading in zip(found, headings, strict=True) if field}

    assert proposed(headings) == expected


@pytest.mark.parametrize(
    "heading",
    [
        "Téléphone expéditeur",  # whose it is
        "هاتف البائع",
        "Date de livraison",
        "Frais de livraison",
        "Tracking number",
        "Statut",
        "Foo",
    ],
)
def test_columns_of_something_else_get_no_field(heading: str) -> None:
    assert proposed([heading], ("x",)) == {}


def test_cells_contradict_a_heading() -> None:
    assert proposed(["Téléphone"], ("oui", "non", "oui")) == {}
    assert proposed(["Téléphone"], ("", "", "")) == {
        "phone": "Téléphone"
    }  # an empty column contradicts nothing
    assert proposed(["Téléphone", "Contact"], ("oui", "non", "oui"), PHONES) == {"phone": "Contact"}


def test_cells_speak_where_a_heading_is_missing() -> None:
    emails = ("a@example.org", "b@example.org", "c@example.org")

    assert proposed(["", "x", ""], PHONES, emails, NAMES) == {"phone": "A", "email": "x"}


def test_two_columns_of_names_are_told_apart_by_their_letters() -> None:
    assert proposed(["الاسم", "Nom"], ARABIC_NAMES, NAMES) == {"name_ar": "الاسم", "name": "Nom"}
    assert proposed(["Nom", "Nom"], ARABIC_NAMES, NAMES) == {"name": "Nom", "name_ar": "Nom"}
    assert proposed(["الاسم"], ARABIC_NAMES) == {"name": "الاسم"}
    assert proposed(["Nom (arabe)"], ARABIC_NAMES) == {"name_ar": "Nom (arabe)"}


def test_one_of_many_columns_of_one_name_gets_the_field() -> None:
    columns = columns_of(["name"] * 31, Limits())

    found = propose(columns, [("Amina",) * 31])

    assert [(one.field, one.column) for one in found] == [("name", "name")]


@given(
    headings=st.lists(
        st.sampled_from(["Nom", "Tél", "Ville", "الاسم", "", "Prix", "Total", "x", "Adresse", "Code postal"]),
        max_size=12,
    ),
    data=st.data(),
)
@settings(deadline=None)
def test_a_column_never_has_two_fields_nor_a_field_two_columns(
    headings: list[str], data: st.DataObject
) -> None:
    cell = st.sampled_from([*PHONES, *NAMES, *ARABIC_NAMES, *TOWNS, *AMOUNTS, "", "a@example.org", "10000"])
    row = st.lists(cell, min_size=len(headings), max_size=len(headings))
    rows = data.draw(st.lists(row, max_size=4))
    columns = columns_of(headings, Limits())

    found = propose(columns, rows)

    assert len({one.field for one in found}) == len({one.column for one in found}) == len(found)
    assert all(0.5 <= one.score <= 1 for one in found)
    assert Mapping.from_dict(json.loads(json.dumps(mapping_of(found, columns).as_dict()))) == mapping_of(
        found, columns
    )


def test_a_mapping_fits_a_file_whose_columns_stand_otherwise() -> None:
    first = paste_table("Réf\tNom\tTél\nA-1\tAmina\t0612345678")
    mapping = mapping_of(propose(first.columns, first.rows()), first.columns)

    second = paste_table("tél \tNOM\tRemarque\n0698765432\tDriss\tx")
    fit = mapping.fit(second.columns)

    assert fit.values(next(second.rows())) == {"name": "Driss", "phone": "0698765432"}
    assert fit.missing == (("reference", "réf"),)
    assert [column.text for column in fit.new] == ["Remarque"]


def test_a_column_that_was_left_out_on_purpose_is_not_new() -> None:
    columns = columns_of(["Nom", "Note interne"], Limits())
    mapping = Mapping((("name", "nom"),), frozenset(column.key for column in columns))

    assert mapping.fit(columns).new == ()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"fields": {"nothing": "a"}, "known": []}, "field"),
        ({"fields": {"name": "a", "phone": "a"}, "known": []}, "column-twice"),
        ({"fields": {"name": 1}, "known": []}, "shape"),
        ({"fields": [], "known": []}, "shape"),
        ({"fields": {}}, "shape"),
        (["name"], "shape"),
        (None, "shape"),
    ],
)
def test_kept_data_that_is_no_mapping_is_refused(data: object, code: str) -> None:
    with pytest.raises(NotAMapping) as refused:
        Mapping.from_dict(data)

    assert refused.value.code == code
    with pytest.raises(NotAMapping, match="field-twice"):
        Mapping((("name", "a"), ("name", "b")), frozenset())


def test_the_words_of_the_fields_are_each_of_one_field_only() -> None:
    words = sorted(word for field in fields().values() for word in field.words)

    assert [one for one, other in pairwise(words) if one == other] == []
    assert {field.looks for field in fields().values()} <= LOOKS
    assert {field.partner for field in fields().values()} - {""} <= set(fields())
    assert all(heading_words(word) == word for word in words)
