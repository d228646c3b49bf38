"""One message of each version, as a post would send it, and strategies for messages of any content."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import strategies as st

from postkit.iban import iban_of, make_rib
from postkit.iso20022 import Message
from postkit.iso20022.entries import AccountEntry, EntryDetail
from postkit.iso20022.initiation import CreditTransfer, Initiation, PaymentInformation
from postkit.iso20022.interbank import (
    InterbankTransfer,
    InterbankTransfers,
    ReturnedTransfer,
    ReturnedTransfers,
    Settlement,
)
from postkit.iso20022.parts import Account, Agent, Reason, Remittance
from postkit.iso20022.statement import Advice, Advices, Statement, Statements
from postkit.iso20022.statuses import CustomerStatus, InterbankStatus, PaymentStatus, TransferStatus

CASABLANCA = timezone(timedelta(hours=1))
AT = datetime(2026, 7, 20, 9, 30, tzinfo=CASABLANCA)
DAY = date(2026, 7, 28)
OURS = make_rib("350", "810", 42)
OWNER = Account(str(iban_of(OURS)))
LAYLA = Account(str(make_rib("007", "780", 1234567)), "rib")
JOHN = Account("GB82WEST12345698765432")
CCP = Account("CCP 0042-17", "other")
BANK, OTHER = Agent("BCMAMAMC"), Agent(member="007")

WAGES = Initiation(
    "WAGES-2026-07",
    AT,
    (
        PaymentInformation(
            "JULY",
            DAY,
            "Commune d’Aïn Leuh",
            OWNER,
            (
                CreditTransfer(
                    "JULY-1", 450000, "MAD", "ليلى العلوي", LAYLA, BANK, Remittance("أجرة شهر يوليوز"), "I-1"
                ),
                CreditTransfer(
                    "JULY-2",
                    1,
                    "MAD",
                    "John O’Neil & Sons <Ltd>",
                    JOHN,
                    None,
                    Remittance("", ("RF18539007547034",)),
                ),
            ),
            charge_bearer="SLEV",
        ),
        PaymentInformation(
            "DINARS",
            DAY,
            "Commune d’Aïn Leuh",
            LAYLA,
            (CreditTransfer("D-1", 12500, "TND", "Ali", CCP, OTHER, Remittance("facture 7\nfacture 8")),),
            BANK,
        ),
    ),
    "Commune d’Aïn Leuh",
)
ANSWER = CustomerStatus(
    "S-1",
    AT,
    "WAGES-2026-07",
    "pain.001.001.09",
    "PART",
    (
        PaymentStatus(
            "JULY",
            "",
            (
                TransferStatus("ACSP", "JULY-1", instruction_id="I-1"),
                TransferStatus(
                    "RJCT", "JULY-2", reasons=(Reason("AC01", "Compte inconnu\nالحساب غير معروف"),)
                ),
            ),
        ),
        PaymentStatus("DINARS", "RJCT", (), (Reason("NO-DINARS"),)),
    ),
    (Reason("", "une partie"),),
)
CLEARED = InterbankTransfers(
    "OUT-77",
    AT,
    Settlement(DAY, "CLRG", "MAD1"),
    (
        InterbankTransfer(
            "T-1", "JULY-1", 450000, "MAD", "Commune d’Aïn Leuh", BANK, "ليلى العلوي", LAYLA, OTHER, OWNER,
            Remittance("أجرة", ("RF18539007547034",)), "I-1", accepted_at=datetime(2026, 7, 20, 8, 30, 0, 125000, UTC),
        ),
        InterbankTransfer("T-2", "NOTPROVIDED", 5, "MAD", "Ali", BANK, "John", JOHN, OTHER, charge_bearer="SHAR"),
    ),
    BANK,
    OTHER,
)  # fmt: skip
ACCEPTED = InterbankStatus(
    "IN-78",
    AT,
    "OUT-77",
    "pacs.008.001.08",
    "",
    (
        TransferStatus("ACCC", "JULY-1", "T-1", accepted_at=AT),
        TransferStatus("RJCT", "", "T-2", "I-2", (Reason("AC04"), Reason("", "fermé"))),
    ),
    (),
    OTHER,
    BANK,
)
SENT_BACK = ReturnedTransfers(
    "BACK-1",
    AT,
    Settlement(DAY, "INGA", "TST", OWNER),
    "OUT-77",
    (
        ReturnedTransfer("R-1", "T-2", 4, "MAD", (Reason("AC04", "Compte clos"),), "E-2", 5),
        ReturnedTransfer("R-2", "T-9", 450000, "MAD", (Reason("MS03"),)),
    ),
    instructing=OTHER,
    instructed=BANK,
)
PAYOUT = AccountEntry(
    12550, "MAD", True, DAY, DAY, "COD PAYOUT", "7-1", "L-900",
    (
        EntryDetail(12600, "RB123456785MA", "T-1", "I-1", "L-901", "ليلى العلوي", LAYLA, Remittance("طرد"), note="n"),
        EntryDetail(-50, "RB123456785MA", counterparty="Poste", remittance=Remittance("", ("FEE",))),
    ),
    "remboursements du jour",
)  # fmt: skip
SENT = AccountEntry(
    20000, "MAD", False, DAY, None, "PMNT/ICDT/ESCT",
    details=(EntryDetail(None, "E-1", counterparty="John", counterparty_account=JOHN, return_reason="AC04"),),
    is_reversal=True,
)  # fmt: skip
AWAITED = AccountEntry(99, "MAD", True, None, DAY, state="PDNG")
KEPT = Statement(
    "2026-07-28", AT, OWNER, "MAD", 5000, date(2026, 7, 27), -2450, DAY, (PAYOUT, SENT, AWAITED), "بريد الراحة",
    BANK, 145, datetime(2026, 7, 28, tzinfo=CASABLANCA), datetime(2026, 7, 29, tzinfo=CASABLANCA),
)  # fmt: skip
STATEMENTS = Statements(
    "ST-1", AT, (KEPT, Statement("2", None, replace(CCP, currency="XOF"), "XOF", 0, DAY, 0, DAY))
)
ADVICES = Advices("AD-1", AT, (Advice("2026-07-28/1", AT, LAYLA, (PAYOUT,), "ليلى العلوي", BANK, 3),))

SAMPLES: dict[str, Message] = {
    "pain.001.001.03": replace(WAGES, version="pain.001.001.03"),
    "pain.001.001.09": WAGES,
    "pain.002.001.03": replace(ANSWER, version="pain.002.001.03", original_name="pain.001.001.03"),
    "pain.002.001.10": ANSWER,
    "pacs.008.001.08": CLEARED,
    "pacs.002.001.10": ACCEPTED,
    "pacs.004.001.09": SENT_BACK,
    "camt.053.001.08": STATEMENTS,
    "camt.054.001.08": ADVICES,
}

LETTERS = "abzÉéçœØÆẞ&<>\"'’-./()0189ابجدهوزحطيةىئءًّ ٠٩ٱڭپⵎⵣ漢字🏤"


def texts(most: int) -> st.SearchStrategy[str]:
    """Texts as the readers keep them: something to see, no blanks at either end nor two in a row."""
    words = st.lists(st.text(LETTERS.replace(" ", ""), min_size=1, max_size=12), min_size=1, max_size=6)
    return words.map(lambda parts: " ".join(parts)[:most].strip()).filter(
        lambda text: any(char not in "ًّ " for char in text)
    )


ids = texts(35)
names = texts(140)
currencies = st.sampled_from(["MAD", "TND", "XOF"])  # two decimals, three, none
amounts = st.integers(1, 10**13)
codes = st.text("0123456789", min_size=3, max_size=3)
ribs = st.builds(make_rib, codes, codes, st.integers(0, 10**16 - 1))
accounts = st.one_of(
    ribs.map(lambda rib: Account(str(rib), "rib")),
    ribs.map(lambda rib: Account(str(iban_of(rib)))),
    texts(34)
    .filter(lambda text: not (len(text) == 24 and text.isdecimal()))
    .map(lambda text: Account(text, "other")),
)
agents = st.one_of(
    st.sampled_from([Agent("BCMAMAMC"), Agent("DEUTDEFF500", "37040044")]),
    texts(35).map(lambda text: Agent("", text)),
)
optional_agents = st.one_of(st.none(), agents)
remittances = st.builds(
    Remittance,
    st.lists(texts(140), max_size=3).map("\n".join),
    st.lists(ids, max_size=2).map(tuple),
)
moments = st.one_of(
    st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.sampled_from([UTC, CASABLANCA])),
    st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)),
)
reasons = st.lists(
    st.builds(
        Reason, st.one_of(st.just(""), st.just("AC01"), ids), st.lists(texts(105), max_size=2).map("\n".join)
    ),
    max_size=2,
).map(tuple)
bearers = st.sampled_from(["", "DEBT", "CRED", "SHAR", "SLEV"])
own_ids = st.lists(ids, min_size=1, max_size=4, unique=True)


@st.composite
def initiations(draw: st.DrawFn) -> Initiation:
    transfers = [
        draw(
            st.builds(
                CreditTransfer, st.just(own), amounts, currencies, names, accounts, optional_agents, remittances,
                charge_bearer=bearers,
            )
        )
        for own in draw(own_ids)
    ]  # fmt: skip
    half = draw(st.integers(0, len(transfers) - 1))
    shares = [share for share in (transfers[:half], transfers[half:]) if share]
    payments = tuple(
        draw(
            st.builds(
                PaymentInformation, st.just(f"P-{at}"), st.dates(), names, accounts, st.just(tuple(share)),
                optional_agents, bearers,
            )
        )
        for at, share in enumerate(shares)
    )  # fmt: skip
    version = draw(st.sampled_from(["pain.001.001.03", "pain.001.001.09"]))
    return Initiation(draw(ids), draw(moments), payments, draw(st.one_of(st.just(""), names)), version)


settlements = st.builds(
    Settlement,
    st.dates(),
    st.sampled_from(["CLRG", "INDA", "INGA"]),
    st.one_of(st.just(""), ids),
    st.one_of(st.none(), accounts),
)


@st.composite
def interbank(draw: st.DrawFn) -> InterbankTransfers:
    transfers = tuple(
        draw(
            st.builds(
                InterbankTransfer, st.just(own), ids, amounts, currencies, names, agents, names, accounts, agents,
                st.one_of(st.none(), accounts), remittances, st.one_of(st.just(""), ids), bearers.filter(bool),
                st.one_of(st.none(), moments),
            )
        )
        for own in draw(own_ids)
    )  # fmt: skip
    one, other = draw(optional_agents), draw(optional_agents)
    return InterbankTransfers(draw(ids), draw(moments), draw(settlements), transfers, one, other)


@st.composite
def returned(draw: st.DrawFn) -> ReturnedTransfers:
    transfers = []
    for own in draw(own_ids):
        amount = draw(amounts)
        original = draw(st.one_of(st.none(), st.integers(amount, 10**14)))
        made = st.builds(
            ReturnedTransfer, st.just(own), st.just(own), st.just(amount), currencies, reasons,
            st.one_of(st.just(""), ids), st.just(original),
        )  # fmt: skip
        transfers.append(draw(made))
    one, other = draw(optional_agents), draw(optional_agents)
    return ReturnedTransfers(
        draw(ids),
        draw(moments),
        draw(settlements),
        draw(ids),
        tuple(transfers),
        "pacs.008.001.08",
        one,
        other,
    )


statuses = st.sampled_from(["ACTC", "ACSP", "ACSC", "RJCT", "PDNG"])


@st.composite
def customer_statuses(draw: st.DrawFn) -> CustomerStatus:
    transfers = tuple(
        draw(
            st.builds(
                TransferStatus, statuses, st.just(own), st.just(""), st.one_of(st.just(""), ids), reasons,
                st.one_of(st.none(), moments),
            )
        )
        for own in draw(own_ids)
    )  # fmt: skip
    payment = PaymentStatus(draw(ids), draw(st.one_of(st.just(""), statuses)), transfers, draw(reasons))
    version = draw(st.sampled_from(["pain.002.001.03", "pain.002.001.10"]))
    name = "pain.001.001.09"
    status = draw(st.one_of(st.just(""), statuses))
    return CustomerStatus(
        draw(ids), draw(moments), draw(ids), name, status, (payment,), draw(reasons), version
    )


@st.composite
def interbank_statuses(draw: st.DrawFn) -> InterbankStatus:
    transfers = tuple(
        draw(
            st.builds(
                TransferStatus, statuses, st.one_of(st.just(""), ids), st.just(own), st.just(""), reasons
            )
        )
        for own in draw(own_ids)
    )
    one, other = draw(optional_agents), draw(optional_agents)
    return InterbankStatus(
        draw(ids), draw(moments), draw(ids), "pacs.008.001.08", "", transfers, draw(reasons), one, other
    )


@st.composite
def entries(draw: st.DrawFn, currency: str) -> AccountEntry:
    optional = st.one_of(st.just(""), ids)
    parts = draw(st.lists(st.integers(-(10**9), 10**9), max_size=3))
    if parts and sum(parts) < 0:
        parts = [-part for part in parts]
    with_amounts = draw(st.booleans())
    details = tuple(
        draw(
            st.builds(
                EntryDetail, st.just(part if with_amounts else None), optional, optional, optional, optional,
                st.one_of(st.just(""), names), st.one_of(st.none(), accounts), remittances,
                st.sampled_from(["", "AC04"]), optional,
            )
        )
        for part in parts
    )  # fmt: skip
    amount = sum(parts) if details and with_amounts else draw(st.integers(0, 10**12))
    made = st.builds(
        AccountEntry,
        amount=st.just(amount),
        currency=st.just(currency),
        is_credit=st.booleans(),
        booked_date=st.dates(),
        value_date=st.one_of(st.none(), st.dates()),
        kind=st.one_of(st.just(""), st.just("PMNT/RCDT/ESCT"), ids),
        reference=optional,
        bank_reference=optional,
        details=st.just(details),
        note=optional,
        state=st.sampled_from(["BOOK", "PDNG", "INFO"]),
        is_reversal=st.booleans(),
    )
    return draw(made)


@st.composite
def statement_messages(draw: st.DrawFn) -> Statements:
    made = []
    for own in draw(own_ids.map(lambda every: every[:2])):
        currency = draw(currencies)
        moves = tuple(draw(st.lists(entries(currency), max_size=3)))
        opening = draw(st.integers(-(10**12), 10**12))
        closing = opening + sum(move.signed for move in moves if move.state == "BOOK")
        period = draw(st.one_of(st.just((None, None)), st.tuples(moments, moments)))
        kept = st.builds(
            Statement, st.just(own), st.one_of(st.none(), moments), accounts, st.just(currency), st.just(opening),
            st.dates(), st.just(closing), st.dates(), st.just(moves), st.one_of(st.just(""), names), optional_agents,
            st.one_of(st.none(), st.integers(0, 10**9)), st.just(period[0]), st.just(period[1]),
        )  # fmt: skip
        made.append(draw(kept))
    return Statements(draw(ids), draw(moments), tuple(made))


@st.composite
def advice_messages(draw: st.DrawFn) -> Advices:
    moves = tuple(draw(st.lists(entries(draw(currencies)), max_size=3)))
    advice = st.builds(
        Advice, ids, st.one_of(st.none(), moments), accounts, st.just(moves), names, optional_agents
    )
    return Advices(draw(ids), draw(moments), (draw(advice),))


messages: st.SearchStrategy[Message] = st.one_of(
    initiations(),
    customer_statuses(),
    interbank(),
    interbank_statuses(),
    returned(),
    statement_messages(),
    advice_messages(),
)
