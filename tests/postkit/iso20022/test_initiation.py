from dataclasses import replace
from datetime import date

import pytest

from postkit.iban import make_rib
from postkit.iso20022 import NotAMessage, initiation, read
from postkit.iso20022.initiation import CreditTransfer, Initiation, PaymentInformation
from postkit.iso20022.parts import Account, Agent, Remittance, account_of
from tests.postkit.iso20022.changing import changed, golden
from tests.postkit.iso20022.samples import AT, CCP, DAY, OWNER, SAMPLES, WAGES

NAME = "pain.001.001.09"
FIRST_IBAN = "<IBAN>MA64350810000000000000004247</IBAN>"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("<NbOfTxs>3", "<NbOfTxs>4", "count"),  # of the file
        ("<NbOfTxs>2", "<NbOfTxs>3", "count"),  # of a payment
        ("<NbOfTxs>3", "<NbOfTxs>+3", "number"),
        ("<NbOfTxs>3", "<NbOfTxs>٣", "number"),  # a machine writes western digits
        ("<CtrlSum>4512.510", "<CtrlSum>4512.511", "sum"),  # of the file, whatever the currencies
        ("<CtrlSum>4500.01", "<CtrlSum>4500.02", "sum"),  # of a payment
        ("<CtrlSum>4500.01", "<CtrlSum>-4500.01", "sum"),
        ("<CtrlSum>4500.01", "<CtrlSum>4500,01", "sum"),
        (">4500.00<", ">4500.000<", "decimals"),  # dirhams have two
        ('"TND">12.500<', '"TND">12.5000<', "decimals"),  # dinars three
        (">4500.00<", ">-4500.00<", "amount"),
        (">4500.00<", ">4,500.00<", "amount"),
        (">4500.00<", ">4500.<", "amount"),
        (">4500.00<", ">.5<", "amount"),
        (">4500.00<", ">4.5e3<", "amount"),
        (">4500.00<", "><", "amount"),
        (">4500.00<", ">1234567890123456.789<", "amount"),  # the standard has 18 digits
        (">0.01<", ">0.00<", "amount"),  # nothing is moved
        ('Ccy="MAD"', 'Ccy="mad"', "currency"),
        ('Ccy="MAD"', 'Ccy="MADX"', "currency"),
        (FIRST_IBAN, "<IBAN>MA65350810000000000000004247</IBAN>", "account"),  # check digits
        (FIRST_IBAN, "<IBAN>MA64 3508 1000 0000 0000 0000 4247</IBAN>", "account"),  # blanks are for people
        (FIRST_IBAN, "", "account"),  # neither kind of number
        (FIRST_IBAN, f"{FIRST_IBAN}<Othr><Id>1</Id></Othr>", "account"),  # both
        ("<Id>007780000000000123456716</Id>", "<Id>007780000000000123456717</Id>", "account"),  # the key
        (">BCMAMAMC<", ">BCMAZZMC<", "agent"),
        (">BCMAMAMC<", ">bcmamamc<", "agent"),
        ("<Id>NOTPROVIDED</Id>", "<Id>some bank</Id>", "agent"),
        ("<MsgId>WAGES-2026-07</MsgId>", "", "missing"),
        ("<Nm>ليلى العلوي</Nm>", "", "missing"),  # a creditor has a name
        (">JULY-2<", ">JULY-1<", "duplicate"),  # two transfers
        (">DINARS<", ">JULY<", "duplicate"),  # two payments
        (">JULY-1<", "><", "text"),
        (">JULY-1<", "> <", "text"),
        (">JULY-1<", f">{'x' * 36}<", "text"),
        (">JULY-1<", ">JULY\u202e1<", "text"),  # what follows would be shown backwards
        (">JULY-1<", ">\u200f<", "text"),  # nothing to see
        (">JULY-1<", ">JULY\u200b-1<", "text"),  # looks like JULY-1 and is not
        (">JULY-1<", ">JULY\U000e0041-1<", "text"),  # a letter without a shape
        (">JULY-1<", ">JULY\u009b1<", "text"),  # a terminal's control character
        (">ليلى العلوي<", f">{'ل' * 141}<", "text"),
        ("<Dt>2026-07-28</Dt>", "<Dt>2026-02-29</Dt>", "date"),  # no leap year
        ("<Dt>2026-07-28</Dt>", "<Dt>28/07/2026</Dt>", "date"),
        ("<Dt>2026-07-28</Dt>", "<Dt>20260728</Dt>", "date"),
        ("<Dt>2026-07-28</Dt>", "<DtTm>2026-07-28T08:00:00Z</DtTm>", "unsupported"),  # a day has no hour here
        (">2026-07-20T09:30:00+01:00<", ">2026-07-20<", "date"),
        (">2026-07-20T09:30:00+01:00<", ">2026-07-20T09:60:00<", "date"),
        (">2026-07-20T09:30:00+01:00<", ">2026-07-20 09:30:00<", "date"),
        (">TRF<", ">CHK<", "unsupported"),  # cheques
        (">SLEV<", ">OUR<", "code"),  # the bearer of charges in the words of an older standard
        ('<InstdAmt Ccy="MAD">0.01</InstdAmt>', "<EqvtAmt/>", "unsupported"),
        ("<Dbtr>", "<PoolgAdjstmntDt>2026-07-28</PoolgAdjstmntDt><Dbtr>", "unsupported"),
        ("<CdtrAgt>", "<IntrmyAgt1/><CdtrAgt>", "unsupported"),
        ("<RmtInf>", "<UltmtCdtr/><RmtInf>", "unsupported"),  # paid on behalf of another
    ],
)
def test_a_file_of_payments_is_refused_whole_with_its_reason(old: str, new: str, reason: str) -> None:
    with pytest.raises(NotAMessage) as refusal:
        read(changed(NAME, old, new))

    assert refusal.value.reason == reason
    assert refusal.value.line > 0
    assert refusal.value.path.startswith("/Document/CstmrCdtTrfInitn/")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<CtrlSum>4512.510</CtrlSum>", ""),  # a control sum may be left out
        ("<NbOfTxs>2</NbOfTxs>", ""),  # so may the count of a payment
        ("<CtrlSum>4512.510", "<CtrlSum>4512.51"),  # zeros at the end say nothing
        ("<CtrlSum>4512.510", "<CtrlSum>004512.51000"),
        (">4500.00<", ">4500<"),  # fewer decimals than the currency are no loss
        (">4500.00<", ">04500.0<"),
        ("<Dt>2026-07-28</Dt>", "<Dt>2026-07-28+01:00</Dt>"),  # some libraries write a day with its offset
        ("<SchmeNm>", "<SchmeNm><!-- the scheme is not needed: 24 digits are a RIB -->"),
        ("<ChrgBr>SLEV</ChrgBr>", "<ChrgBr>SLEV</ChrgBr><!-- level -->"),
        (
            "<Nm>ليلى العلوي</Nm>",
            "<Nm>ليلى العلوي</Nm><PstlAdr><Ctry>MA</Ctry></PstlAdr><CtryOfRes>MA</CtryOfRes>",
        ),
        ("<ReqdExctnDt>", "<PmtTpInf><CtgyPurp><Cd>SALA</Cd></CtgyPurp></PmtTpInf><ReqdExctnDt>"),
    ],
)
def test_what_says_no_more_changes_nothing(old: str, new: str) -> None:
    assert read(changed(NAME, old, new)) == WAGES


def test_transfers_without_an_identification_of_their_own_may_be_many() -> None:
    data = changed(NAME, ">JULY-1<", ">NOTPROVIDED<").replace(b">JULY-2<", b">NOTPROVIDED<")

    message = initiation.read(data)

    assert [transfer.end_to_end_id for transfer in message.transfers] == ["NOTPROVIDED", "NOTPROVIDED", "D-1"]


def test_amounts_are_written_with_exactly_the_decimals_of_their_currency() -> None:
    def said(amount: int, currency: str) -> bytes:
        transfer = CreditTransfer("E", amount, currency, "Ali", CCP)
        payment = PaymentInformation("P", DAY, "Ali", CCP, (transfer,))
        return initiation.write(Initiation("M", AT, (payment,)))

    for amount, currency, text in [
        (5, "MAD", "0.05"),
        (5, "TND", "0.005"),
        (5, "XOF", "5"),
        (10, "MAD", "0.10"),
    ]:
        assert f'<InstdAmt Ccy="{currency}">{text}</InstdAmt>'.encode() in said(amount, currency)


@pytest.mark.parametrize(
    ("transfer", "reason"),
    [
        (CreditTransfer("E", 0, "MAD", "Ali", CCP), "amount"),
        (CreditTransfer("E", -5, "MAD", "Ali", CCP), "amount"),
        (CreditTransfer("E", 10**18, "MAD", "Ali", CCP), "amount"),
        (CreditTransfer("E", 5, "dirham", "Ali", CCP), "currency"),
        (CreditTransfer("", 5, "MAD", "Ali", CCP), "text"),
        (CreditTransfer("E" * 36, 5, "MAD", "Ali", CCP), "text"),
        (CreditTransfer("E", 5, "MAD", "", CCP), "missing"),
        (CreditTransfer("E", 5, "MAD", "A\x00li", CCP), "text"),
        (CreditTransfer("E", 5, "MAD", "A\ud800li", CCP), "text"),
        (CreditTransfer("E", 5, "MAD", "A\u202eli", CCP), "text"),
        (CreditTransfer("E", 5, "MAD", " Ali", CCP), "text"),  # would be read back as another text
        (CreditTransfer("E", 5, "MAD", "Ali", Account("MA65350810000000000000004247")), "account"),
        (
            CreditTransfer("E", 5, "MAD", "Ali", Account("350810000000000000004247", "other")),
            "text",
        ),  # it is a RIB
        (CreditTransfer("E", 5, "MAD", "Ali", CCP, Agent("NOBANK")), "agent"),
        (CreditTransfer("E", 5, "MAD", "Ali", CCP, Agent()), "text"),  # a bank that nothing names
        (CreditTransfer("E", 5, "MAD", "Ali", CCP, None, Remittance("x" * 141)), "text"),
        (CreditTransfer("E", 5, "MAD", "Ali", CCP, None, Remittance("x\n" * 20 + "x")), "text"),
        (CreditTransfer("E", 5, "MAD", "Ali", CCP, charge_bearer="OUR"), "code"),
    ],
)
def test_what_could_not_be_read_back_is_not_written(transfer: CreditTransfer, reason: str) -> None:
    payment = PaymentInformation("P", DAY, "Ali", CCP, (transfer,))

    with pytest.raises(NotAMessage) as refusal:
        initiation.write(Initiation("M", AT, (payment,)))

    assert refusal.value.reason == reason


def test_a_control_sum_of_more_digits_than_the_standard_has_is_not_written() -> None:
    most = CreditTransfer("E", 10**15 - 1, "XOF", "Ali", CCP)
    least = CreditTransfer("F", 1, "TND", "Ali", CCP)
    payment = PaymentInformation("P", DAY, "Ali", CCP, (most, replace(most, end_to_end_id="G"), least))

    with pytest.raises(NotAMessage, match="sum"):
        initiation.write(Initiation("M", AT, (payment,)))


def test_a_reader_of_payments_takes_no_other_message() -> None:
    with pytest.raises(NotAMessage, match="unknown-message"):
        initiation.read(golden("pacs.008.001.08").encode())


def test_totals_are_told_by_currency() -> None:
    assert WAGES.totals() == {"MAD": 450001, "TND": 12500}


def test_the_older_version_differs_in_its_bank_and_its_day_alone() -> None:
    older, newer = golden("pain.001.001.03"), golden(NAME)

    assert "<BIC>BCMAMAMC</BIC>" in older
    assert "<ReqdExctnDt>2026-07-28</ReqdExctnDt>" in older
    assert read(older.encode()) == replace(WAGES, version="pain.001.001.03")
    with pytest.raises(NotAMessage, match="unexpected"):
        read(newer.replace(NAME, "pain.001.001.03").encode())


def test_an_account_is_known_by_its_form() -> None:
    rib = make_rib("350", "810", 42)

    assert account_of(f" {rib.bank} {rib.locality} {rib.account} {rib.key}") == Account(str(rib), "rib")
    assert account_of("MA64 3508 1000 0000 0000 0000 4247") == OWNER
    assert account_of("CCP 0042-17") == CCP


def test_five_thousand_transfers_are_read_in_a_moment() -> None:
    transfers = tuple(
        CreditTransfer(
            f"JULY-{n}", 100 + n, "MAD", "ليلى العلوي", Account(str(make_rib("350", "810", n)), "rib"),
            Agent("BCMAMAMC"), Remittance("أجرة شهر يوليوز"),
        )
        for n in range(5000)
    )  # fmt: skip
    payment = PaymentInformation("JULY", date(2026, 7, 28), "Commune", OWNER, transfers)
    data = initiation.write(Initiation("M", AT, (payment,)))

    message = initiation.read(data)

    assert message.payments[0].transfers == transfers  # a reader that is not linear takes minutes


def test_the_samples_are_what_the_rest_of_the_tests_take_them_for() -> None:
    assert SAMPLES[NAME] is WAGES
