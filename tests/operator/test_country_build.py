"""Countries made from open data: the same twice, right by the format's own rules, and in one piece."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

from postkit.pack import FILES, Pack, Trip, read_pack, write_pack
from rekkas.base.errors import InvalidInput
from rekkas.operator.country_build import NoPlaces, build_pack
from rekkas.operator.country_build.names import arabic_name, spellings
from rekkas.operator.country_build.places import Place
from rekkas.operator.country_build.siting import seats
from rekkas.operator.country_build.tariff import OFFERS, local_amount
from rekkas.operator.country_build.timetable import duration_min, mode_for
from rekkas.operator.country_files import read_folder, write_folder
from tests.operator.terminal import ON_SQLITE_ONCE, rekkas

COUNTRIES = Path(__file__).resolve().parents[2] / "countries"
COMMITTED = [("morocco", "MA", 1800), ("senegal", "SN", 250), ("brazil", "BR", 1000)]


@pytest.fixture(scope="module")
def morocco() -> Pack:
    return build_pack("MA", offices=1800, seed=1)


def reached(start: str, ways: Iterable[tuple[str, str]]) -> set[str]:
    onward = defaultdict(list)
    for origin, destination in ways:
        onward[origin].append(destination)
    seen, waiting = {start}, [start]
    while waiting:
        for there in onward[waiting.pop()]:
            if there not in seen:
                seen.add(there)
                waiting.append(there)
    return seen


def is_in_one_piece(pack: Pack) -> bool:
    """From the first office every other is reached, and it is reached from every other."""
    everywhere = {office.code for office in pack.offices}
    ways = [(trip.origin, trip.destination) for trip in pack.trips]
    back = [(destination, origin) for origin, destination in ways]
    first = pack.offices[0].code
    return reached(first, ways) == everywhere == reached(first, back)


@pytest.mark.parametrize(("folder", "iso", "offices"), COMMITTED)
def test_a_committed_country_is_made_again_byte_for_byte(folder: str, iso: str, offices: int) -> None:
    made = write_pack(build_pack(iso, offices=offices, seed=1))

    assert made == {name: (COUNTRIES / folder / name).read_bytes() for name in made}
    assert sum(map(len, made.values())) < 3_000_000


@pytest.mark.parametrize(("folder", "iso", "offices"), COMMITTED)
def test_a_committed_country_is_right_and_in_one_piece(folder: str, iso: str, offices: int) -> None:
    pack, mistakes = read_folder(COUNTRIES / folder)

    assert mistakes == []
    assert pack is not None
    assert pack.country.iso == iso
    assert pack.country.generated
    assert len(pack.offices) == offices
    assert is_in_one_piece(pack)


@pytest.mark.parametrize(
    ("iso", "offices"),
    [
        ("AD", 40),  # twenty villages
        ("MC", 3),  # the fewest offices there can be, and one region only
        ("TN", 200),  # three decimals, Arabic and French
        ("NG", 400),  # English, a hundred million people in cities
        ("EG", 120),  # Friday is the day of rest
        ("FJ", 60),  # on both sides of the 180th meridian
        ("PN", 10),  # one place, fifty people
        ("VA", 5),  # one place, no airport, no region
    ],
)
def test_any_country_is_made_right_and_in_one_piece(iso: str, offices: int) -> None:
    pack = build_pack(iso, offices=offices, seed=5)

    again, mistakes = read_pack(write_pack(pack))

    assert mistakes == []
    assert again == pack
    assert len(pack.offices) == offices
    assert is_in_one_piece(pack)


@pytest.mark.parametrize("iso", ["AQ", "ZZ", "Morocco", ""])
def test_a_country_without_places_is_refused(iso: str) -> None:
    with pytest.raises(NoPlaces) as refused:
        build_pack(iso, offices=10, seed=1)

    assert refused.value.code == "operator.no-places"
    assert iso.upper() in str(refused.value)


@pytest.mark.parametrize("offices", [2, 0, -1, 10_000])
def test_a_number_of_offices_that_codes_cannot_hold_is_refused(offices: int) -> None:
    with pytest.raises(InvalidInput):
        build_pack("MC", offices=offices, seed=1)


def test_another_seed_moves_offices_and_trips_but_no_place() -> None:
    one, other = (build_pack("SN", offices=50, seed=seed) for seed in (1, 2))

    assert one.offices != other.offices
    assert one.trips != other.trips
    assert one.localities == other.localities


def test_holidays_follow_the_year_asked_for() -> None:
    pack = build_pack("MA", offices=10, seed=1, year=2027)

    assert {holiday.date.year for holiday in pack.holidays} == {2027, 2028, 2029}


def test_morocco_is_described_in_its_languages(morocco: Pack) -> None:
    country = morocco.country
    throne_day = next(day for day in morocco.holidays if day.date.isoformat() == "2026-07-30")

    assert (country.name_en, country.name_fr, country.name_ar) == ("Morocco", "Maroc", "المغرب")
    assert (country.currency, country.decimals, country.time_zone) == ("MAD", 2, "Africa/Casablanca")
    assert country.languages == ("ar", "fr")
    assert country.notice_en
    assert country.notice_fr
    assert country.notice_ar
    assert (throne_day.name_en, throne_day.name_fr, throne_day.name_ar) == (
        "Throne Day", "Fête du Trône", "عيد العرش"
    )  # fmt: skip


def test_morocco_sorts_in_its_large_cities(morocco: Pack) -> None:
    names = {place.code: place.name for place in morocco.localities}
    sorting = [names[office.locality] for office in morocco.offices if office.kind == "sorting"]
    exchange = [names[office.locality] for office in morocco.offices if office.kind == "exchange"]

    assert 18 <= len(sorting) <= 30
    assert {"Casablanca", "Rabat", "Fes", "Marrakesh", "Agadir", "Tangier", "Oujda"} <= set(sorting)
    assert len(set(sorting)) == len(sorting)
    assert exchange[0] == "Casablanca"


def test_every_open_place_has_a_delivery_office_and_the_others_the_nearest(morocco: Pack) -> None:
    delivering = {office.locality for office in morocco.offices if office.kind == "delivery"}
    office_place = {office.code: office.locality for office in morocco.offices}

    assert delivering == {office.locality for office in morocco.offices}
    for place in morocco.localities:
        if place.code in delivering:
            assert office_place[place.delivery_office] == place.code


def test_a_place_without_an_office_is_served_by_the_nearest_delivery_office() -> None:
    pack = build_pack("AD", offices=8, seed=1)
    names = {place.code: place.name for place in pack.localities}
    at = {office.code: names[office.locality] for office in pack.offices}
    served_from = {place.name: at[place.delivery_office] for place in pack.localities}

    assert served_from["Santa Coloma"] == "Andorra la Vella"  # next to it
    assert served_from["Pas de la Casa"] == "Encamp"  # far from all, nearest to this


def test_mail_is_handed_over_in_time_for_the_day_s_collection(morocco: Pack) -> None:
    """The cut-off leaves the office an hour; a trip that leaves while nobody is there carries nothing."""
    offices = {office.code: office for office in morocco.offices}
    collections = [trip for trip in morocco.trips if offices[trip.origin].kind != "sorting"]

    assert len(collections) == len(morocco.offices) - Counter(o.kind for o in morocco.offices)["sorting"]
    for trip in collections:
        office = offices[trip.origin]
        assert office.cut_off_min + 60 == trip.departs_min
        assert set(trip.days) <= set(office.open_days)


def test_trunks_are_few_and_leave_in_the_evening(morocco: Pack) -> None:
    kinds = {office.code: office.kind for office in morocco.offices}

    def is_trunk(trip: Trip) -> bool:
        return kinds[trip.origin] == kinds[trip.destination] == "sorting"

    trunks = [trip for trip in morocco.trips if is_trunk(trip)]
    hubs = Counter(kinds.values())["sorting"]

    assert 2 * (hubs - 1) <= len(trunks) <= 8 * hubs
    assert all(21 * 60 <= trip.departs_min <= 22 * 60 + 30 for trip in trunks)


@pytest.mark.parametrize(
    ("km", "mode", "least", "most"),
    [
        (0, "road", 10, 10),  # loading takes time even next door
        (5, "road", 20, 30),  # in town
        (80, "road", 120, 160),
        (400, "road", 420, 540),
        (1200, "road", 1300, 1500),
        (1201, "air", 240, 270),
        (2500, "air", 350, 380),
    ],
)
def test_a_way_takes_a_sensible_time(km: float, mode: str, least: int, most: int) -> None:
    assert mode_for(km) == mode
    assert least <= duration_min(km) <= most
    assert duration_min(km) % 5 == 0


def place(number: int, population: int) -> Place:
    return Place(f"XX{number}", "XX-1", f"Place {number}", "", (), 0.0, float(number), population, "UTC")


@pytest.mark.parametrize(
    ("populations", "count", "shares"),
    [
        ([700, 200, 100], 10, [7, 2, 1]),  # exactly what they earn
        ([900, 50, 50], 10, [8, 1, 1]),  # the small ones earn less than one and have one
        ([600, 300, 100, 1], 4, [3, 1]),  # fewer offices than places: the larger ones have them
        ([500, 500], 1, [1]),
        ([0, 0], 4, [2, 2]),  # nobody was counted anywhere
    ],
)
def test_offices_go_where_the_people_are(populations: list[int], count: int, shares: list[int]) -> None:
    assert seats([place(number, people) for number, people in enumerate(populations)], count) == shares


@pytest.mark.parametrize(
    ("latin", "alternates", "chosen"),
    [
        ("Tangier", ["تنجه", "طنجة", "ٹنجیر"], "طنجة"),  # ة over ه; Urdu letters are no Arabic
        (
            "Casablanca",
            ["أنفا", "الدار البيضاء", "كازابلانكا"],
            "الدار البيضاء",
        ),  # its own name has the article
        ("Meknes", ["مكناس", "مکناس"], "مكناس"),  # the second has a Persian kaf
        ("Oujda", ["وجدة-أنجاد", "وجدة", "وجده"], "وجدة"),
        ("Fes", ["Фес", "Fez"], ""),
        ("Kenitra", ["قنیطره"], ""),  # Persian alone: none is better than a wrong one
    ],
)
def test_the_arabic_name_is_arabic(latin: str, alternates: list[str], chosen: str) -> None:
    assert arabic_name(latin, alternates) == chosen


def test_other_spellings_are_few_and_lead_to_no_other_place() -> None:
    alternates = ["Kénitra", "Khenifra", "NNA", "Port-Lyautey", "кенитра", "gai ni te la", "القنيطرة"]

    kept = spellings("Kenitra", "القنيطرة", alternates, frozenset({"khenifra"}))

    assert kept == ("Port-Lyautey",)


@pytest.mark.parametrize(
    ("currency", "amount"),
    [
        ("USD", 500),
        ("MAD", 2000),  # 20 dirhams
        ("TND", 5000),  # 5 dinars of 1,000 millimes
        ("XOF", 1200),  # no minor unit; 1,150 to two figures
        ("KWD", 950),
        ("XTS", 500),  # unknown: as a dollar
    ],
)
def test_a_price_is_a_round_sum_of_local_money(currency: str, amount: int) -> None:
    assert local_amount(500, currency) == amount


@pytest.mark.parametrize("zone", ["local", "regional", "national"])
def test_a_heavier_parcel_never_costs_less_nor_a_nearer_one_more(morocco: Pack, zone: str) -> None:
    amounts = {(rule.product, rule.zone, rule.up_to_weight_g): rule.amount for rule in morocco.prices}
    for offer in OFFERS:
        steps = [amounts[offer.code, zone, grams] for grams in sorted(offer.steps)]
        assert steps == sorted(steps)
        assert all(
            amounts[offer.code, zone, grams] <= amounts[offer.code, "national", grams]
            for grams in offer.steps
        )


def test_a_folder_is_written_whole_and_what_else_is_there_stays(tmp_path: Path) -> None:
    pack = build_pack("MC", offices=5, seed=1)
    folder = tmp_path / "monaco"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    (folder / "regions.csv").write_text("half written")

    write_folder(pack, folder)

    assert read_folder(folder) == (pack, [])
    assert (folder / "notes.txt").read_text() == "mine"
    assert {path.name for path in folder.iterdir()} == {*FILES, "notes.txt"} - {"outline.csv"}


def test_an_absent_folder_lacks_every_file(tmp_path: Path) -> None:
    pack, mistakes = read_folder(tmp_path / "nowhere")

    assert pack is None
    assert {mistake.file for mistake in mistakes} == set(FILES) - {"outline.csv"}


@ON_SQLITE_ONCE
def test_the_command_of_the_handbook_makes_the_committed_pack_and_leaves_other_files_alone(
    tmp_path: Path,
) -> None:
    here = tmp_path / "countries" / "morocco"
    here.mkdir(parents=True)
    (here / "notes.txt").write_text("what a person keeps there")
    (here / "offices.csv").write_text("what was there before")

    built = rekkas(tmp_path, "country", "build", "MA", "--offices", 1800, "--seed", 1, cwd=tmp_path)

    assert built.returncode == 0, built.stderr
    assert "countries/morocco: " in built.stdout
    committed = {file.name: file.read_bytes() for file in (COUNTRIES / "morocco").iterdir()}
    made = {file.name: file.read_bytes() for file in here.iterdir()}
    assert made == committed | {"notes.txt": b"what a person keeps there"}


@ON_SQLITE_ONCE
def test_a_name_of_several_words_is_joined_with_dashes(tmp_path: Path) -> None:
    built = rekkas(tmp_path, "country", "build", "CV", "--offices", 10, cwd=tmp_path)

    assert built.returncode == 0, built.stderr
    pack, mistakes = read_folder(tmp_path / "countries" / "cape-verde")
    assert (pack and pack.country.iso, mistakes) == ("CV", [])
