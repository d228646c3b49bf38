"""pain.001: a customer asks its bank for transfers, in one file of payments.

Idea: a file (`Initiation`) holds payments; a payment (`PaymentInformation`) debits one account on one day; each
transfer in it credits one account. Salaries and pensions come so, and what merchants are owed goes out so.

What is checked when it is read, beside the form: the counts and control sums of the file and of each payment, and that
no payment's and no transfer's identification stands twice (`NOTPROVIDED` names nothing and may). Amounts are more than
nothing. Only transfers in an amount of money are taken: no cheques, no equivalents in another currency, nobody paid on
behalf of another, no instructions in words. What is taken and not kept is marked in the shapes below.

Versions: 001.03 and 001.09. Errors: `NotAMessage`.

>>> from datetime import UTC, date, datetime
>>> from postkit.iso20022.parts import account_of
>>> wage = CreditTransfer("JULY-1", 450000, "MAD", "ليلى العلوي", account_of("011519000001205000534921"))
>>> debtor = account_of("MA64350810000000000000004247")
>>> july = PaymentInformation("JULY", date(2026, 7, 28), "Ministère", debtor, (wage,))
>>> message = Initiation("M-2026-07", datetime(2026, 7, 20, 9, 30, tzinfo=UTC), (july,), "Ministère")
>>> read(write(message)) == message
True
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from postkit.iso20022 import parts
from postkit.iso20022.building import Node, control_sum, leaf, maybe, moment, money, node, version_of, written
from postkit.iso20022.checking import Seen, check_once, check_totals, moneys
from postkit.iso20022.opening import MOST_BYTES, Opened, open_message, refusal
from postkit.iso20022.parts import UNTOLD, Account, Agent, Remittance
from postkit.iso20022.shape import Element, Found, Reader, Shape, sure

_NAMES = ("pain.001.001.03", "pain.001.001.09")
_BODY = Shape("GrpHdr PmtInf+ !SplmtryData*")
_HEADER = Shape("MsgId CreDtTm ~Authstn* NbOfTxs CtrlSum? InitgPty ~FwdgAgt?")
_PAYMENT = Shape(
    "PmtInfId PmtMtd ~BtchBookg? NbOfTxs? CtrlSum? ~PmtTpInf? ReqdExctnDt !PoolgAdjstmntDt? Dbtr DbtrAcct DbtrAgt "
    "!DbtrAgtAcct? !InstrForDbtrAgt? !UltmtDbtr? ChrgBr? !ChrgsAcct? !ChrgsAcctAgt? CdtTrfTxInf+"
)
_TRANSFER = Shape(
    "PmtId ~PmtTpInf? Amt !XchgRateInf? ChrgBr? !ChqInstr? !UltmtDbtr? !IntrmyAgt1? !IntrmyAgt1Acct? !IntrmyAgt2? "
    "!IntrmyAgt2Acct? !IntrmyAgt3? !IntrmyAgt3Acct? CdtrAgt? !CdtrAgtAcct? Cdtr CdtrAcct !UltmtCdtr? !InstrForCdtrAgt* "
    "!InstrForDbtrAgt? ~Purp? !RgltryRptg* !Tax? ~RltdRmtInf* RmtInf? !SplmtryData*"
)
_IDENTIFICATION = Shape("InstrId? EndToEndId ~UETR?")
_AMOUNT = Shape("InstdAmt !EqvtAmt?")
_DAY = Shape("Dt !DtTm?")


@dataclass(frozen=True, slots=True)
class CreditTransfer:
    """One transfer to one account; the end-to-end identification is the debtor's own and goes to the creditor."""

    end_to_end_id: str
    amount: int
    currency: str
    creditor: str
    creditor_account: Account
    creditor_agent: Agent | None = None
    remittance: Remittance = UNTOLD
    instruction_id: str = ""
    charge_bearer: str = ""


@dataclass(frozen=True, slots=True)
class PaymentInformation:
    """Transfers from one account on one day."""

    payment_id: str
    requested_date: date
    debtor: str
    debtor_account: Account
    transfers: tuple[CreditTransfer, ...]
    debtor_agent: Agent | None = None
    charge_bearer: str = ""


@dataclass(frozen=True, slots=True)
class Initiation:
    """A file of payments as its sender made it."""

    message_id: str
    created_at: datetime
    payments: tuple[PaymentInformation, ...]
    initiator: str = ""
    version: str = "pain.001.001.09"

    @property
    def transfers(self) -> Iterator[CreditTransfer]:
        return (transfer for payment in self.payments for transfer in payment.transfers)

    def totals(self) -> dict[str, int]:
        """The sum of amounts by currency."""
        totals: dict[str, int] = {}
        for transfer in self.transfers:
            totals[transfer.currency] = totals.get(transfer.currency, 0) + transfer.amount
        return totals


def read(data: bytes, most_bytes: int = MOST_BYTES) -> Initiation:
    """Read a file of payments, or refuse it whole."""
    return of(open_message(data, most_bytes, _NAMES))


def of(opened: Opened) -> Initiation:
    reader = Reader(opened.version)
    body = reader.parts(opened.body, _BODY)
    header = reader.inside(body, "GrpHdr", _HEADER)
    seen: Seen = set()
    payments = tuple(_payment(reader, element, seen) for element in body["PmtInf"])
    message = Initiation(
        message_id=reader.text(header, "MsgId"),
        created_at=sure(reader.moment(header, "CreDtTm")),
        payments=payments,
        initiator=parts.party(reader, header, "InitgPty"),
        version=opened.version.name,
    )
    check_totals(reader, header, moneys(message.transfers))
    return message


def write(message: Initiation) -> bytes:
    """Write a file of payments, with all its counts and sums."""
    version = version_of(message.version, _NAMES)
    every = moneys(message.transfers)
    header = node(
        "GrpHdr",
        leaf("MsgId", message.message_id),
        moment("CreDtTm", message.created_at),
        leaf("NbOfTxs", str(len(every))),
        leaf("CtrlSum", control_sum(every)),
        parts.party_node("InitgPty", message.initiator),
    )
    body = (header, *(_payment_node(payment, version.bic) for payment in message.payments))
    return written(version, body, message, of)


def _payment(reader: Reader, element: Element, seen: Seen) -> PaymentInformation:
    found = reader.parts(element, _PAYMENT)
    if reader.leaf(found["PmtMtd"][0]) != "TRF":
        raise refusal("unsupported", found["PmtMtd"][0], "TRF alone is taken")
    payment = PaymentInformation(
        payment_id=reader.text(found, "PmtInfId"),
        requested_date=sure(_requested_date(reader, found)),
        debtor=parts.party(reader, found, "Dbtr", is_needed=True),
        debtor_account=sure(parts.account(reader, found, "DbtrAcct")),
        transfers=tuple(_transfer(reader, each, seen) for each in found["CdtTrfTxInf"]),
        debtor_agent=parts.agent(reader, found, "DbtrAgt"),
        charge_bearer=reader.code(found, "ChrgBr", parts.BEARERS),
    )
    check_once(seen, found, "PmtInfId", payment.payment_id)
    check_totals(reader, found, moneys(payment.transfers))
    return payment


def _requested_date(reader: Reader, found: Found) -> date | None:
    if reader.version.name == "pain.001.001.03":
        return reader.day(found, "ReqdExctnDt")
    return reader.day(reader.inside(found, "ReqdExctnDt", _DAY), "Dt")


def _transfer(reader: Reader, element: Element, seen: Seen) -> CreditTransfer:
    found = reader.parts(element, _TRANSFER)
    identification = reader.inside(found, "PmtId", _IDENTIFICATION)
    instructed = sure(reader.money(reader.inside(found, "Amt", _AMOUNT), "InstdAmt"))
    transfer = CreditTransfer(
        end_to_end_id=reader.text(identification, "EndToEndId"),
        amount=instructed.amount,
        currency=instructed.currency,
        creditor=parts.party(reader, found, "Cdtr", is_needed=True),
        creditor_account=sure(parts.account(reader, found, "CdtrAcct")),
        creditor_agent=parts.agent(reader, found, "CdtrAgt"),
        remittance=parts.remittance(reader, found, "RmtInf"),
        instruction_id=reader.text(identification, "InstrId"),
        charge_bearer=reader.code(found, "ChrgBr", parts.BEARERS),
    )
    check_once(seen, identification, "EndToEndId", transfer.end_to_end_id)
    check_once(seen, identification, "InstrId", transfer.instruction_id)
    return transfer


def _payment_node(payment: PaymentInformation, bic: str) -> Node:
    day = payment.requested_date.isoformat()
    amounts = moneys(payment.transfers)
    return node(
        "PmtInf",
        leaf("PmtInfId", payment.payment_id),
        leaf("PmtMtd", "TRF"),
        leaf("NbOfTxs", str(len(amounts))),
        leaf("CtrlSum", control_sum(amounts)),
        leaf("ReqdExctnDt", day) if bic == "BIC" else node("ReqdExctnDt", leaf("Dt", day)),
        parts.party_node("Dbtr", payment.debtor),
        parts.account_node("DbtrAcct", payment.debtor_account),
        parts.agent_or_none_node("DbtrAgt", payment.debtor_agent, bic),
        maybe("ChrgBr", payment.charge_bearer),
        *(_transfer_node(transfer, bic) for transfer in payment.transfers),
    )


def _transfer_node(transfer: CreditTransfer, bic: str) -> Node:
    return node(
        "CdtTrfTxInf",
        node("PmtId", maybe("InstrId", transfer.instruction_id), leaf("EndToEndId", transfer.end_to_end_id)),
        node("Amt", money("InstdAmt", transfer.amount, transfer.currency)),
        maybe("ChrgBr", transfer.charge_bearer),
        parts.agent_node("CdtrAgt", transfer.creditor_agent, bic),
        parts.party_node("Cdtr", transfer.creditor),
        parts.account_node("CdtrAcct", transfer.creditor_account),
        parts.remittance_node("RmtInf", transfer.remittance),
    )
