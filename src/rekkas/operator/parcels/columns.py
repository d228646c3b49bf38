"""The column map: which column of a file says what, and how it writes moments and amounts. Data, not code."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from rekkas.operator.parcels.errors import MapNotRight

TEXTS = (
    "product", "customer", "number", "sender_name", "sender_street", "sender_city", "sender_region",
    "sender_postcode", "sender_phone", "addressee_name", "addressee_street", "addressee_city", "addressee_region",
    "addressee_postcode", "addressee_phone",
)  # fmt: skip
NUMBERS = ("weight_g", "declared_value", "cod_amount")
COORDINATES = ("sender_latitude", "sender_longitude", "addressee_latitude", "addressee_longitude")
MOMENTS = ("posted_at", "accepted_at", "delivered_at", "promised_at")
KEYS = ("reference", *TEXTS, *NUMBERS, *COORDINATES, *MOMENTS)
NEEDED = ("reference", "product", "weight_g", "sender_city", "addressee_city", "addressee_name")


class Formats(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``time`` as Python's strptime writes it, empty for ISO 8601; amounts in ``major`` or ``minor`` units."""

    time: str = ""
    decimal: str = "."
    amounts: str = "major"
    weight: str = "g"


class ColumnMap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``columns`` names a column, or several that are joined with a dash; ``fixed`` holds for every row.

    ``regions`` says what the file's own letters for a region mean in the pack. ``source`` keeps the rows of
    two senders apart: the same reference from another source is another item.
    """

    columns: dict[str, str | list[str]]
    fixed: dict[str, str] = {}
    formats: Formats = Formats()
    regions: dict[str, str] = {}
    source: str = ""

    def columns_of(self, key: str) -> list[str]:
        named = self.columns.get(key, [])
        return [named] if isinstance(named, str) else named

    def all_columns(self) -> list[str]:
        """The columns that a file must have. The sender's promise is compared where it is there, and kept nowhere."""
        needed = (key for key in self.columns if key != "promised_at")
        return list(dict.fromkeys(column for key in needed for column in self.columns_of(key)))


def read_map(given: Sequence[str], *, stem: str) -> ColumnMap:
    """A map out of TOML files and of ``key=column`` and ``key:=value`` said beside them; the later wins."""
    columns: dict[str, str | list[str]] = {}
    fixed: dict[str, str] = {}
    rest: dict[str, object] = {}
    for said in given:
        if "=" not in said:
            part = _from_file(Path(said))
            columns |= part.columns
            fixed |= part.fixed
            rest |= {name: getattr(part, name) for name in ("formats", "regions", "source")}
        elif ":=" in said:
            key, _, value = said.partition(":=")
            fixed[key.strip()] = value.strip()
        else:
            key, _, value = said.partition("=")
            names = [name.strip() for name in value.split("+")]
            columns[key.strip()] = names[0] if len(names) == 1 else names
    made = ColumnMap(columns, fixed, **rest)  # type: ignore[arg-type]
    _check(made)
    return made if made.source else msgspec.structs.replace(made, source=stem)


def _from_file(path: Path) -> ColumnMap:
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8-sig")), ColumnMap)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise MapNotRight(reason=f"{path}: {error}") from None


def _check(made: ColumnMap) -> None:
    said = made.columns.keys() | made.fixed.keys()
    if unknown := sorted(said - set(KEYS)):
        raise MapNotRight(reason=f"{', '.join(unknown)}: not a key. The keys are {', '.join(KEYS)}")
    if lacking := [key for key in NEEDED if key not in said]:
        raise MapNotRight(reason=f"it does not say where to find {', '.join(lacking)}")
    if not said & {"posted_at", "accepted_at"}:
        raise MapNotRight(reason="it does not say where to find posted_at or accepted_at")
    if "reference" in made.fixed:
        raise MapNotRight(reason="a reference cannot be the same for every row")
    if made.formats.decimal not in ".," or made.formats.amounts not in ("major", "minor"):
        raise MapNotRight(reason='formats: decimal is "." or ",", amounts is "major" or "minor"')
    if made.formats.weight not in ("g", "kg"):
        raise MapNotRight(reason='formats: weight is "g" or "kg"')
