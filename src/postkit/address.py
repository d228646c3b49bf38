"""A postal address as structured parts, in Latin and in Arabic letters.

The parts are those every post needs to deliver: who, where in the street, which locality. A postcode is never
required: many countries have none. ``lines`` gives what is printed, most particular first.

>>> Address(name="Amina Alaoui", street="12, rue des Oliviers", locality="Zagora", postcode="47900").lines()
('Amina Alaoui', '12, rue des Oliviers', '47900 Zagora')
"""

from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Address:
    name: str
    name_ar: str = ""
    organisation: str = ""
    street: str = ""
    street_ar: str = ""
    locality: str = ""
    locality_ar: str = ""
    locality_code: str = ""
    postcode: str = ""
    country: str = ""
    phone: str = ""

    def lines(self) -> tuple[str, ...]:
        """The address in Latin letters, a line each. A country stands last where it is written out: abroad.

        >>> Address("Luc Martin", locality="Lyon", postcode="69001", country="FRANCE").lines()
        ('Luc Martin', '69001 Lyon', 'FRANCE')
        """
        place = f"{self.postcode} {self.locality}".strip()
        abroad = self.country if len(self.country) > 2 else ""  # two letters are the code of home
        return tuple(line for line in (self.name, self.organisation, self.street, place, abroad) if line)

    def lines_ar(self) -> tuple[str, ...]:
        """The address in Arabic letters, as far as it is known."""
        return tuple(line for line in (self.name_ar, self.street_ar, self.locality_ar) if line)

    def as_dict(self) -> dict[str, str]:
        """Only the parts that say something.

        >>> Address(name="Driss").as_dict()
        {'name': 'Driss'}
        """
        return {name: value for name in _PARTS if (value := getattr(self, name))}

    @classmethod
    def from_dict(cls, parts: dict[str, Any]) -> "Address":
        return cls(**{"name": "", **{name: str(value) for name, value in parts.items() if name in _PARTS}})


_PARTS = {field.name: None for field in fields(Address)}  # in their order
