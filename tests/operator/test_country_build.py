"""Countries made from open data: the same twice, right by the format's own rules, and networks without a fault."""

from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from postkit.network import Trip
from postkit.network.check import departures_of, faults_of, latest_hand_overs
from postkit.network.pack import network_of
from postkit.pack import FILES, Pack, read_pack, write_pack
from rekkas.base.errors import InvalidInput
from rekkas.operator.country_build import NoPlaces, build_pack
from rekkas.operator.country_build.distances import duration_min, mode_for
from rekkas.operator.country_build.names import arabic_name, spellings
from rekkas.operator.country_build.places import Place
from rekkas.operator.country_build.siting import seats
from rekkas.operator.country_build.tariff import OFFERS, local_amount
from rekkas.operator.country_files import read_folder, with_kept_names, write_folder
from tests.operator.terminal import ON_SQLITE_ONCE, rekkas

COUNTRIES = Path(__file__).resolve().parents[2] / "countries"
COMMITTED = [("morocco", "MA", 1800), ("senegal", "SN", 250), ("brazil", "BR", 1000)]


@pytest.fixture(scope="module")
def morocco() -> Pack:
    return build_pack("MA", offices=1800, seed=1)


def has_no_fault(pack: Pack) -> bool:
    """Every office is reached and can send, each lorry is where it should be, and cut-offs are in time."""
    return faults_of(network_of(pack), first=date(2026, 3, 2)) == []


@pytest.mark.parametrize(("folder", "iso", "offices"), COMMITTED)
def test_a_committed_country_is_made_again_byte_for_byte(folder: str, iso: str, offices: int) -> None:
    made = write_pack(with_kept_names(build_pack(iso, offices=offices, seed=1), COUNTRIES / folder))

    assert made == {name: (COUNTRIES / folder / name).read_bytes() for name in made}
    assert sum(map(len, made.values())) < 3_000_000


@pytest.mark.parametrize(("folder", "iso", "offices"), COMMITTED)
def test_a_committed_country_is_right_and_has_no_fault(folder: str, iso: str, offices: int) -> None:
    pack, mistakes = read_folder(COUNTRIES / folder)

    assert mistakes == []
    assert pack is not None
    assert pack.country.iso == iso
    assert pack.country.generated
    assert len(pack.offices) == offices
    assert has_no_fault(pack)


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
def test_any_country_is_made_right_and_has_no_fault(iso: str, offices: int) -> None:
    pack = build_pack(iso, offices=offices, seed=5)

    again, mistakes = read_pack(write_pack(pack))

    assert mistakes == []
    assert again == pack
    assert len(pack.offices) == offices
    assert has_no_fault(pack)


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
    assert country.languages == ("ar", "zgh", "fr")
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


def runs(pack: Pack) -> list[Trip]:
    """The trips that call at another office than a sorting centre."""
    sorting = {office.code for office in pack.offices if office.kind == "sorting"}
    trips = network_of(pack).trips
    return [trip for trip in trips if not sorting.issuperset(stop.office for stop in trip.stops)]


def trunks(pack: Pack) -> list[Trip]:
    others = {trip.code for trip in runs(pack)}
    return [trip for trip in network_of(pack).trips if trip.code not in others]


def test_mail_is_handed_over_in_time_for_the_day_s_collection(morocco: Pack) -> None:
    """The cut-off leaves the office its handling time, or is the hour at which it closes."""
    network = network_of(morocco)
    leaving = departures_of(network.trips)

    for site in network.sites:
        latest = latest_hand_overs(site, leaving[site.code])
        served = [latest[day] for day in site.open_days if day in latest]
        assert served
        assert site.cut_off_min <= min(served)
        assert site.kind == "sorting" or min(site.closes_min, *served) - site.cut_off_min < 5


def test_an_office_is_called_at_on_its_days_out_and_back(morocco: Pack) -> None:
    offices = {office.code: office for office in morocco.offices}
    brought, taken = defaultdict(str), defaultdict(str)
    for trip in runs(morocco):
        for stop in trip.stops:
            if offices[stop.office].kind != "sorting":
                days = taken if offices[trip.destination].kind == "sorting" else brought
                days[stop.office] += trip.days

    served = {code for code, office in offices.items() if office.kind != "sorting"}
    assert brought.keys() == taken.keys() == served
    for code in served:
        assert len(brought[code]) == len(set(brought[code])) == len(taken[code])
        assert set(brought[code]) <= set(offices[code].open_days)


def test_small_offices_are_served_in_milk_runs_by_one_lorry_out_and_back(morocco: Pack) -> None:
    by_lorry = defaultdict(list)
    for trip in runs(morocco):
        by_lorry[trip.vehicle].append(trip)

    sizes = Counter()
    for out, back in by_lorry.values():
        assert [stop.office for stop in back.stops] == [stop.office for stop in reversed(out.stops)]
        assert out.departs_min <= 6 * 60 + 30
        assert back.departs_min >= 15 * 60
        sizes[len(out.stops) - 1] += 1
        for here, there in pairwise(out.stops[1:-1]):
            assert here.leaves_min - here.arrives_min == 10
            assert there.arrives_min > here.leaves_min
    assert max(sizes) == 5
    chained = sum(size * count for size, count in sizes.items() if size > 1)
    assert chained > 0.8 * sum(size * count for size, count in sizes.items())


def test_a_large_town_has_a_lorry_to_itself(morocco: Pack) -> None:
    large = {place.code for place in morocco.localities if place.population >= 50_000}
    alone = {trip.destination for trip in runs(morocco) if len(trip.stops) == 2}
    at = {office.code: office.locality for office in morocco.offices if office.kind == "delivery"}

    assert large <= {at[code] for code in alone if code in at}


def test_trunks_are_few_and_leave_in_the_evening(morocco: Pack) -> None:
    hubs = sum(office.kind == "sorting" for office in morocco.offices)
    pairs = {frozenset((trip.origin, trip.destination)) for trip in trunks(morocco)}

    assert hubs - 1 <= len(pairs) <= 4 * hubs
    assert all(20 * 60 <= trip.departs_min <= 22 * 60 + 30 for trip in trunks(morocco))


def test_two_trunk_lorries_swap_ends_every_working_night(morocco: Pack) -> None:
    nights = defaultdict(str)
    lorries = defaultdict(set)
    for trip in trunks(morocco):
        nights[trip.origin, trip.destination] += trip.days
        lorries[frozenset((trip.origin, trip.destination))].add(trip.vehicle)

    assert {"".join(sorted(days)) for days in nights.values()} == {"123456"}
    assert {len(pair) for pair in lorries.values()} == {2}


def test_each_trip_has_room_and_a_cost_that_grows_with_the_way(morocco: Pack) -> None:
    lorries = trunks(morocco)

    assert all(trip.capacity > 0 and trip.cost > 0 for trip in morocco.trips)
    by_way = sorted((trip.duration_min, trip.cost) for trip in lorries)
    assert by_way[0][1] < by_way[-1][1]
    per_hour = {trip.cost / trip.duration_min for trip in lorries}
    assert max(per_hour) < 2 * min(per_hour)


def test_large_sorting_centres_sort_in_waves_and_the_others_by_the_hour(morocco: Pack) -> None:
    hanging = Counter(office.hub for office in morocco.offices)
    in_waves = {wave.office for wave in morocco.waves}
    by_code = {office.code: office for office in morocco.offices}

    assert in_waves == {code for code, count in hanging.items() if code and count >= 100}
    assert by_code["MA0001"].code in in_waves
    for office in morocco.offices:
        assert bool(office.sorts_per_hour) == (office.kind == "sorting")
        assert office.handling_min == {"sorting": 120, "exchange": 60}.get(office.kind, 30)


def test_what_goes_abroad_leaves_by_the_office_of_exchange(morocco: Pack) -> None:
    kinds = {office.code: office.kind for office in morocco.offices}

    assert {kinds[row.exchange] for row in morocco.destinations} == {"exchange"}
    assert "MA" not in {row.code for row in morocco.destinations}
    assert {row.zone for row in morocco.destinations if row.code in ("SN", "FR", "JP")} == {
        "abroad-1", "abroad-2", "abroad-3",
    }  # fmt: skip


def test_express_is_carried_as_express(morocco: Pack) -> None:
    carriage = {product.code: product.carriage for product in morocco.products}

    assert {carriage.pop(code) for code in ("express", "express-abroad")} == {"express"}
    assert set(carriage.values()) == {"standard"}


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


@pytest.mark.parametrize(
    ("scope", "zone", "farthest"),
    [
        *(("domestic", zone, "national") for zone in ("local", "regional", "national")),
        *(("abroad", zone, "abroad-3") for zone in ("abroad-1", "abroad-2", "abroad-3")),
    ],
)
def test_a_heavier_parcel_never_costs_less_nor_a_nearer_one_more(
    morocco: Pack, scope: str, zone: str, farthest: str
) -> None:
    amounts = {(rule.product, rule.zone, rule.up_to_weight_g): rule.amount for rule in morocco.prices}
    for offer in (one for one in OFFERS if one.scope == scope):
        steps = [amounts[offer.code, zone, grams] for grams in sorted(offer.steps)]
        assert steps == sorted(steps)
        assert all(
            amounts[offer.code, zone, grams] <= amounts[offer.code, farthest, grams] for grams in offer.steps
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
    assert {path.name for path in folder.iterdir()} == {*write_pack(pack), "notes.txt"}


def test_an_absent_folder_lacks_every_file(tmp_path: Path) -> None:
    pack, mistakes = read_folder(tmp_path / "nowhere")

    assert pack is None
    assert {mistake.file for mistake in mistakes} == set(FILES) - {
        "outline.csv",
        "services.csv",
        "stops.csv",
        "trip_days.csv",
        "waves.csv",
        "peaks.csv",
        "destinations.csv",
    }


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
    committed = {
        file.name: file.read_bytes() for file in (COUNTRIES / "morocco").iterdir() if file.name in FILES
    }
    made = {file.name: file.read_bytes() for file in here.iterdir()}
    assert made == committed | {"notes.txt": b"what a person keeps there"}


@ON_SQLITE_ONCE
def test_a_name_of_several_words_is_joined_with_dashes(tmp_path: Path) -> None:
    built = rekkas(tmp_path, "country", "build", "CV", "--offices", 10, cwd=tmp_path)

    assert built.returncode == 0, built.stderr
    pack, mistakes = read_folder(tmp_path / "countries" / "cape-verde")
    assert (pack and pack.country.iso, mistakes) == ("CV", [])
