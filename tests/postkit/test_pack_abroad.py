"""A pack says how far a product reaches, and to which countries from which office of exchange."""

from pathlib import Path

import pytest

from postkit.pack import read_pack

MOROCCO = Path(__file__).parents[2] / "countries" / "morocco"
FILES = {path.name: path.read_bytes() for path in MOROCCO.iterdir()}


def mistakes(file: str, old: str, new: str) -> list[str]:
    text = FILES[file].decode()
    assert old in text
    _, found = read_pack({**FILES, file: text.replace(old, new, 1).encode()})
    return [str(one) for one in found]


def test_products_and_countries_are_read_with_their_reach() -> None:
    pack, found = read_pack(FILES)

    assert pack is not None, found
    assert {product.scope for product in pack.products} == {"domestic", "abroad"}
    assert {row.zone for row in pack.destinations} == {"abroad-1", "abroad-2", "abroad-3"}
    assert {row.exchange for row in pack.destinations} == {"MA0023"}


@pytest.mark.parametrize(
    ("file", "old", "new", "right"),
    [
        ("products.csv", "standard,abroad", "standard,everywhere", "domestic, abroad"),
        ("destinations.csv", "abroad-1", "national", "abroad-1, abroad-2, abroad-3"),
        ("destinations.csv", "abroad-1,MA0023", "abroad-1,MA0001", "kind exchange"),
        ("destinations.csv", "BJ,", "BEN,", "two capital letters"),
        ("prices.csv", "parcel,base,local", "parcel,base,abroad-1", "'parcel' is domestic"),
        (
            "prices.csv",
            "parcel-abroad,base,abroad-1",
            "parcel-abroad,base,local",
            "'parcel-abroad' is abroad",
        ),
        (
            "products.csv",
            "2000,0,0,15,standard,abroad",
            "2001,0,0,15,standard,abroad",
            "ends at abroad-1 2000 g",
        ),
    ],
)
def test_what_does_not_agree_is_said(file: str, old: str, new: str, right: str) -> None:
    assert any(right in mistake for mistake in mistakes(file, old, new))


def test_products_for_abroad_need_a_country_to_go_to() -> None:
    _, found = read_pack({name: text for name, text in FILES.items() if name != "destinations.csv"})

    assert {mistake.field for mistake in found if mistake.file == "products.csv"} == {"scope"}
