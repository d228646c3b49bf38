from dataclasses import replace

import pytest

from postkit.iso20022 import VERSIONS, NotAMessage, read
from postkit.iso20022.parts import Reason
from postkit.iso20022.statuses import (
    CustomerStatus,
    PaymentStatus,
    TransferStatus,
    read_customer_status,
    read_interbank_status,
    write_customer_status,
    write_interbank_status,
)
from tests.postkit.iso20022.changing import changed, golden
from tests.postkit.iso20022.samples import ACCEPTED, ANSWER, AT


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        ("pain.002.001.10", ">RJCT<", ">rjct<", "code"),
        ("pain.002.001.10", ">RJCT<", ">NO<", "code"),
        ("pain.002.001.10", ">JULY-2<", ">JULY-1<", "duplicate"),
        ("pain.002.001.10", ">DINARS<", ">JULY<", "duplicate"),
        ("pain.002.001.10", "<TxSts>RJCT</TxSts>", "", "missing"),
        ("pain.002.001.10", "<OrgnlMsgId>WAGES-2026-07</OrgnlMsgId>", "", "missing"),
        ("pain.002.001.10", "<Cd>AC01</Cd>", "<Cd>AC01</Cd><Prtry>X</Prtry>", "code"),
        ("pain.002.001.10", "<Cd>AC01</Cd>", "", "code"),
        ("pain.002.001.10", ">Compte inconnu<", f">{'x' * 106}<", "text"),
        ("pain.002.001.03", ">ACSP<", ">ACCC<", "code"),  # this version has a closed list
        ("pain.002.001.03", ">ACSP<", ">RCVD<", "code"),  # a message is received, a transfer is not
        ("pacs.002.001.10", ">T-2<", ">T-1<", "duplicate"),
        ("pacs.002.001.10", "<OrgnlInstrId>I-2</OrgnlInstrId>", "<OrgnlGrpInf/>", "unsupported"),
        ("pacs.002.001.10", ">2026-07-20T09:30:00+01:00</AccptncDtTm>", "></AccptncDtTm>", "date"),
    ],
)
def test_a_report_is_refused_with_its_reason(name: str, old: str, new: str, reason: str) -> None:
    with pytest.raises(NotAMessage) as refusal:
        read(changed(name, old, new))

    assert refusal.value.reason == reason


def test_each_report_is_read_by_its_own_reader_alone() -> None:
    assert read_customer_status(golden("pain.002.001.10").encode()) == ANSWER
    assert read_interbank_status(golden("pacs.002.001.10").encode()) == ACCEPTED
    with pytest.raises(NotAMessage, match="unknown-message"):
        read_customer_status(golden("pacs.002.001.10").encode())
    with pytest.raises(NotAMessage, match="unknown-message"):
        read_interbank_status(golden("pain.002.001.10").encode())


def test_an_answer_has_the_version_that_its_question_calls_for() -> None:
    for name in ("pain.001.001.03", "pain.001.001.09"):
        answer = CustomerStatus("S", AT, "M", name, "ACTC", version=VERSIONS[name].answer)

        assert read_customer_status(write_customer_status(answer)) == answer


def test_a_status_outside_the_closed_list_is_not_written_in_the_older_version() -> None:
    there = TransferStatus("ACCC", "E-1")
    answer = CustomerStatus("S", AT, "M", "pain.001.001.09", "", (PaymentStatus("P", "", (there,)),))

    assert write_customer_status(answer)
    with pytest.raises(NotAMessage, match="code"):
        write_customer_status(replace(answer, version="pain.002.001.03"))


def test_a_code_of_one_s_own_is_told_from_one_of_the_standard() -> None:
    data = write_interbank_status(replace(ACCEPTED, reasons=(Reason("AM04"), Reason("LOCKED-BY-LAW"))))

    assert b"<Cd>AM04</Cd>" in data
    assert b"<Prtry>LOCKED-BY-LAW</Prtry>" in data


def test_a_customer_is_told_of_no_transaction_of_banks() -> None:
    named = TransferStatus("RJCT", "E-1", transaction_id="T-1")
    answer = CustomerStatus("S", AT, "M", "pain.001.001.09", "", (PaymentStatus("P", "", (named,)),))

    with pytest.raises(NotAMessage, match="unexpected"):
        write_customer_status(answer)


def test_what_a_bank_says_of_the_way_of_a_transfer_is_taken_and_not_kept() -> None:
    said = "<TrckrData><ConfdDt><Dt>2026-07-20</Dt></ConfdDt></TrckrData>"
    data = changed("pain.002.001.10", "</StsRsnInf>", f"</StsRsnInf>{said}", at=1)

    assert read(data) == ANSWER
