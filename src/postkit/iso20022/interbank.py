"""pacs.008 and pacs.004: a bank sends transfers to another, and sends back what it cannot credit.

Idea: a message holds transfers that are settled together, on one day and in one way (`Settlement`). A transfer names
the debtor, the creditor and the banks of both; its transaction identification is the sending bank's own, the end-to-end
identification the debtor's. A returned transfer names the transfer that it sends back, in full or less a charge.

What is checked when it is read, beside the form: count, control sum and total, and that no transaction stands twice.
Settlement is told once in the header, as clearing houses do it; correspondent banks that tell it with each transfer are
refused (unsupported), and so are intermediary banks, exchange of currencies and payments on behalf of others.

Versions: pacs.008.001.08, pacs.004.001.09. Errors: `NotAMessage`.

>>> from datetime import UTC, date, datetime
>>> from postkit.iso20022.parts import account_of
>>> gift = InterbankTransfer(
...     "T-1", "GIFT", 12500, "TND", "Ali", Agent("BCMAMAMC"), "مريم", account_of("CCP 17"), Agent("ATTBTNTT"))
>>> message = InterbankTransfers(
...     "M-1", datetime(2026, 7, 20, 9, 30, tzinfo=UTC), Settlement(date(2026, 7, 20)), (gift,))
>>> read_transfers(write_transfers(message)) == message
True
"""

from dataclasses import dataclass
from datetime import date, datetime

from postkit.iso20022 import parts
from postkit.iso20022.building import Node, control_sum, leaf, maybe, moment, money, node, version_of, written
from postkit.iso20022.checking import Seen, check_once, check_total, check_totals, moneys
from postkit.iso20022.opening import MOST_BYTES, Opened, open_message, refusal
from postkit.iso20022.parts import UNTOLD, Account, Agent, Reason, Remittance
from postkit.iso20022.shape import Element, Found, Money, Reader, Shape, sure

_TRANSFERS, _RETURNS = ("pacs.008.001.08",), ("pacs.004.001.09",)
_METHODS = ("CLRG", "INDA", "INGA")

_TRANSFERS_BODY = Shape("GrpHdr CdtTrfTxInf+ !SplmtryData*")
_TRANSFERS_HEADER = Shape(
    "MsgId CreDtTm ~BtchBookg? NbOfTxs CtrlSum? TtlIntrBkSttlmAmt? IntrBkSttlmDt SttlmInf ~PmtTpInf? "
    "InstgAgt? InstdAgt?"
)
_TRANSFER = Shape(
    "PmtId ~PmtTpInf? IntrBkSttlmAmt !IntrBkSttlmDt? ~SttlmPrty? ~SttlmTmIndctn? ~SttlmTmReq? AccptncDtTm? "
    "!PoolgAdjstmntDt? ~InstdAmt? !XchgRate? ChrgBr ~ChrgsInf* !PrvsInstgAgt1? !PrvsInstgAgt1Acct? !PrvsInstgAgt2? "
    "!PrvsInstgAgt2Acct? !PrvsInstgAgt3? !PrvsInstgAgt3Acct? !InstgAgt? !InstdAgt? !IntrmyAgt1? !IntrmyAgt1Acct? "
    "!IntrmyAgt2? !IntrmyAgt2Acct? !IntrmyAgt3? !IntrmyAgt3Acct? !UltmtDbtr? ~InitgPty? Dbtr DbtrAcct? DbtrAgt "
    "!DbtrAgtAcct? CdtrAgt !CdtrAgtAcct? Cdtr CdtrAcct !UltmtCdtr? !InstrForCdtrAgt* !InstrForNxtAgt* ~Purp? "
    "!RgltryRptg* !Tax? ~RltdRmtInf* RmtInf? !SplmtryData*"
)
_IDENTIFICATION = Shape("InstrId? EndToEndId TxId ~UETR? ~ClrSysRef?")
_SETTLEMENT = Shape(
    "SttlmMtd SttlmAcct? ClrSys? !InstgRmbrsmntAgt? !InstgRmbrsmntAgtAcct? !InstdRmbrsmntAgt? !InstdRmbrsmntAgtAcct? "
    "!ThrdRmbrsmntAgt? !ThrdRmbrsmntAgtAcct?"
)
_RETURNS_BODY = Shape("GrpHdr OrgnlGrpInf TxInf+ !SplmtryData*")
_RETURNS_HEADER = Shape(
    "MsgId CreDtTm ~Authstn* ~BtchBookg? NbOfTxs CtrlSum? ~GrpRtr? TtlRtrdIntrBkSttlmAmt? IntrBkSttlmDt SttlmInf "
    "InstgAgt? InstdAgt?"
)
_ORIGINAL = Shape("OrgnlMsgId OrgnlMsgNmId ~OrgnlCreDtTm? ~RtrRsnInf*")
_RETURNED = Shape(
    "RtrId !OrgnlGrpInf? ~OrgnlInstrId? OrgnlEndToEndId? OrgnlTxId ~OrgnlUETR? ~OrgnlClrSysRef? OrgnlIntrBkSttlmAmt? "
    "~OrgnlIntrBkSttlmDt? RtrdIntrBkSttlmAmt !IntrBkSttlmDt? ~SttlmPrty? ~SttlmTmIndctn? ~RtrdInstdAmt? !XchgRate? "
    "~CompstnAmt? ~ChrgBr? ~ChrgsInf* ~ClrSysRef? !InstgAgt? !InstdAgt? ~RtrChain? RtrRsnInf* ~OrgnlTxRef? "
    "!SplmtryData*"
)


@dataclass(frozen=True, slots=True)
class Settlement:
    """On which day and how the banks settle: by a clearing house (CLRG), or on an account of one with the other."""

    settled_date: date
    method: str = "CLRG"
    system: str = ""
    account: Account | None = None


@dataclass(frozen=True, slots=True)
class InterbankTransfer:
    """One transfer from a customer of one bank to a customer of another."""

    transaction_id: str
    end_to_end_id: str
    amount: int
    currency: str
    debtor: str
    debtor_agent: Agent
    creditor: str
    creditor_account: Account
    creditor_agent: Agent
    debtor_account: Account | None = None
    remittance: Remittance = UNTOLD
    instruction_id: str = ""
    charge_bearer: str = "SLEV"
    accepted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class InterbankTransfers:
    """A message of transfers that are settled together."""

    message_id: str
    created_at: datetime
    settlement: Settlement
    transfers: tuple[InterbankTransfer, ...]
    instructing: Agent | None = None
    instructed: Agent | None = None
    version: str = "pacs.008.001.08"


@dataclass(frozen=True, slots=True)
class ReturnedTransfer:
    """A transfer sent back, named by its transaction; `original_amount` is its amount where it is told."""

    return_id: str
    transaction_id: str
    amount: int
    currency: str
    reasons: tuple[Reason, ...]
    end_to_end_id: str = ""
    original_amount: int | None = None


@dataclass(frozen=True, slots=True)
class ReturnedTransfers:
    """A message of transfers that are sent back together, all of one message."""

    message_id: str
    created_at: datetime
    settlement: Settlement
    original_message_id: str
    transfers: tuple[ReturnedTransfer, ...]
    original_name: str = "pacs.008.001.08"
    instructing: Agent | None = None
    instructed: Agent | None = None
    version: str = "pacs.004.001.09"


def read_transfers(data: bytes, most_bytes: int = MOST_BYTES) -> InterbankTransfers:
    return transfers_of(open_message(data, most_bytes, _TRANSFERS))


def read_returns(data: bytes, most_bytes: int = MOST_BYTES) -> ReturnedTransfers:
    return returns_of(open_message(data, most_bytes, _RETURNS))


def transfers_of(opened: Opened) -> InterbankTransfers:
    reader = Reader(opened.version)
    body = reader.parts(opened.body, _TRANSFERS_BODY)
    header = reader.inside(body, "GrpHdr", _TRANSFERS_HEADER)
    seen: Seen = set()
    message = InterbankTransfers(
        message_id=reader.text(header, "MsgId"),
        created_at=sure(reader.moment(header, "CreDtTm")),
        settlement=_settlement(reader, header),
        transfers=tuple(_transfer(reader, element, seen) for element in body["CdtTrfTxInf"]),
        instructing=parts.agent(reader, header, "InstgAgt"),
        instructed=parts.agent(reader, header, "InstdAgt"),
        version=opened.version.name,
    )
    check_totals(reader, header, moneys(message.transfers))
    check_total(reader, header, "TtlIntrBkSttlmAmt", moneys(message.transfers))
    return message


def returns_of(opened: Opened) -> ReturnedTransfers:
    reader = Reader(opened.version)
    body = reader.parts(opened.body, _RETURNS_BODY)
    header = reader.inside(body, "GrpHdr", _RETURNS_HEADER)
    original = reader.inside(body, "OrgnlGrpInf", _ORIGINAL)
    seen: Seen = set()
    message = ReturnedTransfers(
        message_id=reader.text(header, "MsgId"),
        created_at=sure(reader.moment(header, "CreDtTm")),
        settlement=_settlement(reader, header),
        original_message_id=reader.text(original, "OrgnlMsgId"),
        transfers=tuple(_returned(reader, element, seen) for element in body["TxInf"]),
        original_name=reader.text(original, "OrgnlMsgNmId"),
        instructing=parts.agent(reader, header, "InstgAgt"),
        instructed=parts.agent(reader, header, "InstdAgt"),
        version=opened.version.name,
    )
    check_totals(reader, header, moneys(message.transfers))
    check_total(reader, header, "TtlRtrdIntrBkSttlmAmt", moneys(message.transfers))
    return message


def write_transfers(message: InterbankTransfers) -> bytes:
    """Write a message of transfers, with its count, its sum and, where all are in one currency, its total."""
    header = _header_node(message, "TtlIntrBkSttlmAmt")
    body = (header, *(_transfer_node(transfer) for transfer in message.transfers))
    return written(version_of(message.version, _TRANSFERS), body, message, transfers_of)


def write_returns(message: ReturnedTransfers) -> bytes:
    """Write a message of returned transfers, with its count, its sum and, where all are in one currency, its total."""
    original = node(
        "OrgnlGrpInf",
        leaf("OrgnlMsgId", message.original_message_id),
        leaf("OrgnlMsgNmId", message.original_name),
    )
    header = _header_node(message, "TtlRtrdIntrBkSttlmAmt")
    body = (header, original, *(_returned_node(transfer) for transfer in message.transfers))
    return written(version_of(message.version, _RETURNS), body, message, returns_of)


def _settlement(reader: Reader, header: Found) -> Settlement:
    found = reader.inside(header, "SttlmInf", _SETTLEMENT)
    method = reader.leaf(found["SttlmMtd"][0])
    if method not in _METHODS:
        raise refusal("unsupported", found["SttlmMtd"][0], repr(method[:35]))
    return Settlement(
        settled_date=sure(reader.day(header, "IntrBkSttlmDt")),
        method=method,
        system=parts.chosen(reader, found, "ClrSys"),
        account=parts.account(reader, found, "SttlmAcct"),
    )


def _transfer(reader: Reader, element: Element, seen: Seen) -> InterbankTransfer:
    found = reader.parts(element, _TRANSFER)
    identification = reader.inside(found, "PmtId", _IDENTIFICATION)
    settled = sure(reader.money(found, "IntrBkSttlmAmt"))
    transfer = InterbankTransfer(
        transaction_id=reader.text(identification, "TxId"),
        end_to_end_id=reader.text(identification, "EndToEndId"),
        amount=settled.amount,
        currency=settled.currency,
        debtor=parts.party(reader, found, "Dbtr", is_needed=True),
        debtor_agent=sure(parts.agent(reader, found, "DbtrAgt", is_needed=True)),
        creditor=parts.party(reader, found, "Cdtr", is_needed=True),
        creditor_account=sure(parts.account(reader, found, "CdtrAcct")),
        creditor_agent=sure(parts.agent(reader, found, "CdtrAgt", is_needed=True)),
        debtor_account=parts.account(reader, found, "DbtrAcct"),
        remittance=parts.remittance(reader, found, "RmtInf"),
        instruction_id=reader.text(identification, "InstrId"),
        charge_bearer=reader.code(found, "ChrgBr", parts.BEARERS),
        accepted_at=reader.moment(found, "AccptncDtTm"),
    )
    check_once(seen, identification, "TxId", transfer.transaction_id)
    return transfer


def _returned(reader: Reader, element: Element, seen: Seen) -> ReturnedTransfer:
    found = reader.parts(element, _RETURNED)
    returned = sure(reader.money(found, "RtrdIntrBkSttlmAmt"))
    original = reader.money(found, "OrgnlIntrBkSttlmAmt")
    if original and original.currency != returned.currency:
        raise refusal("currency", found["RtrdIntrBkSttlmAmt"][0], f"{original.currency} was sent")
    if original and original.amount < returned.amount:
        raise refusal("amount", found["RtrdIntrBkSttlmAmt"][0], "more is sent back than was sent")
    transfer = ReturnedTransfer(
        return_id=reader.text(found, "RtrId"),
        transaction_id=reader.text(found, "OrgnlTxId"),
        amount=returned.amount,
        currency=returned.currency,
        reasons=parts.reasons(reader, found, "RtrRsnInf"),
        end_to_end_id=reader.text(found, "OrgnlEndToEndId"),
        original_amount=original.amount if original else None,
    )
    check_once(seen, found, "RtrId", transfer.return_id)
    check_once(seen, found, "OrgnlTxId", transfer.transaction_id)
    return transfer


def _header_node(message: InterbankTransfers | ReturnedTransfers, total: str) -> Node:
    amounts = moneys(message.transfers)
    settlement = message.settlement
    return node(
        "GrpHdr",
        leaf("MsgId", message.message_id),
        moment("CreDtTm", message.created_at),
        leaf("NbOfTxs", str(len(amounts))),
        leaf("CtrlSum", control_sum(amounts)),
        _total_node(total, amounts),
        leaf("IntrBkSttlmDt", settlement.settled_date.isoformat()),
        node(
            "SttlmInf",
            leaf("SttlmMtd", settlement.method),
            parts.account_node("SttlmAcct", settlement.account),
            parts.system_node("ClrSys", settlement.system),
        ),
        parts.agent_node("InstgAgt", message.instructing),
        parts.agent_node("InstdAgt", message.instructed),
    )


def _total_node(name: str, amounts: list[Money]) -> Node | None:
    currencies = {currency for _, currency in amounts}
    return (
        money(name, sum(amount for amount, _ in amounts), currencies.pop()) if len(currencies) == 1 else None
    )


def _transfer_node(transfer: InterbankTransfer) -> Node:
    return node(
        "CdtTrfTxInf",
        node(
            "PmtId",
            maybe("InstrId", transfer.instruction_id),
            leaf("EndToEndId", transfer.end_to_end_id),
            leaf("TxId", transfer.transaction_id),
        ),
        money("IntrBkSttlmAmt", transfer.amount, transfer.currency),
        maybe("AccptncDtTm", transfer.accepted_at),
        leaf("ChrgBr", transfer.charge_bearer),
        parts.party_node("Dbtr", transfer.debtor),
        parts.account_node("DbtrAcct", transfer.debtor_account),
        parts.agent_node("DbtrAgt", transfer.debtor_agent),
        parts.agent_node("CdtrAgt", transfer.creditor_agent),
        parts.party_node("Cdtr", transfer.creditor),
        parts.account_node("CdtrAcct", transfer.creditor_account),
        parts.remittance_node("RmtInf", transfer.remittance),
    )


def _returned_node(transfer: ReturnedTransfer) -> Node:
    original = transfer.original_amount
    return node(
        "TxInf",
        leaf("RtrId", transfer.return_id),
        maybe("OrgnlEndToEndId", transfer.end_to_end_id),
        leaf("OrgnlTxId", transfer.transaction_id),
        None if original is None else money("OrgnlIntrBkSttlmAmt", original, transfer.currency),
        money("RtrdIntrBkSttlmAmt", transfer.amount, transfer.currency),
        *parts.reason_nodes("RtrRsnInf", transfer.reasons),
    )
