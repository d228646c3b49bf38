"""Files of parcels, and what is written beside them."""

import csv
from pathlib import Path

HEAD = ["reference", "product", "destination", "name", "street", "phone", "weight_g", "cod_amount"]


def row(reference: str, **changes: str) -> dict[str, str]:
    said = ["parcel-cod", "Zagora", "Amina Alaoui", "12, avenue Mohammed V", "0600000000", "1200", "35000"]
    return {**dict(zip(HEAD, [reference, *said], strict=True)), **changes}


def parcels(folder: Path, *rows: dict[str, str], delimiter: str = ",") -> Path:
    path = folder / "parcels.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        sheet = csv.DictWriter(file, HEAD, delimiter=delimiter)
        sheet.writeheader()
        sheet.writerows(rows)
    return path


def results(path: Path) -> list[dict[str, str]]:
    with Path(f"{path}.results.csv").open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def outcomes(path: Path) -> list[str]:
    return [f"{one['outcome']} {one['code']}".strip() for one in results(path)]
