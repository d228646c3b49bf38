from dataclasses import replace
from datetime import date

import pytest

from postkit.iso20022 import NotAMessage, read
from postkit.iso20022.interbank import (
    Settlement,
    read_returns,
    read_transfers,
    write_returns,
    write_transfers,
)
from postkit.iso20022.parts import Agent
from tests.postkit.iso20022.changing import changed, golden
from tests.postkit.iso20022.samples import CLEARED, DAY, SENT_BACK

SENT, BACK = "pacs.008.001.08", "pacs.004.001.09"


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        (SENT, "<NbOfTxs>2", "<NbOfTxs>1", "count"),
        (SENT, "<CtrlSum>4500.05", "<CtrlSum>4500.06", "sum"),
        (SENT, '<TtlIntrBkSttlmAmt Ccy="MAD">4500.05', '<TtlIntrBkSttlmAmt Ccy="MAD">4500.06', "sum"),
        (SENT, '<TtlIntrBkSttlmAmt Ccy="MAD">', '<TtlIntrBkSttlmAmt Ccy="EUR">', "currency"),
        (SENT, '<IntrBkSttlmAmt Ccy="MAD">0.05', '<IntrBkSttlmAmt Ccy="EUR">0.05', "currency"),
        (SENT, '<IntrBkSttlmAmt Ccy="MAD">0.05', '<IntrBkSttlmAmt Ccy="MAD">0.050', "decimals"),
        (SENT, ">T-2<", ">T-1<", "duplicate"),
        (SENT, "<TxId>T-2</TxId>", "", "missing"),  # a status must be able to name it
        (SENT, "<IntrBkSttlmDt>2026-07-28</IntrBkSttlmDt>", "", "missing"),
        (SENT, ">CLRG<", ">COVE<", "unsupported"),  # covered by another message
        (SENT, "<ChrgBr>SHAR</ChrgBr>", "<XchgRate>10.5</XchgRate><ChrgBr>SHAR</ChrgBr>", "unsupported"),
        (SENT, "<ChrgBr>SHAR</ChrgBr>", "<ChrgBr>SHAR</ChrgBr><IntrmyAgt1/>", "unsupported"),
        (SENT, "<ChrgBr>SHAR</ChrgBr>", "<ChrgBr>NONE</ChrgBr>", "code"),
        (SENT, "<BICFI>BCMAMAMC</BICFI>", "<Nm>Bank</Nm>", "agent"),  # a name does not identify
        (SENT, "<Nm>Ali</Nm>", "", "missing"),
        (SENT, "<IBAN>GB82WEST12345698765432</IBAN>", "<IBAN>GB82WEST12345698765423</IBAN>", "account"),
        (BACK, "<NbOfTxs>2", "<NbOfTxs>1", "count"),
        (BACK, '<TtlRtrdIntrBkSttlmAmt Ccy="MAD">4500.04', '<TtlRtrdIntrBkSttlmAmt Ccy="MAD">4500.03', "sum"),
        (BACK, '<OrgnlIntrBkSttlmAmt Ccy="MAD">0.05', '<OrgnlIntrBkSttlmAmt Ccy="MAD">0.03', "amount"),
        (BACK, '<OrgnlIntrBkSttlmAmt Ccy="MAD">', '<OrgnlIntrBkSttlmAmt Ccy="EUR">', "currency"),
        (BACK, ">T-9<", ">T-2<", "duplicate"),  # a transfer is sent back once
        (BACK, ">R-2<", ">R-1<", "duplicate"),
        (BACK, "<OrgnlTxId>T-9</OrgnlTxId>", "", "missing"),
    ],
)  # fmt: skip
def test_a_message_between_banks_is_refused_with_its_reason(
    name: str, old: str, new: str, reason: str
) -> None:
    with pytest.raises(NotAMessage) as refusal:
        read(changed(name, old, new, at=1 if "BICFI" in old else 0))

    assert refusal.value.reason == reason


def test_each_message_is_read_by_its_own_reader_alone() -> None:
    assert read_transfers(golden(SENT).encode()) == CLEARED
    assert read_returns(golden(BACK).encode()) == SENT_BACK
    with pytest.raises(NotAMessage, match="unknown-message"):
        read_transfers(golden(BACK).encode())
    with pytest.raises(NotAMessage, match="unknown-message"):
        read_returns(golden(SENT).encode())


def test_transfers_in_two_currencies_have_a_control_sum_and_no_total() -> None:
    first, second = CLEARED.transfers
    mixed = replace(CLEARED, transfers=(first, replace(second, currency="XOF")))

    data = write_transfers(mixed)

    assert b"<CtrlSum>4505.00</CtrlSum>" in data
    assert b"TtlIntrBkSttlmAmt" not in data
    assert read_transfers(data) == mixed


def test_a_settlement_date_beside_a_transfer_is_refused() -> None:
    data = changed(SENT, "<AccptncDtTm>", "<IntrBkSttlmDt>2026-07-29</IntrBkSttlmDt><AccptncDtTm>")

    with pytest.raises(NotAMessage, match="unsupported"):
        read(data)


def test_a_bank_that_nothing_names_is_not_written() -> None:
    first = CLEARED.transfers[0]

    with pytest.raises(NotAMessage, match="agent"):
        write_transfers(replace(CLEARED, transfers=(replace(first, creditor_agent=Agent()),)))


def test_more_is_not_sent_back_than_was_sent() -> None:
    first = SENT_BACK.transfers[0]

    with pytest.raises(NotAMessage, match="amount"):
        write_returns(replace(SENT_BACK, transfers=(replace(first, original_amount=3),)))


def test_a_clearing_house_is_named_by_three_letters_or_by_a_name_of_its_own() -> None:
    for system, element in (("STG", b"<Cd>STG</Cd>"), ("SIMT", b"<Prtry>SIMT</Prtry>")):
        message = replace(CLEARED, settlement=Settlement(date(2026, 7, 28), "CLRG", system))

        assert element in write_transfers(message)
        assert read_transfers(write_transfers(message)) == message


def test_the_way_of_settling_is_one_of_three() -> None:
    with pytest.raises(NotAMessage, match="unsupported"):
        write_transfers(replace(CLEARED, settlement=Settlement(DAY, "COVE")))
