"""`rekkas import parcels`: each row ends as imported, repeated, rejected or doubtful, however often it is run."""

import csv
import shutil
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from rich.console import Console

from rekkas.mail.queries import events_of, item_count, items_after
from rekkas.operator.country_loading import pack_folder
from rekkas.operator.errors import CountryNotLoaded
from rekkas.operator.parcels.edge import import_file
from rekkas.operator.parcels.errors import CannotWriteBeside, DecisionsNotRight
from tests import build
from tests.operator.terminal import ON_SQLITE_ONCE, rekkas, rows, started

HEADER = "order,line,weight,from,to,name,posted,delivered"
MAP = (
    "reference=order+line", "product:=parcel", "weight_g=weight", "sender_city=from", "addressee_city=to",
    "addressee_name=name", "posted_at=posted", "delivered_at=delivered",
)  # fmt: skip
GOOD = "A1,1,1200,Casablanca,Zagora,Amina,2026-02-02 10:00:00,2026-02-05 12:30:00"
LINES = (
    GOOD,
    "A1,2,800,CASABLANCA,زاكورة,Omar,2026-02-02 10:00:00,",  # another script, still on its way
    GOOD,  # the same row again
    "A1,1,900,Casablanca,Zagora,Amina,2026-02-02 10:00:00,",  # the same reference, another parcel
    "A2,1,1200,Casablanca,Zagora,Amina,,",
    "A3,1,heavy,Casablanca,Zagora,Amina,2026-02-02 10:00:00,",
    "A4,1,99000,Casablanca,Zagora,Amina,2026-02-02 10:00:00,",
    "A5,1,1200,Casablanca,Zaguera,Amina,2026-02-02 10:00:00,",  # near, and not sure
    "A6,1,1200,Casablanca,Atlantis,Amina,2026-02-02 10:00:00,",  # near nothing
    "A7,1,1200,Casablanca,Zagora,Amina,2026-02-05 10:00:00,2026-02-01 10:00:00",
    "A8,1,1200,Casablanca,Zagora,Amina,02/02/2026,",
    "A9,1,1200,Casablanca,Zagora,Amina,2036-02-02 10:00:00,",
    ",1,1200,Casablanca,Zagora,Amina,2026-02-02 10:00:00,",
    "B1,1,1200,Casablanca,Zagora,,2026-02-02 10:00:00,",
    "B2,1,0,Casablanca,Zagora,Amina,2026-02-02 10:00:00,",
    "B3,1,1200,Casablanca,Zag",  # cut
)
REJECTED = {
    5: ("reference", "import.reference-twice"),
    6: ("posted_at", "import.never-posted"),
    7: ("weight_g", "import.not-a-number"),
    8: ("", "catalogue.too-heavy"),
    9: ("addressee_city", "import.place-doubtful"),
    10: ("addressee_city", "import.place-doubtful"),
    11: ("delivered_at", "import.delivered-before-posted"),
    12: ("posted_at", "import.not-a-moment"),
    13: ("posted_at", "import.in-the-future"),
    14: ("reference", "import.field-missing"),
    15: ("addressee_name", "import.field-missing"),
    16: ("", "catalogue.weight-missing"),
    17: ("", "import.row-not-readable"),
}


def write(folder: Path, lines: Iterable[str] = LINES) -> Path:
    file = folder / "parcels.csv"
    file.write_text("\n".join([HEADER, *lines]), encoding="utf-8")
    return file


def run(file: Path, **changes: object) -> dict[str, str]:
    """One run; what the table says of it."""
    said = {"country": "Morocco", "maps": MAP, "at": build.MONDAY, "console": Console(quiet=True), **changes}
    table = import_file(file, **said)  # type: ignore[arg-type]
    return dict(zip(*(list(column.cells) for column in table.columns[:2]), strict=True))


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.django_db
def test_every_row_ends_in_one_way_and_is_told_with_its_line(tmp_path: Path) -> None:
    build.country()
    file = write(tmp_path)

    counts = run(file)

    assert counts == {"rows": "16", "imported": "2", "repeated": "1", "rejected": "11", "doubtful place": "2"}
    rejected = read(tmp_path / "parcels.csv.rejected.csv")
    assert {int(row["line"]): (row["field"], row["code"]) for row in rejected} == REJECTED
    assert all(row["reason"] for row in rejected)
    assert rejected[1]["order"] == "A2"
    assert item_count() == 2


@pytest.mark.django_db
def test_a_second_run_imports_nothing_twice(tmp_path: Path) -> None:
    build.country()
    file = write(tmp_path)
    run(file)

    counts = run(file)

    assert counts == {"rows": "16", "imported": "0", "repeated": "3", "rejected": "11", "doubtful place": "2"}
    assert item_count() == 2


@pytest.mark.django_db
def test_what_happened_to_a_parcel_is_recorded_as_the_file_says_it(tmp_path: Path) -> None:
    build.country()

    run(write(tmp_path, [GOOD]))

    (item,) = items_after(0, 10)
    accepted, delivered = events_of(item.unit.number)
    assert (accepted.code, accepted.office_code) == ("EMA", build.AGENCY)
    assert accepted.happened_at.isoformat() == "2026-02-02T09:00:00+00:00"
    assert (delivered.code, delivered.office_code) == ("EMI", build.ZAGORA_OFFICE)
    assert delivered.happened_at.isoformat() == "2026-02-05T11:30:00+00:00"
    assert delivered.offset_min is None  # the file gave no offset, and none is made up
    assert item.reference == "A1-1"


@pytest.mark.django_db
def test_a_person_decides_what_a_doubtful_place_means(tmp_path: Path) -> None:
    build.country()
    file = write(tmp_path)
    run(file)
    doubtful = read(tmp_path / "parcels.csv.doubtful.csv")
    near = next(row for row in doubtful if row["city"] == "Zaguera")
    decisions = tmp_path / "decided.csv"

    decisions.write_text(f"city,region,decision\nZaguera,,{near['code1']}\nAtlantis,,\n", encoding="utf-8")
    counts = run(file, decisions=decisions)

    assert near["code1"] == build.ZAGORA
    assert 70 <= float(near["score1"]) < 92
    assert next(row for row in doubtful if row["city"] == "Atlantis")["line"] == "10"
    assert (counts["imported"], counts["repeated"], counts["doubtful place"]) == ("1", "3", "1")


@pytest.mark.django_db
def test_a_decision_names_a_locality_of_the_country(tmp_path: Path) -> None:
    build.country()
    decisions = tmp_path / "decided.csv"
    decisions.write_text("city,region,decision\nZaguera,,XX1\n", encoding="utf-8")

    with pytest.raises(DecisionsNotRight, match="line 2"):
        run(write(tmp_path), decisions=decisions)


@pytest.mark.django_db
def test_cash_on_delivery_needs_a_merchant_under_contract(tmp_path: Path) -> None:
    build.country()
    file = write(tmp_path, [GOOD])
    cod = [*MAP, "product:=parcel-cod", "cod_amount:=350.00"]

    without = run(file, maps=cod)
    unknown = run(file, maps=[*cod, "customer:=NOBODY"])
    build.merchant()
    known = run(file, maps=[*cod, "customer:=atlas"])

    assert (without["rejected"], unknown["rejected"], known["imported"]) == ("1", "1", "1")
    (item,) = items_after(0, 10)
    assert (item.cod_amount, item.customer_code) == (35_000, "ATLAS")


@pytest.mark.django_db
def test_the_same_reference_from_another_source_is_another_parcel(tmp_path: Path) -> None:
    build.country()
    file = write(tmp_path, [GOOD])
    run(file)
    other = tmp_path / "other.toml"
    other.write_text('source = "other"\n[columns]\nreference = ["order", "line"]\n', encoding="utf-8")

    counts = run(file, maps=[str(other), *MAP])

    assert counts["imported"] == "1"
    assert item_count() == 2


@pytest.mark.django_db
def test_rejected_rows_can_be_written_elsewhere(tmp_path: Path) -> None:
    build.country()
    file = write(tmp_path)

    run(file, rejects=tmp_path / "elsewhere.csv")

    assert len(read(tmp_path / "elsewhere.csv")) == len(REJECTED)
    assert not (tmp_path / "parcels.csv.rejected.csv").exists()
    with pytest.raises(CannotWriteBeside, match="--rejects"):
        run(file, rejects=tmp_path / "no such folder" / "a.csv")


@pytest.mark.django_db
def test_a_country_that_is_not_loaded_is_named(tmp_path: Path) -> None:
    with pytest.raises(CountryNotLoaded, match="atlantis"):
        run(write(tmp_path), country="atlantis")


@pytest.mark.django_db
def test_the_sample_map_fits_the_columns_that_it_names(tmp_path: Path) -> None:
    build.country()
    sample = pack_folder("brazil").parents[1] / "docs" / "examples" / "parcels-map.toml"
    file = tmp_path / "olist.csv"
    said = {
        "order_id": "x", "order_item_id": "1", "product_weight_g": "500", "price": "19.90", "seller_city": "casablanca",
        "customer_city": "zagora", "order_delivered_carrier_date": "2026-02-02 10:00:00",
        "order_delivered_customer_date": "2026-02-05 10:00:00",
    }  # fmt: skip
    said |= {
        f"{who}_{part}": ""
        for who in ("seller", "customer")
        for part in ("zip_code_prefix", "state", "lat", "lng")
    }
    file.write_text("\n".join(map(",".join, (said.keys(), said.values()))), encoding="utf-8")

    counts = run(file, maps=[str(sample)])

    assert counts["imported"] == "1"


@ON_SQLITE_ONCE
def test_a_killed_run_goes_on_where_it_was(tmp_path: Path, migrated: Callable[[Path], None]) -> None:
    """Killed as by a power cut, run again, and compared with a run that nothing disturbed."""
    lines = [
        f"K{n},1,{500 + n % 900},Rabat,{('Tangier', 'Agadir', '???')[n % 3]},Awa,2026-02-02 10:00:00,"
        for n in range(4000)
    ]
    disturbed, quiet = tmp_path / "disturbed", tmp_path / "quiet"
    arguments = ["--country", "morocco", *(part for said in MAP for part in ("--map", said))]
    files = {}
    migrated(disturbed)
    assert rekkas(disturbed, "country", "load", "morocco").returncode == 0
    shutil.copytree(disturbed, quiet)
    for data in (disturbed, quiet):
        files[data] = write(data, lines)

    importing = started(disturbed, "import", "parcels", files[disturbed], *arguments)
    while importing.poll() is None and rows(disturbed, "SELECT count(*) FROM mail_item") == [(0,)]:
        time.sleep(0.01)
    importing.kill()
    importing.communicate()
    ((taken,),) = rows(disturbed, "SELECT count(*) FROM mail_item")
    again = rekkas(disturbed, "import", "parcels", files[disturbed], *arguments)
    undisturbed = rekkas(quiet, "import", "parcels", files[quiet], *arguments)

    assert importing.returncode == -9
    assert 0 < int(str(taken)) < 2667
    assert (again.returncode, undisturbed.returncode) == (0, 0), again.stderr + undisturbed.stderr
    record = "SELECT i.reference, i.weight_g, i.key FROM mail_item i ORDER BY 1"
    assert rows(disturbed, record) == rows(quiet, record)
    assert rows(disturbed, "SELECT count(*) FROM mail_item") == [(2667,)]
    assert rows(disturbed, "SELECT count(*) FROM mail_event") == [(2667,)]
    name = "parcels.csv.rejected.csv"
    assert (disturbed / name).read_text() == (quiet / name).read_text()
    assert len(read(quiet / name)) == 1333
