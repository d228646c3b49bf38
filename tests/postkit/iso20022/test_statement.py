from dataclasses import replace

import pytest

from postkit.iso20022 import NotAMessage, read
from postkit.iso20022.statement import (
    read_advices,
    read_statements,
    write_advices,
    write_statements,
)
from tests.postkit.iso20022.changing import changed, golden
from tests.postkit.iso20022.samples import ADVICES, KEPT, PAYOUT, STATEMENTS

NAME = "camt.053.001.08"
BOOKED = "<Sts>\n          <Cd>BOOK</Cd>\n        </Sts>"
PAGED = "<Id>2026-07-28</Id>\n      <StmtPgntn><PgNb>{}</PgNb><LastPgInd>{}</LastPgInd></StmtPgntn>"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('<Amt Ccy="MAD">50.00', '<Amt Ccy="MAD">50.01', "balance"),  # the opening balance
        ('<Amt Ccy="MAD">24.50', '<Amt Ccy="MAD">24.51', "balance"),  # the closing balance
        ("<CdtDbtInd>DBIT</CdtDbtInd>", "<CdtDbtInd>CRDT</CdtDbtInd>", "balance"),  # not overdrawn at all
        ('<Amt Ccy="MAD">200.00', '<Amt Ccy="MAD">200.01', "balance"),  # an entry
        (BOOKED, BOOKED.replace("BOOK", "PDNG"), "balance"),  # what is pending does not count
        ("<Cd>PDNG</Cd>", "<Cd>BOOK</Cd>", "missing"),  # what is booked has a day
        ('<Amt Ccy="MAD">126.00', '<Amt Ccy="MAD">126.01', "sum"),  # details that come to another amount
        ('<Amt Ccy="MAD">126.00', '<Amt Ccy="EUR">126.00', "currency"),
        ('<Amt Ccy="MAD">200.00', '<Amt Ccy="EUR">200.00', "currency"),  # an entry in another currency
        ('<Amt Ccy="MAD">24.50', '<Amt Ccy="EUR">24.50', "currency"),  # so a balance
        ("<Ccy>XOF</Ccy>", "<Ccy>MAD</Ccy>", "currency"),  # the account and its balances
        ("<Cd>OPBD</Cd>", "<Cd>CLBD</Cd>", "duplicate"),
        ("<Cd>OPBD</Cd>", "<Cd>ITBD</Cd>", "missing"),  # opens with an interim balance
        ("<Cd>CLBD</Cd>", "<Cd>ITBD</Cd>", "missing"),
        ("<Id>2</Id>", "<Id>2026-07-28</Id>", "duplicate"),
        ("<Id>2026-07-28</Id>", PAGED.format(1, "false"), "unsupported"),  # a page does not add up
        ("<Id>2026-07-28</Id>", PAGED.format(2, "true"), "unsupported"),
        ("<Cd>PDNG</Cd>", "<Prtry>WAITING</Prtry>", "unsupported"),
        ("<Cd>PDNG</Cd>", "<Cd>FUTR</Cd>", "code"),
        ("<RvslInd>true", "<RvslInd>yes", "code"),
        ("<Dt>2026-07-27</Dt>", "<Dt>2026-07-27</Dt><DtTm>2026-07-27T00:00:00Z</DtTm>", "date"),
        ("<ElctrncSeqNb>145", "<ElctrncSeqNb>-145", "number"),
    ],
)
def test_a_statement_is_refused_with_its_reason(old: str, new: str, reason: str) -> None:
    with pytest.raises(NotAMessage) as refusal:
        read(changed(NAME, old, new))

    assert refusal.value.reason == reason


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<Id>2026-07-28</Id>", PAGED.format(1, "true")),
        ("<Cd>OPBD</Cd>", "<Cd>PRCD</Cd>"),  # the closing balance of the day before
        ("<Dt>2026-07-27</Dt>", "<DtTm>2026-07-27T23:59:59+01:00</DtTm>"),
        ("<RvslInd>true", "<RvslInd>1"),
        (
            "<Ntry>",  # totals are taken and not kept; the arithmetic is checked anyway
            "<TxsSummry><TtlNtries><NbOfNtries>3</NbOfNtries></TtlNtries></TxsSummry><Ntry>",
        ),
        (
            "<Ntry>",  # a balance of another kind
            "",
        ),
    ],
)
def test_what_says_no_more_changes_nothing(old: str, new: str) -> None:
    if not new:
        other = '<Bal><Tp><CdOrPrtry><Cd>CLAV</Cd></CdOrPrtry></Tp><Amt Ccy="MAD">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        new = f"{other}<Dt><Dt>2026-07-28</Dt></Dt></Bal><Ntry>"

    assert read(changed(NAME, old, new)) == STATEMENTS


def test_the_opening_balance_is_preferred_to_the_one_before() -> None:
    before = '<Bal><Tp><CdOrPrtry><Cd>PRCD</Cd></CdOrPrtry></Tp><Amt Ccy="MAD">9.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
    data = changed(NAME, "<Bal>", f"{before}<Dt><Dt>2026-07-26</Dt></Dt></Bal><Bal>")

    assert read(data) == STATEMENTS


def test_the_details_of_an_entry_may_lie_in_several_groups() -> None:
    data = changed(NAME, "</TxDtls>", "</TxDtls></NtryDtls><NtryDtls>")

    assert read(data) == STATEMENTS


def test_details_without_amounts_are_not_added_up() -> None:
    data = changed(NAME, '<Amt Ccy="MAD">126.00</Amt>', "")

    statement = read_statements(data).statements[0]

    assert [detail.amount for detail in statement.entries[0].details] == [None, -50]


def test_a_detail_against_its_entry_has_its_other_side_turned() -> None:
    paid, fee = PAYOUT.details

    assert (paid.amount, fee.amount) == (12600, -50)
    assert golden(NAME).count("<Cdtr>") == 2  # of the fee, and of what was sent


def test_a_statement_that_does_not_add_up_is_not_written() -> None:
    with pytest.raises(NotAMessage, match="balance"):
        write_statements(replace(STATEMENTS, statements=(replace(KEPT, closing=KEPT.closing + 1),)))


def test_an_entry_that_takes_less_than_nothing_is_not_written() -> None:
    wrong = replace(PAYOUT, amount=-5, details=())

    with pytest.raises(NotAMessage, match="amount"):
        write_advices(replace(ADVICES, advices=(replace(ADVICES.advices[0], entries=(wrong,)),)))


def test_each_message_is_read_by_its_own_reader_alone() -> None:
    assert read_statements(golden(NAME).encode()) == STATEMENTS
    assert read_advices(golden("camt.054.001.08").encode()) == ADVICES
    with pytest.raises(NotAMessage, match="unknown-message"):
        read_statements(golden("camt.054.001.08").encode())
    with pytest.raises(NotAMessage, match="unknown-message"):
        read_advices(golden(NAME).encode())
