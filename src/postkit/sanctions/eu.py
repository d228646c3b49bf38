"""The consolidated list of financial sanctions of the European Union, version 1.1, as XML and as CSV.

In XML everything stands in attributes of `sanctionEntity` and its children. In CSV an entity has a row for each of
its names, addresses, days of birth and papers, parted by semicolons, all under one `Entity_LogicalId`; a row fills
the columns of one of these and leaves the others blank. Both give the same entries.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping

from lxml import etree

from postkit.sanctions import xml
from postkit.sanctions.model import (
    Birth,
    Kind,
    ListedName,
    ListedPaper,
    NotAList,
    Quality,
    SanctionEntry,
    SanctionFile,
    birth_said,
    day_in_slashes,
    day_said,
    names_once,
    once,
)

CODE = "eu"
_NEEDED = ("fileGenerationDate", "Entity_LogicalId", "Entity_SubjectType", "NameAlias_WholeName")
_NO_COUNTRY = {"", "00", "UNKNOWN"}
_LOW = re.compile(r"\blow? quality", re.IGNORECASE)
csv.field_size_limit(1_000_000)

Row = Mapping[str, str]


def read_xml(data: bytes) -> SanctionFile:
    listed_at = day_said(xml.root_attributes(data).get("generationDate", ""))
    if listed_at is None:
        raise NotAList("no-day", name="generationDate")
    return SanctionFile(CODE, listed_at, tuple(_entry(one) for one in xml.elements(data, "sanctionEntity")))


def _entry(element: etree._Element) -> SanctionEntry:
    subject = xml.child(element, "subjectType")
    return _made(
        entry_id=element.get("euReferenceNumber") or element.get("logicalId") or "",
        subject=(subject.get("classificationCode") or subject.get("code") or "") if subject is not None else "",
        names=(_name(one.attrib, xml.text_of(one, "remark")) for one in _children(element, "nameAlias")),
        births=(_birth(one.attrib) for one in _children(element, "birthdate")),
        countries=[
            _country(one.attrib, "country")
            for name in ("citizenship", "address") for one in _children(element, name)
        ],
        papers=(
            _paper(
                one.get("number") or one.get("latinNumber") or "", one.get("identificationTypeDescription") or
                one.get("identificationTypeCode") or "", _country(one.attrib, "country"),
            )
            for one in _children(element, "identification")
        ),
        programmes=(one.get("programme") or "" for one in _children(element, "regulation")),
        listed=[element.get("designationDate") or "", *(
            one.get("publicationDate") or "" for one in _children(element, "regulation")
        )],
    )  # fmt: skip


def _children(element: etree._Element, name: str) -> list[etree._Element]:
    return list(xml.children(element, name))


def read_csv(data: bytes) -> SanctionFile:
    try:
        lines = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";", strict=True)
        columns = [name.strip() for name in lines.fieldnames or ()]
        if missing := [name for name in _NEEDED if name not in columns]:
            raise NotAList("no-column", name=missing[0])
        lines.fieldnames = columns
        rows = list(lines)
    except (UnicodeDecodeError, csv.Error) as error:
        raise NotAList("no-csv", error=error) from error
    by_entity: dict[str, list[Row]] = {}
    for row in rows:
        if None in row or None in row.values():
            raise NotAList("fields")
        if row["Entity_LogicalId"].strip():
            by_entity.setdefault(row["Entity_LogicalId"].strip(), []).append(row)
    if not rows or not by_entity:
        raise NotAList("no-entry")
    said = rows[0]["fileGenerationDate"]
    listed_at = day_said(said) or day_in_slashes(said, month_first=False)
    if listed_at is None:
        raise NotAList("no-day", name="fileGenerationDate")
    return SanctionFile(CODE, listed_at, tuple(_of_rows(entity) for entity in by_entity.values()))


def _of_rows(rows: list[Row]) -> SanctionEntry:
    first = rows[0]
    return _made(
        entry_id=_of(first, "Entity_EU_ReferenceNumber") or _of(first, "Entity_LogicalId"),
        subject=_of(first, "Entity_SubjectType_ClassificationCode") or _of(first, "Entity_SubjectType"),
        names=(_name(_part(row, "NameAlias_"), _of(row, "NameAlias_Remark")) for row in rows),
        births=(_birth(_part(row, "BirthDate_")) for row in rows),
        countries=[
            _country(_part(row, name), "country") for name in ("Citizenship_", "Address_") for row in rows
        ],
        papers=(
            _paper(
                _of(row, "Identification_Number") or _of(row, "Identification_LatinNumber"),
                _of(row, "Identification_TypeDescription") or _of(row, "Identification_TypeCode"),
                _country(_part(row, "Identification_"), "country"),
            )
            for row in rows
        ),
        programmes=(_of(row, "Entity_Regulation_Programme") for row in rows),
        listed=[
            _of(row, name) for row in rows for name in ("Entity_DesignationDate", "Entity_Regulation_PublicationDate")
        ],
    )  # fmt: skip


def _of(row: Row, name: str) -> str:
    return (row.get(name) or "").strip()


def _part(row: Row, beginning: str) -> dict[str, str]:
    """The columns of one part, under the names that the attributes have in XML."""
    found = {name.removeprefix(beginning): value for name, value in row.items() if name.startswith(beginning)}
    return {
        _ATTRIBUTES.get(name, name[:1].lower() + name[1:]): value.strip() for name, value in found.items()
    }


_ATTRIBUTES = {"BirthDate": "birthdate", "Day": "dayOfMonth", "Month": "monthOfYear"}


def _made(
    *, entry_id: str, subject: str, names: Iterable[ListedName], births: Iterable[Birth | None],
    countries: Iterable[str], papers: Iterable[ListedPaper | None], programmes: Iterable[str], listed: Iterable[str],
) -> SanctionEntry:  # fmt: skip
    kept = names_once(names)
    if not entry_id or not kept:
        raise NotAList("no-name" if entry_id else "no-number", entry=entry_id or "sanctionEntity")
    days = [day for said in listed if (day := day_said(said) or day_in_slashes(said, month_first=False))]
    return SanctionEntry(
        list_code=CODE,
        entry_id=entry_id,
        kind=Kind.PERSON if subject.lower() in {"p", "person"} else Kind.ENTITY,
        names=kept,
        births=tuple(dict.fromkeys(birth for birth in births if birth is not None)),
        countries=once(countries),
        papers=tuple(dict.fromkeys(paper for paper in papers if paper is not None)),
        programmes=once(programmes),
        listed_on=min(days, default=None),
    )


def _name(given: Mapping[str, str], remark: str) -> ListedName:
    whole = given.get("wholeName") or " ".join(
        given.get(part) or "" for part in ("firstName", "middleName", "lastName")
    )
    is_weak = given.get("strong", "true").lower() == "false" or _LOW.search(remark) is not None
    return ListedName(whole, Quality.WEAK if is_weak else Quality.GOOD)


def _birth(given: Mapping[str, str]) -> Birth | None:
    if given.get("calendarType", "GREGORIAN").upper() not in {"", "GREGORIAN"}:
        return None
    found = birth_said(given.get("birthdate") or "") or _day_of(given) or birth_said(given.get("year") or "")
    first, last = given.get("yearRangeFrom") or "", given.get("yearRangeTo") or ""
    if found is None and first and last:
        found = birth_said(f"{first} to {last}")
    is_about = given.get("circa", "").lower() == "true"
    return found.widened() if found is not None and is_about else found


def _day_of(given: Mapping[str, str]) -> Birth | None:
    parts = [given.get(name) or "" for name in ("year", "monthOfYear", "dayOfMonth")]
    if not all(part.isdecimal() for part in parts[:2]):
        return None
    return birth_said("-".join(f"{int(part):02}" if at else part for at, part in enumerate(parts) if part))


def _country(given: Mapping[str, str], beginning: str) -> str:
    for name in (f"{beginning}Description", f"{beginning}Iso2Code"):
        if (said := (given.get(name) or "").strip()).upper() not in _NO_COUNTRY:
            return said
    return ""


def _paper(number: str, kind: str, country: str) -> ListedPaper | None:
    return ListedPaper(" ".join(number.split()), kind, country) if number.strip() else None
