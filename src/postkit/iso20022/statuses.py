"""pain.002 and pacs.002: what became of a message, as its receiver tells its sender.

Idea: a report names the message it answers and tells a status of the whole, of payments (pain.002 only), or of single
transfers, each with reasons. What it does not name has the status of what holds it. A customer is told of its pain.001
by a `CustomerStatus`, a bank of its pacs.008 or pacs.004 by an `InterbankStatus`.

Statuses in use: ACTC (well formed and valid), ACCP (customer accepted), ACSP (under way), ACSC (settled), ACCC (the
creditor has it), PART (partly accepted), PDNG (pending), RCVD (received), RJCT (refused). Any other four capitals are
read, except in pain.002.001.03, whose form has a closed list.

Versions: pain.002.001.03 and 001.10 (which answer pain.001.001.03 and 001.09), pacs.002.001.10. Errors: `NotAMessage`.

>>> from datetime import UTC, datetime
>>> refused = TransferStatus("RJCT", end_to_end_id="JULY-1", reasons=(Reason("AC01", "No such account"),))
>>> at = datetime(2026, 7, 20, 9, 31, tzinfo=UTC)
>>> answer = CustomerStatus("S-1", at, "M-2026-07", "pain.001.001.09", "PART", (PaymentStatus("JULY", "", (refused,)),))
>>> read_customer_status(write_customer_status(answer)) == answer
True
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from postkit.iso20022 import parts
from postkit.iso20022.building import Node, leaf, maybe, moment, node, version_of, written
from postkit.iso20022.checking import Seen, check_once
from postkit.iso20022.opening import MOST_BYTES, Opened, open_message
from postkit.iso20022.parts import Agent, Reason
from postkit.iso20022.shape import Element, Found, Reader, Shape, sure

REFUSED = "RJCT"

_CUSTOMER_NAMES = ("pain.002.001.03", "pain.002.001.10")
_INTERBANK_NAMES = ("pacs.002.001.10",)
_STATUS = re.compile(r"[A-Z]{4}")
_GROUP_STATUSES_03 = frozenset({"ACTC", "RCVD", "PART", "RJCT", "PDNG", "ACCP", "ACSP", "ACSC", "ACWC"})
_TRANSFER_STATUSES_03 = _GROUP_STATUSES_03 - {"RCVD", "PART"}

_CUSTOMER_BODY = Shape("GrpHdr OrgnlGrpInfAndSts OrgnlPmtInfAndSts* !SplmtryData*")
_CUSTOMER_HEADER = Shape("MsgId CreDtTm ~InitgPty? ~FwdgAgt? ~DbtrAgt? ~CdtrAgt?")
_WHOLE = Shape(
    "OrgnlMsgId OrgnlMsgNmId ~OrgnlCreDtTm? ~OrgnlNbOfTxs? ~OrgnlCtrlSum? GrpSts? StsRsnInf* ~NbOfTxsPerSts*"
)
_PAYMENT = Shape(
    "OrgnlPmtInfId ~OrgnlNbOfTxs? ~OrgnlCtrlSum? PmtInfSts? StsRsnInf* ~NbOfTxsPerSts* TxInfAndSts*"
)
_CUSTOMER_TRANSFER = Shape(
    "~StsId? OrgnlInstrId? OrgnlEndToEndId? ~OrgnlUETR? TxSts StsRsnInf* ~ChrgsInf* ~TrckrData? AccptncDtTm? "
    "~AcctSvcrRef? ~ClrSysRef? ~OrgnlTxRef? !SplmtryData*"
)
_INTERBANK_BODY = Shape("GrpHdr OrgnlGrpInfAndSts TxInfAndSts* !SplmtryData*")
_INTERBANK_HEADER = Shape("MsgId CreDtTm InstgAgt? InstdAgt?")
_INTERBANK_TRANSFER = Shape(
    "~StsId? !OrgnlGrpInf? OrgnlInstrId? OrgnlEndToEndId? OrgnlTxId? ~OrgnlUETR? TxSts StsRsnInf* ~ChrgsInf* "
    "AccptncDtTm? ~FctvIntrBkSttlmDt? ~AcctSvcrRef? ~ClrSysRef? ~InstgAgt? ~InstdAgt? ~OrgnlTxRef? !SplmtryData*"
)


@dataclass(frozen=True, slots=True)
class TransferStatus:
    """What became of one transfer, named as its sender has named it; only banks name it by a transaction."""

    status: str
    end_to_end_id: str = ""
    transaction_id: str = ""
    instruction_id: str = ""
    reasons: tuple[Reason, ...] = ()
    accepted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PaymentStatus:
    """What became of one payment of a file; its status is empty where its transfers have their own."""

    payment_id: str
    status: str = ""
    transfers: tuple[TransferStatus, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class CustomerStatus:
    """What a bank tells a customer of a file of payments."""

    message_id: str
    created_at: datetime
    original_message_id: str
    original_name: str
    status: str = ""
    payments: tuple[PaymentStatus, ...] = ()
    reasons: tuple[Reason, ...] = ()
    version: str = "pain.002.001.10"


@dataclass(frozen=True, slots=True)
class InterbankStatus:
    """What a bank tells another of a message of transfers."""

    message_id: str
    created_at: datetime
    original_message_id: str
    original_name: str
    status: str = ""
    transfers: tuple[TransferStatus, ...] = ()
    reasons: tuple[Reason, ...] = ()
    instructing: Agent | None = None
    instructed: Agent | None = None
    version: str = "pacs.002.001.10"


def read_customer_status(data: bytes, most_bytes: int = MOST_BYTES) -> CustomerStatus:
    return customer_status_of(open_message(data, most_bytes, _CUSTOMER_NAMES))


def read_interbank_status(data: bytes, most_bytes: int = MOST_BYTES) -> InterbankStatus:
    return interbank_status_of(open_message(data, most_bytes, _INTERBANK_NAMES))


def customer_status_of(opened: Opened) -> CustomerStatus:
    reader = Reader(opened.version)
    body = reader.parts(opened.body, _CUSTOMER_BODY)
    header = reader.inside(body, "GrpHdr", _CUSTOMER_HEADER)
    whole = reader.inside(body, "OrgnlGrpInfAndSts", _WHOLE)
    seen: Seen = set()
    return CustomerStatus(
        message_id=reader.text(header, "MsgId"),
        created_at=sure(reader.moment(header, "CreDtTm")),
        original_message_id=reader.text(whole, "OrgnlMsgId"),
        original_name=reader.text(whole, "OrgnlMsgNmId"),
        status=_status(reader, whole, "GrpSts"),
        payments=tuple(_payment(reader, element, seen) for element in body.get("OrgnlPmtInfAndSts", ())),
        reasons=parts.reasons(reader, whole, "StsRsnInf"),
        version=opened.version.name,
    )


def interbank_status_of(opened: Opened) -> InterbankStatus:
    reader = Reader(opened.version)
    body = reader.parts(opened.body, _INTERBANK_BODY)
    header = reader.inside(body, "GrpHdr", _INTERBANK_HEADER)
    whole = reader.inside(body, "OrgnlGrpInfAndSts", _WHOLE)
    seen: Seen = set()
    return InterbankStatus(
        message_id=reader.text(header, "MsgId"),
        created_at=sure(reader.moment(header, "CreDtTm")),
        original_message_id=reader.text(whole, "OrgnlMsgId"),
        original_name=reader.text(whole, "OrgnlMsgNmId"),
        status=_status(reader, whole, "GrpSts"),
        transfers=tuple(
            _transfer(reader, element, _INTERBANK_TRANSFER, seen) for element in body.get("TxInfAndSts", ())
        ),
        reasons=parts.reasons(reader, whole, "StsRsnInf"),
        instructing=parts.agent(reader, header, "InstgAgt"),
        instructed=parts.agent(reader, header, "InstdAgt"),
        version=opened.version.name,
    )


def write_customer_status(message: CustomerStatus) -> bytes:
    body = (
        node("GrpHdr", leaf("MsgId", message.message_id), moment("CreDtTm", message.created_at)),
        _whole_node(message),
        *(_payment_node(payment) for payment in message.payments),
    )
    return written(version_of(message.version, _CUSTOMER_NAMES), body, message, customer_status_of)


def write_interbank_status(message: InterbankStatus) -> bytes:
    header = node(
        "GrpHdr",
        leaf("MsgId", message.message_id),
        moment("CreDtTm", message.created_at),
        parts.agent_node("InstgAgt", message.instructing),
        parts.agent_node("InstdAgt", message.instructed),
    )
    body = (header, _whole_node(message), *_transfer_nodes(message.transfers))
    return written(version_of(message.version, _INTERBANK_NAMES), body, message, interbank_status_of)


def _status(reader: Reader, found: Found, name: str) -> str:
    if reader.version.name != "pain.002.001.03":
        return reader.code(found, name, _STATUS)
    return reader.code(found, name, _TRANSFER_STATUSES_03 if name == "TxSts" else _GROUP_STATUSES_03)


def _payment(reader: Reader, element: Element, seen: Seen) -> PaymentStatus:
    found = reader.parts(element, _PAYMENT)
    payment = PaymentStatus(
        payment_id=reader.text(found, "OrgnlPmtInfId"),
        status=_status(reader, found, "PmtInfSts"),
        transfers=tuple(
            _transfer(reader, each, _CUSTOMER_TRANSFER, seen) for each in found.get("TxInfAndSts", ())
        ),
        reasons=parts.reasons(reader, found, "StsRsnInf"),
    )
    check_once(seen, found, "OrgnlPmtInfId", payment.payment_id)
    return payment


def _transfer(reader: Reader, element: Element, shape: Shape, seen: Seen) -> TransferStatus:
    found = reader.parts(element, shape)
    transfer = TransferStatus(
        status=_status(reader, found, "TxSts"),
        end_to_end_id=reader.text(found, "OrgnlEndToEndId"),
        transaction_id=reader.text(found, "OrgnlTxId"),
        instruction_id=reader.text(found, "OrgnlInstrId"),
        reasons=parts.reasons(reader, found, "StsRsnInf"),
        accepted_at=reader.moment(found, "AccptncDtTm"),
    )
    naming = "OrgnlTxId" if transfer.transaction_id else "OrgnlEndToEndId"
    check_once(seen, found, naming, transfer.transaction_id or transfer.end_to_end_id)
    return transfer


def _whole_node(message: CustomerStatus | InterbankStatus) -> Node:
    return node(
        "OrgnlGrpInfAndSts",
        leaf("OrgnlMsgId", message.original_message_id),
        leaf("OrgnlMsgNmId", message.original_name),
        maybe("GrpSts", message.status),
        *parts.reason_nodes("StsRsnInf", message.reasons),
    )


def _payment_node(payment: PaymentStatus) -> Node:
    return node(
        "OrgnlPmtInfAndSts",
        leaf("OrgnlPmtInfId", payment.payment_id),
        maybe("PmtInfSts", payment.status),
        *parts.reason_nodes("StsRsnInf", payment.reasons),
        *_transfer_nodes(payment.transfers),
    )


def _transfer_nodes(transfers: Sequence[TransferStatus]) -> tuple[Node, ...]:
    return tuple(
        node(
            "TxInfAndSts",
            maybe("OrgnlInstrId", transfer.instruction_id),
            maybe("OrgnlEndToEndId", transfer.end_to_end_id),
            maybe("OrgnlTxId", transfer.transaction_id),
            leaf("TxSts", transfer.status),
            *parts.reason_nodes("StsRsnInf", transfer.reasons),
            maybe("AccptncDtTm", transfer.accepted_at),
        )
        for transfer in transfers
    )
