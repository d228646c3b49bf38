"""Sanction lists are read whole or not at all, and the same person comes out of each shape of file."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkit.sanctions import (
    Birth,
    Kind,
    ListedName,
    ListedPaper,
    NotAList,
    Quality,
    SanctionEntry,
    read_list,
)
from postkit.sanctions.model import birth_said

FILES = Path(__file__).parent / "sanctions_files"


def file(name: str) -> bytes:
    return (FILES / name).read_bytes()


def test_the_list_of_the_united_nations() -> None:
    kept = read_list(file("un.xml"))

    person, other, entity = kept.entries
    assert (kept.list_code, kept.listed_at) == ("un", date(2026, 1, 20))
    assert person == SanctionEntry(
        list_code="un", entry_id="XXi.001", kind=Kind.PERSON,
        names=(
            ListedName("QASSIM BOUTAYEB AL-KHAYALI", Quality.PRIMARY),
            ListedName("قاسم بوطيب الخيالي", Quality.PRIMARY),
            ListedName("Kacem Boutaieb Khayali"), ListedName("Qasem al Khayali"), ListedName("Abou Wahm", Quality.WEAK),
        ),
        births=(Birth.of(1970, 2, 3), Birth.between(1970, 1972)), countries=("Nowhere", "Elsewhere"),
        papers=(ListedPaper("XX1234567", "Passport", "Nowhere"),), programmes=("Nowhere",), listed_on=date(2016, 4, 20),
    )  # fmt: skip
    assert (other.entry_id, other.births) == ("900002", (Birth.between(1958, 1960),))
    assert (entity.kind, [name.text for name in entity.names]) == (
        Kind.ENTITY, ["SARAB TRADING COMPANY", "Sarab Negoce"],
    )  # fmt: skip


@pytest.mark.parametrize(
    "namespace",
    [
        b'xmlns="http://tempuri.org/sdnList.xsd"',
        b'xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML"',
        b"",
    ],
)
def test_the_list_of_ofac_in_its_old_and_its_new_namespace(namespace: bytes) -> None:
    kept = read_list(file("ofac.xml").replace(b'xmlns="http://tempuri.org/sdnList.xsd"', namespace))

    person, entity, vessel = kept.entries
    assert (kept.list_code, kept.listed_at) == ("ofac", date(2026, 9, 16))
    assert person == SanctionEntry(
        list_code="ofac", entry_id="90001", kind=Kind.PERSON,
        names=(
            ListedName("Nour Eddine TAKHAYOUL", Quality.PRIMARY), ListedName("Nureddin TAKHAYYUL"),
            ListedName("THE DREAMER", Quality.WEAK),
        ),
        births=(Birth.of(1948, 12, 10), Birth.between(1950, 1952)), countries=("Nowhere", "Elsewhere"),
        papers=(ListedPaper("ZZ7654321", "Passport", "Nowhere"),), programmes=("NOWHERE", "EXAMPLE"),
    )  # fmt: skip
    assert [one.kind for one in (entity, vessel)] == [Kind.ENTITY, Kind.ENTITY]


def test_the_list_of_the_european_union_says_the_same_in_xml_and_in_csv() -> None:
    of_xml, of_csv = read_list(file("eu.xml")), read_list(file("eu.csv"))

    assert of_xml == of_csv
    person, entity = of_xml.entries
    assert (of_xml.list_code, of_xml.listed_at) == ("eu", date(2026, 8, 5))
    assert person == SanctionEntry(
        list_code="eu", entry_id="EU.9001.1", kind=Kind.PERSON,
        names=(
            ListedName("Aïcha Ghayrmawjouda"), ListedName("عائشة غيرموجودة"), ListedName("The Absent", Quality.WEAK),
        ),
        births=(Birth.of(1960, 4, 10), Birth.between(1960, 1962)), papers=(ListedPaper("NW 55 66", "passport"),),
        programmes=("NWH",), listed_on=date(2003, 7, 8),
    )  # fmt: skip
    assert (entity.entry_id, entity.kind, entity.listed_on) == ("EU.9002.1", Kind.ENTITY, date(2022, 3, 1))


def test_an_entry_that_has_not_changed_is_known_again() -> None:
    before, after = read_list(file("un.xml")), read_list(file("un.xml").replace(b"2026-01-20", b"2026-02-20"))
    changed = read_list(file("un.xml").replace(b"<YEAR>1971<", b"<YEAR>1972<"))

    assert [entry.digest for entry in before.entries] == [entry.digest for entry in after.entries]
    assert [entry.digest for entry in changed.entries][1:] == [entry.digest for entry in before.entries][1:]
    assert changed.entries[0].digest != before.entries[0].digest


BOMB = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><CONSOLIDATED_LIST dateGenerated="2026-01-20">&c;</CONSOLIDATED_LIST>"""
# The same in an encoding that hides the angle brackets from a search.
HIDDEN = b'<?xml version="1.0" encoding="UTF-7"?>' + BOMB.decode().partition("?>")[2].encode("utf-7").replace(
    b"<!DOCTYPE", b"+ADw-!DOCTYPE"
).replace(b"<!ENTITY", b"+ADw-!ENTITY")
OUTSIDE = b"""<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<CONSOLIDATED_LIST dateGenerated="2026-01-20"><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>&x;</FIRST_NAME>
</INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>"""


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is empty"),
        (b"\xef\xbb\xbf  \n", "it is empty"),
        (BOMB, "it declares a document type"),
        (OUTSIDE, "it declares a document type"),
        (BOMB.decode().encode("utf-16"), "not written in UTF-8"),
        (BOMB.decode().encode("utf-16-le"), "not written in UTF-8"),
        (HIDDEN, "it declares a document type"),
        (b"<html><body/></html>", "its first element is html"),
        (b"<sdnList><sdnEntry>", "Publish_Date|no whole XML"),
        (b"%PDF-1.7", "the column"),
        (b"name;born\nNobody;1970\n", "the column fileGenerationDate is missing"),
        (file("eu.csv").replace(b"P;person", b"P;person;more", 1), "more or fewer fields"),
        (file("eu.csv")[:900], "more or fewer fields|no entry"),
        (file("eu.csv").splitlines()[0], "no entry"),
        (file("eu.csv").replace("Aïcha".encode(), b"A\xefcha"), "neither XML nor"),
        (file("eu.csv").replace(b"05/08/2026", b"soon"), "of which day it is"),
        (file("un.xml")[:2_000], "no whole XML"),
        (file("un.xml").replace(b"dateGenerated", b"made"), "of which day it is"),
        (file("un.xml").replace(b"<FIRST_NAME>SALMA</FIRST_NAME>", b"").replace(b"NOUWAHIM", b""), "no name"),
        (file("ofac.xml").replace(b"<Record_Count>3", b"<Record_Count>4"), "says that it has 4 entries and holds 3"),
        (file("ofac.xml").replace(b"Publish_Date", b"Date"), "of which day it is"),
        (file("eu.xml").replace(b"generationDate", b"made"), "of which day it is"),
        (file("eu.xml").replace(b'euReferenceNumber="EU.9002.1" logicalId="9002"', b""), "no number"),
    ],
)  # fmt: skip
def test_what_is_no_whole_list_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(NotAList, match=reason):
        read_list(data)


def test_a_file_cut_off_anywhere_is_never_taken_for_a_shorter_list() -> None:
    """Except where only white space was lost."""
    for name in ("un.xml", "ofac.xml", "eu.xml"):
        data = file(name).rstrip()
        for end in range(0, len(data), 61):
            with pytest.raises(NotAList):
                read_list(data[:end])


@given(st.binary(max_size=200))
def test_any_bytes_have_an_answer(data: bytes) -> None:
    with pytest.raises(NotAList):
        read_list(data)


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("1970-02-03", "1970-02-03"),
        ("1970-02-03T00:00:00", "1970-02-03"),
        ("1970", "1970"),
        ("Feb 1970", "1970-02"),
        ("3 February 1970", "1970-02-03"),
        ("between 1952 and 1954", "1952 to 1954"),
        ("circa 10 Dec 1948", "1947 to 1949"),
        ("31 Feb 1970", None),  # no such day
        ("1970 to 1960", None),  # the wrong way round
        ("0000", None),
        ("not known", None),
        ("", None),
    ],
)
def test_days_of_birth_as_lists_write_them(said: str, days: str | None) -> None:
    found = birth_said(said)

    assert (str(found) if found else None) == days
