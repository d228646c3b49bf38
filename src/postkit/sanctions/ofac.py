"""The list of Specially Designated Nationals of OFAC, in its classic XML: `sdnList` with one `sdnEntry` each.

The two namespaces that are about, the old and the new, hold the same. A person's names are parted into first and last;
an alias is strong or weak. The file says how many entries it has: one that has fewer was cut off.
"""

from collections.abc import Iterator

from lxml import etree

from postkit.sanctions import xml
from postkit.sanctions.model import (
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

CODE = "ofac"
# Of what OFAC keeps under "id", these are numbers of papers by which somebody can be known.
_PAPERS = (
    "passport",
    "identification",
    "national id",
    "cedula",
    "registration",
    "tax id",
    "license",
    "c.u.r.p",
)


def read(data: bytes) -> SanctionFile:
    listed_at, count, entries = None, 0, list[SanctionEntry]()
    for element in xml.elements(data, "publshInformation", "publishInformation", "sdnEntry"):
        if xml.local_name(element) == "sdnEntry":
            entries.append(_entry(element))
            continue
        said = xml.text_of(element, "Publish_Date")
        listed_at = day_in_slashes(said, month_first=True) or day_said(said)
        counted = xml.text_of(element, "Record_Count")
        count = int(counted) if counted.isdecimal() else 0
    if listed_at is None:
        raise NotAList("no-day", name="Publish_Date")
    if count != len(entries):
        raise NotAList("count", said=count, held=len(entries))
    return SanctionFile(CODE, listed_at, tuple(entries))


def _entry(element: etree._Element) -> SanctionEntry:
    entry_id = xml.text_of(element, "uid")
    names = names_once(_names(element))
    if not entry_id or not names:
        raise NotAList("no-name" if entry_id else "no-number", entry=entry_id or "sdnEntry")
    is_person = xml.text_of(element, "sdnType").lower() == "individual"
    births = (
        birth_said(xml.text_of(one, "dateOfBirth"))
        for one in xml.children(xml.child(element, "dateOfBirthList"), "dateOfBirthItem")
    )
    return SanctionEntry(
        list_code=CODE,
        entry_id=entry_id,
        kind=Kind.PERSON if is_person else Kind.ENTITY,
        names=names,
        births=tuple(dict.fromkeys(birth for birth in births if birth is not None)),
        countries=once(_countries(element)),
        papers=tuple(_papers(element)),
        programmes=once(
            xml.text_of(one) for one in xml.children(xml.child(element, "programList"), "program")
        ),
    )


def _full_name(element: etree._Element) -> str:
    return f"{xml.text_of(element, 'firstName')} {xml.text_of(element, 'lastName')}"


def _names(element: etree._Element) -> Iterator[ListedName]:
    yield ListedName(_full_name(element), Quality.PRIMARY)
    for one in xml.children(xml.child(element, "akaList"), "aka"):
        is_weak = xml.text_of(one, "category").lower() == "weak"
        yield ListedName(_full_name(one), Quality.WEAK if is_weak else Quality.GOOD)


def _countries(element: etree._Element) -> Iterator[str]:
    for group, one in (
        ("nationalityList", "nationality"),
        ("citizenshipList", "citizenship"),
        ("addressList", "address"),
    ):
        yield from (xml.text_of(found, "country") for found in xml.children(xml.child(element, group), one))


def _papers(element: etree._Element) -> Iterator[ListedPaper]:
    for one in xml.children(xml.child(element, "idList"), "id"):
        kind, number = xml.text_of(one, "idType"), xml.text_of(one, "idNumber")
        if number and any(word in kind.lower() for word in _PAPERS):
            yield ListedPaper(number, kind, xml.text_of(one, "idCountry"))
