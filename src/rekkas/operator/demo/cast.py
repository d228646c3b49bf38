"""Who plays: staff, merchants, and the names and streets that letters are addressed to. Read from data."""

import tomllib
from importlib.resources import files
from random import Random
from typing import Any

import msgspec

from postkit.address import Address

Name = tuple[str, str]  # in Latin and in Arabic letters


class Member(msgspec.Struct, frozen=True):
    """A member of staff; ``place`` is a kind of office and its rank by busyness."""

    name: str
    role: str
    place: tuple[str, int] | None = None


class Merchant(msgspec.Struct, frozen=True):
    code: str
    name: str
    name_ar: str


class People(msgspec.Struct, frozen=True):
    given: list[Name]
    family: list[Name]
    streets: list[Name]
    phones: list[str]

    def address(self, rng: Random, place: Any) -> Address:
        """Somebody who lives in a locality."""
        given, family, street = rng.choice(self.given), rng.choice(self.family), rng.choice(self.streets)
        house = rng.randint(1, 240)
        return Address(
            name=f"{given[0]} {family[0]}", name_ar=f"{given[1]} {family[1]}",
            street=f"{house}, {street[0]}", street_ar=f"{house}، {street[1]}",
            locality=place.name, locality_ar=place.name_ar, locality_code=place.code, postcode=place.postcode,
        )  # fmt: skip


class Suspect(msgspec.Struct, frozen=True):
    """A customer whose name is near one of the made-up list of sanctions."""

    given: Name
    family: Name
    born: str


class Bank(msgspec.Struct, frozen=True):
    secret: str
    suspect: Suspect


class Cast(msgspec.Struct, frozen=True):
    pack: str
    password: str
    staff: list[Member]
    bank: Bank
    merchants: list[Merchant]
    people: People

    def in_role(self, role: str) -> str:
        """The name of the first member of staff in a role."""
        return self.all_in_role(role)[0]

    def all_in_role(self, role: str) -> list[str]:
        return [member.name for member in self.staff if member.role == role]

    def placed(self, role: str, kind: str) -> dict[int, str]:
        """Who of a role works at the n-th busiest offices of a kind, by n."""
        return {
            member.place[1]: member.name
            for member in self.staff
            if member.role == role and member.place and member.place[0] == kind
        }


def cast() -> Cast:
    text = (files("rekkas.operator.demo") / "cast.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Cast)
