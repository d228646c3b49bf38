"""A file that was being sent when its program was killed."""

import subprocess
import sys
from pathlib import Path

import pytest

from rekkas.shipping.queries import shipments_of
from tests.clients.line import Line
from tests.clients.sheets import outcomes, parcels, results, row
from tests.clients.shop import MERCHANT, environment, references

pytestmark = pytest.mark.django_db(transaction=True)


def test_killed_and_run_again_it_sends_nothing_twice(here: Path, line: Line, token: str) -> None:
    path = parcels(here, *(row(f"A-{n:02}" if n % 3 else "") for n in range(20)))
    line.faults = ["", "", "hold"]
    command = [sys.executable, "-m", "rekkas_client", "send", str(path), "--part", "4"]

    with subprocess.Popen(command, env=environment(line.url, token), stderr=subprocess.DEVNULL) as running:
        assert line.held.wait(120)
        running.kill()
    sent_when_killed = len(references())
    with Path(f"{path}.journal").open("ab") as journal:
        journal.write(b'{"row":9,"name":"half a li')  # the machine went down while it wrote
    again = subprocess.run(command, env=environment(line.url, token), capture_output=True, text=True)

    assert running.returncode == -9
    assert sent_when_killed == 12
    assert again.returncode == 0, again.stderr
    assert outcomes(path) == ["known"] * 8 + ["repeated"] * 4 + ["created"] * 8
    assert len(list(shipments_of(MERCHANT))) == 20
    numbers = [one["numbers"] for one in results(path)]
    assert sorted(numbers) == sorted(shipment.number for shipment in shipments_of(MERCHANT))
    assert token not in Path(f"{path}.journal").read_text() + again.stdout + again.stderr
