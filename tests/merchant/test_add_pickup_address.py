import pytest

from rekkas.base.errors import InvalidInput
from rekkas.merchant import queries
from rekkas.merchant.commands import add_pickup_address
from tests.build import CASABLANCA, MONDAY
from tests.lasting import lasting
from tests.merchant import merchants

world = lasting(merchants.country)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def kept(by: object, label: str = "Shop", **changes: object) -> int:
    said = {
        "name": "Leila",
        "street": "1, rue des Potiers",
        "locality": CASABLANCA,
        "phone": "0612345678",
        **changes,
    }
    return add_pickup_address(label=label, by=by, at=MONDAY, **said)  # type: ignore[arg-type]


def test_the_first_address_is_the_usual_one_until_another_is() -> None:
    owner = merchants.merchant()

    kept(owner)
    kept(owner, "Warehouse", is_usual=True)

    assert [(row.label, row.is_usual) for row in queries.pickup_addresses("ZELLIGE")] == [
        ("Warehouse", True), ("Shop", False),
    ]  # fmt: skip


@pytest.mark.parametrize("changes", [{"name": " "}, {"street": ""}, {"phone": "ask"}])
def test_what_cannot_be_driven_to_is_refused(changes: dict[str, str]) -> None:
    owner = merchants.merchant()

    with pytest.raises(InvalidInput):
        kept(owner, **changes)
