"""Customers for tests, made by the real commands. Nobody of these exists."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from postkit.address import Address
from postkit.pack.bank import read_bank
from postkit.pack.bank_model import Bank
from rekkas.bank.choices import CustomerKind
from rekkas.bank.commands import enrol_customer, load_bank, load_sanction_list, screen_customers
from rekkas.bank.entries import CustomerEntry, DocumentEntry, Enrolled
from rekkas.base.choices import Role
from rekkas.cash.commands import load_cash
from tests import build
from tests.build import AGENCY, BOSS, FATIMA, MONDAY, staff
from tests.cash import drawers
from tests.desk import load, open_day_and_night

ROOT = Path(__file__).parents[2]
LISTS = ROOT / "tests" / "postkit" / "sanctions_files"
NADIA = staff("nadia", Role.COMPLIANCE)
KARIM = staff("karim", Role.MANAGER, AGENCY)
AT_HOME = Address(name="", street="12, avenue Hassan II", locality="Casablanca", postcode="20000")


def morocco() -> Bank:
    bank, mistakes = read_bank((ROOT / "countries" / "morocco" / "bank.toml").read_bytes())
    assert bank is not None, mistakes
    return bank


def world() -> None:
    """The small country with the bank of Morocco."""
    build.country()
    load_bank(bank=morocco(), country="MA", by=BOSS, at=MONDAY)


def world_with_counter() -> None:
    """The same, at offices that never close, with a clerk at the counter."""
    load(open_day_and_night())
    load_bank(bank=morocco(), country="MA", by=BOSS, at=MONDAY)
    counter()


def counter(at: datetime = MONDAY) -> None:
    """The clerk whose till takes what is paid in: open, with nothing in it."""
    load_cash(rules=drawers.rules(), country="MA", by=BOSS, at=at)
    drawers.open_till(by=FATIMA, taken=0, at=at)


def person(**changes: Any) -> CustomerEntry:
    """A person with everything, in both scripts."""
    entry = CustomerEntry(
        country="MA", given_name="Abdelkader", family_name="Benali", given_name_ar="عبد القادر",
        family_name_ar="بن علي", born="1970-05-31", birth_place="Fès", phone="+212612345678", address=AT_HOME,
        language="fr",
    )  # fmt: skip
    return msgspec.structs.replace(entry, **changes)


def organisation(**changes: Any) -> CustomerEntry:
    entry = CustomerEntry(
        country="MA", kind=CustomerKind.ORGANISATION, name="Atelier du Haut Atlas", name_ar="ورشة الأطلس الكبير",
        registration_kind="ice", registration_number="001561191000066", phone="+212522000000", address=AT_HOME,
    )  # fmt: skip
    return msgspec.structs.replace(entry, **changes)


def card(number: str = "AB123456", **changes: Any) -> DocumentEntry:
    entry = DocumentEntry(
        kind="national-id", number=number, issued_on=date(2020, 1, 1), expires_on=date(2030, 1, 1)
    )
    return msgspec.structs.replace(entry, **changes)


def enrolled(by: Any = FATIMA, at: Any = MONDAY, **changes: Any) -> Enrolled:
    """A customer of the bank, taken at the counter by Fatima."""
    documents = changes.pop("documents", ())
    not_any_of = changes.pop("not_any_of", ())
    entry = changes.pop("entry", None) or person(**changes)
    return enrol_customer(
        customer=entry, documents=documents, not_any_of=not_any_of, office=by.office or "", by=by, at=at
    )


def listed(name: str = "un.xml", *changes: tuple[bytes, bytes]) -> bytes:
    """A sanction list of nobody, with some of its bytes changed."""
    data = (LISTS / name).read_bytes()
    for before, after in changes:
        assert before in data
        data = data.replace(before, after)
    return data


def suspect(**changes: Any) -> Enrolled:
    """A customer whose name is that of somebody on the list of the United Nations."""
    return enrolled(
        **{
            "given_name": "Kacem", "family_name": "Boutayeb Khayali", "given_name_ar": "", "family_name_ar": "",
            "born": "1970-02-03", "phone": "+212699999999", **changes,
        }
    )  # fmt: skip


def screened(at: Any = MONDAY) -> int:
    """Load the list of the United Nations and compare. Returns how many likenesses are new."""
    load_sanction_list(data=listed(), by=NADIA, at=at)
    return screen_customers(by=NADIA, at=at).opened
