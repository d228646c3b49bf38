"""Messages of which no package has the official schema, judged by classes that were generated from it."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from lxml import etree
from xsdata.exceptions import ParserError
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.parsers.config import ParserConfig
from xsdata.formats.dataclass.serializers import XmlSerializer

from postkit.iso20022 import Message, read, statuses, write
from tests.postkit.iso20022.changing import changed
from tests.postkit.iso20022.judges import (
    CLASSES_ALONE,
    SCHEMAS,
    Book,
    book_of_classes,
    book_of_schema,
    classes_of,
)
from tests.postkit.iso20022.samples import (
    SAMPLES,
    customer_statuses,
    interbank_statuses,
    returned,
)

STRICT = ParserConfig(
    fail_on_unknown_properties=True, fail_on_unknown_attributes=True, fail_on_converter_warnings=True
)


def told(data: bytes) -> list[tuple[str, dict[str, str]]]:
    """The elements of a message in their sequence; a moment can be written in more ways than one, so without texts."""
    return [(element.tag, dict(element.attrib)) for element in etree.fromstring(data).iter()]


def through_the_classes(data: bytes, name: str) -> bytes:
    """The message read into the classes and written by them, which know one sequence only."""
    message = XmlParser(config=STRICT).from_bytes(data, classes_of(name).Document)
    return XmlSerializer().render(message).encode()


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_a_message_goes_through_the_classes_unchanged(name: str) -> None:
    data = write(SAMPLES[name])

    again = through_the_classes(data, name)

    assert told(again) == told(data)
    assert read(again) == SAMPLES[name]


@given(interbank_statuses() | returned())
def test_answers_and_returns_of_any_content_go_through_the_classes_unchanged(message: Message) -> None:
    data = write(message)

    assert told(through_the_classes(data, message.version)) == told(data)


@given(customer_statuses())
def test_the_newer_report_of_any_content_goes_through_the_classes_unchanged(
    message: statuses.CustomerStatus,
) -> None:
    data = write(replace(message, version="pain.002.001.10"))

    assert told(through_the_classes(data, "pain.002.001.10")) == told(data)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<OrgnlMsgId>", "<Unheard>1</Unheard><OrgnlMsgId>"),  # a name that the standard has not
        ("MsgId>", "MsgIds>"),  # what must be there is missing
    ],
)
def test_what_the_classes_do_not_know_is_found(old: str, new: str) -> None:
    data = changed("pacs.002.001.10", old, new)

    with pytest.raises((ParserError, TypeError)):
        through_the_classes(data, "pacs.002.001.10")


def test_another_sequence_is_found() -> None:
    root = etree.fromstring(write(SAMPLES["pacs.002.001.10"]))
    header = root[0][0]
    header.append(header[0])
    data = etree.tostring(root)

    assert told(through_the_classes(data, "pacs.002.001.10")) != told(data)


def differences(schema: Book, classes: Book) -> list[tuple[Any, ...]]:
    """Where two descriptions of a message do not say the same, in any element that it can have."""
    found: list[tuple[Any, ...]] = []
    seen: set[Any] = set()
    waiting = [(schema.document, classes.document)]
    while waiting:
        here, there = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        ours, theirs = schema.children(here), classes.children(there)
        if [child._replace(kind="") for child in ours] != [child._replace(kind="") for child in theirs]:
            found.append((here, ours, theirs))
        waiting += [(one.kind, other.kind) for one, other in zip(ours, theirs, strict=False)]
    assert len(seen) > 40, "only a part of the message was looked at"
    return found


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_the_classes_say_what_the_official_schema_says(name: str) -> None:
    for folder in SCHEMAS[name]:
        assert differences(book_of_schema(folder / f"{name}.xsd"), book_of_classes(name)) == []


def test_a_difference_is_found() -> None:
    schema = book_of_schema(SCHEMAS["pain.001.001.09"][0] / "pain.001.001.09.xsd")

    assert differences(schema, book_of_classes("pain.001.001.03"))


def test_each_message_has_its_judge() -> None:
    assert {*SCHEMAS, *CLASSES_ALONE} == set(SAMPLES)
