"""The scans of a simulation as a file: what devices would have sent, beside what was true.

For load tests (send the rows in their order) and for those who train something (the truth stands beside it).
"""

import csv
from pathlib import Path

from postkit import simulation
from rekkas.operator.studies import Asked
from rekkas.strategy.entries import ComparisonParams, SimulationParams
from rekkas.strategy.entries import asked as shaped
from rekkas.strategy.runs import mail, worlds

HEAD = ("scan_id", "item", "kind", "office", "trip", "device", "happened_at", "sent_at", "true_at")
DEVICES = simulation.Devices()


def write_scans(asked: Asked, path: Path) -> int:
    """Send the mail of a study once more, keep each step, and write the scans. Returns how many."""
    params = shaped(asked.kind, asked.params)
    assert isinstance(params, SimulationParams | ComparisonParams)  # noqa: S101 - the command asks for no other
    world = worlds.world_of(asked.country)
    settings = mail.settings_of(params.disturbances)
    plan, settings = mail.supposed(params.set, worlds.plan_of(world), settings, params.first_day, params.days)
    outcome, settings = mail.traced(world, plan, settings, params, seed=asked.seed)
    begun = path.with_name(f"{path.name}.part")
    try:
        with begun.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(HEAD)
            count = 0
            for scan in simulation.device_scans(outcome, settings, DEVICES, seed=asked.seed):
                rows.writerow(
                    (
                        scan.scan_id, scan.item, scan.kind, scan.office, scan.trip, scan.device,
                        scan.happened_at.isoformat(), scan.sent_at.isoformat(), scan.true_at.isoformat(),
                    )
                )  # fmt: skip
                count += 1
        begun.replace(path)
    finally:
        begun.unlink(missing_ok=True)
    return count
