import pytest

from rekkas.base.actors import Actor
from rekkas.base.choices import Role
from rekkas.base.errors import InvalidInput, KeyReused, NotAllowed
from rekkas.catalogue import queries
from rekkas.catalogue.commands import RegisteredCustomer, register_customer
from rekkas.catalogue.errors import CustomerCodeTaken, IbanNotRight
from rekkas.catalogue.models import Customer
from rekkas.territory.commands import load_territory
from rekkas.territory.errors import UnknownCountry
from tests.territory.packs import AT, BY, PACK

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _territory() -> None:
    load_territory(pack=PACK, by=BY, at=AT)


def register(**changes: str) -> RegisteredCustomer:
    given = {"code": "atlas", "name": "Atlas Shop", "country": "MA"} | changes
    return register_customer(**given, by=BY, at=AT)  # type: ignore[arg-type]


def test_a_customer_is_registered_under_a_code_in_capitals() -> None:
    registered = register(
        name_ar="متجر الأطلس", phone="+212 5 00 00 00 00", iban="GB82 West 1234 5698 7654 32"
    )

    customer = queries.customer("atlas")
    assert registered == RegisteredCustomer("ATLAS", "Atlas Shop")
    assert (customer.code, customer.iban, customer.created_at) == ("ATLAS", "GB82WEST12345698765432", AT)


def test_a_code_names_one_customer() -> None:
    register()

    with pytest.raises(CustomerCodeTaken, match="ATLAS already belongs to Atlas Shop"):
        register(name="Another Shop")

    assert Customer.objects.count() == 1


def test_the_same_request_sent_twice_registers_once() -> None:
    first = register(key="k-1")

    assert register(key="k-1") == first
    with pytest.raises(KeyReused):
        register(key="k-1", name="Another Shop")


@pytest.mark.parametrize("iban", ["GB82WEST12345698765433", "GB82", "12", "GB82 WEST 1234 5698 7654 3é"])
def test_an_iban_with_a_mistake_is_refused(iban: str) -> None:
    with pytest.raises(IbanNotRight, match="Read it again"):
        register(iban=iban)


@pytest.mark.parametrize("missing", ["code", "name"])
def test_a_customer_has_a_code_and_a_name(missing: str) -> None:
    with pytest.raises(InvalidInput, match=missing):
        register(**{missing: "  "})


def test_a_customer_belongs_to_a_country_that_is_loaded() -> None:
    with pytest.raises(UnknownCountry):
        register(country="ZZ")


def test_a_sorter_may_not_register_customers() -> None:
    sorter = Actor.in_role("Samir", Role.SORTER)

    with pytest.raises(NotAllowed):
        register_customer(code="A", name="A", country="MA", by=sorter, at=AT)
