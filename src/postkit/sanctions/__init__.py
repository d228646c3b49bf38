"""Sanction lists as their publishers give them: read from the official files into one shape.

Idea: a post checks its customers against lists that others keep. Each publisher has its own file; `read_list` tells
them apart by what they hold and gives the same frozen entries for all. What a file says is kept as it says it: names
with their script and how sure the publisher is of them, days of birth as the days they may mean, numbers of papers.
The digest of an entry is that of its content, so that one that has not changed is known again in the next file.

Sources: the file shapes in public use, in our own words and **not verified against a specification**: UN Security
Council consolidated list (XML, `CONSOLIDATED_LIST`), OFAC Specially Designated Nationals (XML, `sdnList`, both
namespaces), EU consolidated financial sanctions (XML and CSV, version 1.1). OFAC gives no day of listing. Vessels
and aircraft are entities here.

Shapes: bytes in; `SanctionFile` of `SanctionEntry` out; days are dates, countries are as written.
Errors: `NotAList`, with the reason, for whatever is none of these, is cut off, names no list date or holds fewer
entries than it says. A file is taken whole or not at all; only a CSV that was cut off between two rows cannot be told.
No document type, entity or address of an XML file is ever followed.

>>> un = b'''<CONSOLIDATED_LIST dateGenerated="2026-01-20T00:00:01Z"><INDIVIDUALS><INDIVIDUAL><DATAID>7</DATAID>
... <FIRST_NAME>NOBODY</FIRST_NAME><SECOND_NAME>ATALL</SECOND_NAME><REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER>
... <INDIVIDUAL_DATE_OF_BIRTH><YEAR>1970</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
... </INDIVIDUAL></INDIVIDUALS><ENTITIES/></CONSOLIDATED_LIST>'''
>>> kept = read_list(un)
>>> kept.list_code, kept.listed_at, kept.entries[0].names[0].text, str(kept.entries[0].births[0])
('un', datetime.date(2026, 1, 20), 'NOBODY ATALL', '1970')
>>> read_list(b"<html/>")
Traceback (most recent call last):
postkit.sanctions.model.NotAList: its first element is html; that is no list known here
"""

from postkit.sanctions import eu, ofac, un
from postkit.sanctions.model import (
    REASONS,
    Birth,
    Kind,
    ListedName,
    ListedPaper,
    NotAList,
    Quality,
    SanctionEntry,
    SanctionFile,
)
from postkit.sanctions.xml import first_element

__all__ = [
    "REASONS",
    "Birth",
    "Kind",
    "ListedName",
    "ListedPaper",
    "NotAList",
    "Quality",
    "SanctionEntry",
    "SanctionFile",
    "read_list",
]

_BOM = b"\xef\xbb\xbf"
_BY_ROOT = {"CONSOLIDATED_LIST": un.read, "sdnList": ofac.read, "export": eu.read_xml}


def read_list(data: bytes) -> SanctionFile:
    """The list that a file holds, whichever of those known here."""
    start = data.removeprefix(_BOM).lstrip()[:64]
    if not start:
        raise NotAList("empty")
    if not start.startswith(b"<") and b"\0" not in start:
        return eu.read_csv(data)
    root = first_element(data)
    if root not in _BY_ROOT:
        raise NotAList("unknown", name=root)
    return _BY_ROOT[root](data)
