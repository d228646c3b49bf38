"""Addresses understood: how many a second on one core, and how often what is sure is not what was meant.

They are made up over the packs of the repository. In those that measure mistakes every fifth town has a letter wrong;
a letter less may make another place's name of it, and nobody could know.
"""

import random
import resource
from collections.abc import Sequence
from time import perf_counter

from benchmarks.table import Measured, benchmark
from postkit.places import Gazetteer, Verdict, Written, understand_all
from tests.postkit.places_of_packs import here, regions_of

ROWS, MISSPELT, TRIED = 50_000, 5_000, 6_000
SHAPES = ("{n} {street}, {town}", "{n} {street}\n{town}", "{n} {street} {town}", "{street} {n} - {town}")
IN_FULL = (
    *SHAPES, "{n} {street}\n{quarter}\n{town}", "{street} {n}, {quarter}, {town}, {region}",
    "{town}, {street} {n}, {quarter}", "{street} {quarter} {town}, 0612345678", "{n}, {street} - {town} - {country}",
)  # fmt: skip
STREETS = {
    "morocco": ("rue des Oliviers", "Hay Salam", "شارع الحسن الثاني", "حي السلام", "rue de {other}"),
    "senegal": ("rue 12", "cité Keur Gorgui", "quartier Escale", "villa 45", "rue de {other}", "Grand Yoff"),
    "brazil": ("Rua das Flores", "Av. Brasil", "Rua Sete de Setembro", "Rua {other}", "Rua São José"),
}
QUARTERS = {
    "morocco": ("Agdal", "Maârif", "Hay Riad", ""),
    "senegal": ("Plateau", "Médina", ""),
    "brazil": ("Centro", "Jardim América", "Santa Luzia", "Boa Vista", ""),
}
CALLED = {"morocco": "Maroc", "senegal": "Sénégal", "brazil": "Brasil"}
MISTYPED = 0.2


def plain(known: Gazetteer, count: int, draw: random.Random, *, misspelt: bool) -> list[Written]:
    """Half of them in parts, half in one text; no two are the same."""
    found = []
    for number in range(count):
        town = draw.choice(known.entries).name
        if misspelt and len(town) > 6:
            at = draw.randrange(1, len(town))
            town = town[:at] + town[at + 1 :]
        street = draw.choice(STREETS["brazil"]).format(other="Augusta")
        if number % 2:
            found.append(Written(street=f"{street}, {number}", locality=town))
        else:
            found.append(Written(whole=draw.choice(SHAPES).format(n=number, street=street, town=town)))
    return found


def rate(seed: int, count: int, *, misspelt: bool) -> float:
    known = here("brazil").gazetteer
    asked = plain(known, count, random.Random(seed), misspelt=misspelt)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = perf_counter()
    answers = understand_all(asked, known)
    took = perf_counter() - began
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    counts = {verdict.value: sum(answer.verdict is verdict for answer in answers) for verdict in Verdict}
    print(f"  {count / took:,.0f} a second; {held // 1024} MiB more for the answers; {counts}", flush=True)
    return count / took


def mistyped(name: str, draw: random.Random) -> str:
    """A letter lost, added, taken for another, or two that changed places."""
    at, letter = draw.randrange(len(name)), draw.choice("abcdeiorst")
    return draw.choice(
        (
            name[:at] + name[at + 1 :],
            name[:at] + letter + name[at:],
            name[:at] + letter + name[at + 1 :],
            name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :],
        )
    )


def drawn(pack: str, count: int, draw: random.Random) -> list[tuple[Written, str]]:
    """Addresses in one of many shapes, each with the code of the place that is meant."""
    entries = here(pack).gazetteer.entries
    regions = {code: name for code, name, _ in regions_of(pack)}
    weights = [max(entry.population, 500) ** 0.5 for entry in entries]
    found = []
    for _ in range(count):
        entry, other = draw.choices(entries, weights, k=2)
        town = draw.choice((entry.name, entry.name, entry.name_ar or entry.name, *entry.also[:2]))
        town = mistyped(town, draw) if draw.random() < MISTYPED else town
        said = {
            "n": draw.randrange(1, 300), "street": draw.choice(STREETS[pack]).format(other=other.name), "town": town,
            "quarter": draw.choice(QUARTERS[pack]), "region": regions[entry.region], "country": CALLED[pack],
        }  # fmt: skip
        written = Written(whole=draw.choice(IN_FULL).format(**said))
        if draw.random() < 0.25:
            street = "{n} {street} {quarter}".format(**said)
            written = Written(street=street, locality=town, region=draw.choice(("", regions[entry.region])))
        found.append((written, entry.code))
    return found


def told(found: Sequence[tuple[Verdict, bool]]) -> str:
    counts = ((verdict.value, [right for one, right in found if one is verdict]) for verdict in Verdict)
    return ", ".join(f"{len(rights)} {kind} ({sum(rights)} right)" for kind, rights in counts)


@benchmark("territory.addresses", goal=5_000, unit="addresses/s")
def exact(seed: int) -> Measured:
    return Measured(rate(seed, ROWS, misspelt=False))


@benchmark("territory.addresses.misspelt", goal=1_000, unit="addresses/s")
def misspelt(seed: int) -> Measured:
    return Measured(rate(seed, MISSPELT, misspelt=True))


@benchmark("territory.addresses.wrong", goal=5, unit="of 10,000 sure", better="lower")
def wrong(seed: int) -> Measured:
    found: list[tuple[Verdict, bool]] = []
    for pack in CALLED:
        asked = drawn(pack, TRIED, random.Random(seed))
        answers = understand_all([written for written, _ in asked], here(pack).gazetteer)
        rights = [
            (answer.verdict, answer.code == code) for answer, (_, code) in zip(answers, asked, strict=True)
        ]
        print(f"  {pack}: {told(rights)}", flush=True)
        found += rights
    sure = [right for verdict, right in found if verdict is Verdict.SURE]
    return Measured(10_000 * sure.count(False) / len(sure))
