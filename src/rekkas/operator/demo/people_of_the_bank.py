"""Who banks in the demonstration. Everybody is made up: names out of the cast, numbers out of their place in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from postkit.address import Address
from rekkas.bank.choices import CustomerKind
from rekkas.bank.entries import CustomerEntry, DocumentEntry
from rekkas.operator.demo.cast import Merchant
from rekkas.operator.demo.scene import Counter, Scene

TILLS = 6  # counters at which somebody banks, the busiest ones
FEWEST, MOST = 12, 36
# What each has, over and over. Who has a wallet alone has shown no paper: it holds 200 dirhams at most.
PRODUCTS = (
    ("current",), ("current", "savings"), ("current", "wallet"), ("current",), ("savings",), ("wallet",),
)  # fmt: skip
CITIZEN, FROZEN, AT_THE_LIMIT = (
    0,
    3,
    5,
)  # who has pages of their own, whose account an authority froze, a full wallet
PAPER_UNTIL = date(2099, 12, 31)


@dataclass(frozen=True, slots=True)
class Client:
    """Somebody who banks at a counter."""

    place: int
    counter: Counter
    entry: CustomerEntry
    products: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.entry.given_name} {self.entry.family_name}"

    @property
    def paper(self) -> str:
        """The number of the identity card; of nobody’s."""
        return f"ZZ{70_000 + self.place}"

    @property
    def papers(self) -> list[DocumentEntry]:
        if self.products == ("wallet",):
            return []
        return [DocumentEntry(kind="national-id", number=self.paper, expires_on=PAPER_UNTIL)]

    @property
    def may_move(self) -> bool:
        return "current" in self.products and self.place != FROZEN


def tills_of(scene: Scene) -> tuple[Counter, ...]:
    """The counters at which somebody banks: at least the two at which somebody can log in."""
    return scene.counters[: max(2, min(TILLS, len(scene.counters) // 4))]


def clients_of(scene: Scene, seed: int) -> list[Client]:
    """The customers, who go to the counters in turn."""
    rng, counters = Random(f"clients {seed}"), tills_of(scene)  # noqa: S311
    count = max(FEWEST, min(MOST, len(scene.counters)))
    return [_client(scene, rng, place, counters[place % len(counters)]) for place in range(count)]


def _client(scene: Scene, rng: Random, place: int, counter: Counter) -> Client:
    people = scene.cast.people
    given = people.given[place % len(people.given)]
    family = people.family[(place * 7 + 3) % len(people.family)]
    entry = CustomerEntry(
        country=scene.country.iso, given_name=given[0], given_name_ar=given[1], family_name=family[0],
        family_name_ar=family[1], born=f"{1950 + place * 2 % 50}-{1 + place % 12:02}-{1 + place % 28:02}",
        phone=f"+2126000{place:05}", address=people.address(rng, counter.locality), language="ar",
    )  # fmt: skip
    return Client(place, counter, entry, PRODUCTS[place % len(PRODUCTS)])


def suspect_of(scene: Scene, seed: int) -> CustomerEntry:
    """A customer whose name is near that of somebody on the made-up list."""
    who, place = scene.cast.bank.suspect, scene.counters[0].locality
    return CustomerEntry(
        country=scene.country.iso, given_name=who.given[0], given_name_ar=who.given[1], family_name=who.family[0],
        family_name_ar=who.family[1], born=who.born, phone="+212600090001", language="ar",
        address=scene.cast.people.address(Random(f"suspect {seed}"), place),  # noqa: S311
    )  # fmt: skip


def organisations_of(scene: Scene) -> Iterator[tuple[Merchant, CustomerEntry]]:
    """Merchants who have an account at the postal bank: all but the last two, who are paid by hand."""
    place = scene.counters[0].locality
    for number, merchant in enumerate(scene.cast.merchants[:-2], start=1):
        at_home = Address(name="", street=f"{number}, Z.I.", locality=place.name, locality_code=place.code)
        yield merchant, CustomerEntry(
            country=scene.country.iso, kind=CustomerKind.ORGANISATION, name=merchant.name, name_ar=merchant.name_ar,
            registration_kind="ice", registration_number=f"{97 * (10**9 + number):015}", address=at_home,
            phone=f"+2125000{number:05}",
        )  # fmt: skip
