"""The consolidated list of the UN Security Council: `CONSOLIDATED_LIST` with INDIVIDUALS and ENTITIES.

A name has up to four parts; an alias says how good it is (Good, Low, a.k.a., f.k.a.) and may hold several names
parted by semicolons; a day of birth is a DATE, a YEAR or from FROM_YEAR to TO_YEAR, exact, about or between.
"""

from collections.abc import Iterator

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
    day_said,
    names_once,
    once,
)

CODE = "un"
_NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_KINDS = {"INDIVIDUAL": Kind.PERSON, "ENTITY": Kind.ENTITY}


def read(data: bytes) -> SanctionFile:
    listed_at = day_said(xml.root_attributes(data).get("dateGenerated", ""))
    if listed_at is None:
        raise NotAList("no-day", name="dateGenerated")
    return SanctionFile(CODE, listed_at, tuple(_entry(one) for one in xml.elements(data, *_KINDS)))


def _entry(element: etree._Element) -> SanctionEntry:
    tag = xml.local_name(element)
    entry_id = xml.text_of(element, "REFERENCE_NUMBER") or xml.text_of(element, "DATAID")
    names = names_once(_names(element, f"{tag}_ALIAS"))
    if not entry_id or not names:
        raise NotAList("no-name" if entry_id else "no-number", entry=entry_id or tag)
    return SanctionEntry(
        list_code=CODE,
        entry_id=entry_id,
        kind=_KINDS[tag],
        names=names,
        births=tuple(dict.fromkeys(_births(element))),
        countries=once(
            [
                *(xml.text_of(one) for one in xml.children(xml.child(element, "NATIONALITY"), "VALUE")),
                *(xml.text_of(one, "COUNTRY") for one in xml.children(element, f"{tag}_ADDRESS")),
            ]
        ),
        papers=tuple(
            ListedPaper(
                number, xml.text_of(one, "TYPE_OF_DOCUMENT"),
                xml.text_of(one, "COUNTRY_OF_ISSUE") or xml.text_of(one, "ISSUING_COUNTRY"),
            )
            for one in xml.children(element, "INDIVIDUAL_DOCUMENT") if (number := xml.text_of(one, "NUMBER"))
        ),
        programmes=once([xml.text_of(element, "UN_LIST_TYPE")]),
        listed_on=day_said(xml.text_of(element, "LISTED_ON")),
    )  # fmt: skip


def _names(element: etree._Element, alias: str) -> Iterator[ListedName]:
    yield ListedName(" ".join(xml.text_of(element, part) for part in _NAME_PARTS), Quality.PRIMARY)
    yield ListedName(xml.text_of(element, "NAME_ORIGINAL_SCRIPT"), Quality.PRIMARY)
    for one in xml.children(element, alias):
        quality = Quality.WEAK if xml.text_of(one, "QUALITY").lower() == "low" else Quality.GOOD
        yield from (ListedName(name, quality) for name in xml.text_of(one, "ALIAS_NAME").split(";"))


def _births(element: etree._Element) -> Iterator[Birth]:
    for one in xml.children(element, "INDIVIDUAL_DATE_OF_BIRTH"):
        first, last = xml.text_of(one, "FROM_YEAR"), xml.text_of(one, "TO_YEAR")
        said = (
            xml.text_of(one, "DATE")
            or xml.text_of(one, "YEAR")
            or (f"{first} to {last}" if first and last else "")
        )
        found = birth_said(said)
        if found is not None:
            yield found.widened() if xml.text_of(one, "TYPE_OF_DATE").upper().startswith("APPROX") else found
