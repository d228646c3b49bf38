"""`rekkas import parcels` on 4,189 real rows, with their holes: killed once, then run to its end, then run again."""

import csv
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.operator.terminal import ON_SQLITE_ONCE, rekkas, rows, started

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "data" / "parcels" / "parcels.csv"
ROWS, GOOD, REJECTED, DOUBTFUL = 4_189, 3_572, 564, 53
COUNT = re.compile(r"(rows|imported|repeated|rejected|doubtful place)\W+([\d,]+)")


def items_in(data: Path) -> int:
    ((count,),) = rows(data, "SELECT count(*) FROM mail_item")
    return int(str(count))


def killed_on_its_way(data: Path, *arguments: object) -> int:
    """Kill the import as a power cut would, once some of its items are written. Returns how many."""
    importing = started(data, *arguments)
    while importing.poll() is None and items_in(data) <= 500:
        time.sleep(0.02)
    importing.kill()
    importing.communicate()
    assert importing.returncode == -9
    return items_in(data)


def counts_of(data: Path, *arguments: object) -> dict[str, int]:
    """Run the import to its end: what it says of the rows."""
    ran = rekkas(data, *arguments)
    assert ran.returncode == 0, ran.stderr
    return {name: int(number.replace(",", "")) for name, number in COUNT.findall(ran.stdout)}


@pytest.mark.slow
@ON_SQLITE_ONCE
@pytest.mark.skipif(not REAL.is_file(), reason=f"the real parcels are not here: {REAL}")
def test_real_parcels_are_imported_once_however_often_the_run_is_killed_or_repeated(
    tmp_path: Path, migrated: Callable[[Path], None]
) -> None:
    file = tmp_path / "parcels.csv"
    file.write_bytes(REAL.read_bytes())
    migrated(tmp_path)
    assert rekkas(tmp_path, "country", "load", ROOT / "countries" / "brazil").returncode == 0
    sample = ROOT / "docs" / "examples" / "parcels-map.toml"
    run = ("import", "parcels", file, "--country", "brazil", "--map", sample)

    taken = killed_on_its_way(tmp_path, *run)
    second = counts_of(tmp_path, *run)
    items = items_in(tmp_path)
    third = counts_of(tmp_path, *run)
    verified = rekkas(tmp_path, "verify")

    left = {"rejected": REJECTED, "doubtful place": DOUBTFUL}
    assert 500 < taken < GOOD
    assert second == {"rows": ROWS, "imported": GOOD - taken, "repeated": taken, **left}
    assert third == {"rows": ROWS, "imported": 0, "repeated": GOOD, **left}
    assert items == items_in(tmp_path) == GOOD
    assert sum(third.values()) == 2 * ROWS  # each row ends in one way
    assert verified.returncode == 0, verified.stdout
    with (tmp_path / "parcels.csv.rejected.csv").open(encoding="utf-8", newline="") as answers:
        rejected = list(csv.DictReader(answers))
    doubtful = Counter(row["code"] == "import.place-doubtful" for row in rejected)
    assert doubtful == {True: DOUBTFUL, False: REJECTED}
    assert len({row["line"] for row in rejected}) == REJECTED + DOUBTFUL
    assert all(row["line"].isdigit() and row["reason"] for row in rejected)
