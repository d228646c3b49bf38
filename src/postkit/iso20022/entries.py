"""The lines of a statement and of an advice: what moved an account, and what is told of it.

Idea: an entry moves the account once; its details tell of the transfers that it gathers, one or many (a day's cash on
delivery is one entry of a merchant's account and has a detail for each parcel). The amounts of details are checked
against the entry where each has one. An entry is booked, or pending, or for information; only booked ones count.

The kind of an entry is told by a code of the bank's own (`"COD PAYOUT"`) or by one of the standard in three parts
(`"PMNT/RCDT/ESCT"`). The other side of a detail is the debtor of a credit and the creditor of a debit.
"""

import re
from dataclasses import dataclass
from datetime import date

from postkit.iso20022 import parts
from postkit.iso20022.building import Node, group, leaf, maybe, money, node
from postkit.iso20022.opening import refusal
from postkit.iso20022.parts import UNTOLD, Account, Remittance
from postkit.iso20022.shape import REMARK, Element, Found, Reader, Shape, sure

BOOKED, PENDING, INFORMATION = "BOOK", "PDNG", "INFO"
CREDIT, DEBIT = "CRDT", "DBIT"

_SIDES = (CREDIT, DEBIT)
_STATES = (BOOKED, PENDING, INFORMATION)
_TRUTHS = {"true": True, "1": True, "false": False, "0": False}
_DOMAIN = re.compile(r"[A-Z0-9]{4}/[A-Z0-9]{4}/[A-Z0-9]{4}")

_ENTRY = Shape(
    "NtryRef? Amt CdtDbtInd RvslInd? Sts BookgDt? ValDt? AcctSvcrRef? ~Avlbty* BkTxCd ~ComssnWvrInd? ~AddtlInfInd? "
    "~AmtDtls? ~Chrgs? ~TechInptChanl? ~Intrst? ~CardTx? NtryDtls* AddtlNtryInf?"
)
_STATE = Shape("Cd !Prtry?")
_DAY = Shape("Dt? DtTm?")
_KIND = Shape("Domn? Prtry?")
_DOMAIN_CODE = Shape("Cd Fmly")
_FAMILY = Shape("Cd SubFmlyCd")
_OWN_CODE = Shape("Cd ~Issr?")
_DETAILS = Shape("~Btch? TxDtls*")
_DETAIL = Shape(
    "Refs? Amt? CdtDbtInd? ~AmtDtls? ~Avlbty* ~BkTxCd? ~Chrgs? ~Intrst? RltdPties? ~RltdAgts? ~LclInstrm? ~Purp? "
    "~RltdRmtInf* RmtInf? ~RltdDts? ~RltdPric? ~RltdQties* ~FinInstrmId? ~Tax? RtrInf? ~CorpActn? ~SfkpgAcct? "
    "~CshDpst* ~CardTx? AddtlTxInf? ~SplmtryData*"
)
_REFERENCES = Shape(
    "~MsgId? AcctSvcrRef? ~PmtInfId? InstrId? EndToEndId? ~UETR? TxId? ~MndtId? ~ChqNb? ~ClrSysRef? ~AcctOwnrTxId? "
    "~AcctSvcrTxId? ~MktInfrstrctrTxId? ~PrcgId? ~Prtry*"
)
_PARTIES = Shape("~InitgPty? Dbtr? DbtrAcct? ~UltmtDbtr? Cdtr? CdtrAcct? ~UltmtCdtr? ~TradgPty? ~Prtry*")
_RETURN = Shape("~OrgnlBkTxCd? ~Orgtr? Rsn? ~AddtlInf*")


@dataclass(frozen=True, slots=True)
class EntryDetail:
    """One transfer inside an entry; what it moves against the entry's direction is less than nothing.

    `counterparty` is the other side, as it is seen from this account.
    """

    amount: int | None = None
    end_to_end_id: str = ""
    transaction_id: str = ""
    instruction_id: str = ""
    bank_reference: str = ""
    counterparty: str = ""
    counterparty_account: Account | None = None
    remittance: Remittance = UNTOLD
    return_reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """One movement of an account; the amount is not signed, `is_credit` tells its direction."""

    amount: int
    currency: str
    is_credit: bool
    booked_date: date | None
    value_date: date | None = None
    kind: str = ""
    reference: str = ""
    bank_reference: str = ""
    details: tuple[EntryDetail, ...] = ()
    note: str = ""
    state: str = BOOKED
    is_reversal: bool = False

    @property
    def signed(self) -> int:
        """What the entry adds to the account."""
        return self.amount if self.is_credit else -self.amount


def entry(reader: Reader, element: Element) -> AccountEntry:
    """Read an entry and its details, and check that they agree."""
    found = reader.parts(element, _ENTRY)
    moved = sure(reader.money(found, "Amt", least=0))
    is_credit = reader.code(found, "CdtDbtInd", _SIDES) == CREDIT
    details = tuple(
        _detail(reader, each, moved.currency, is_credit)
        for batch in found.get("NtryDtls", ())
        for each in reader.parts(batch, _DETAILS).get("TxDtls", ())
    )
    made = AccountEntry(
        amount=moved.amount,
        currency=moved.currency,
        is_credit=is_credit,
        booked_date=day_of(reader, found, "BookgDt"),
        value_date=day_of(reader, found, "ValDt"),
        kind=_kind(reader, found),
        reference=reader.text(found, "NtryRef"),
        bank_reference=reader.text(found, "AcctSvcrRef"),
        details=details,
        note=reader.text(found, "AddtlNtryInf", REMARK),
        state=reader.code(reader.inside(found, "Sts", _STATE), "Cd", _STATES),
        is_reversal=_TRUTHS[reader.code(found, "RvslInd", _TRUTHS) or "false"],
    )
    if made.state == BOOKED and made.booked_date is None:
        raise refusal("missing", element, inside="BookgDt")
    amounts = [detail.amount for detail in details if detail.amount is not None]
    if details and len(amounts) == len(details) and sum(amounts) != made.amount:
        raise refusal("sum", found["Amt"][0], "its details come to another amount")
    return made


def entry_node(made: AccountEntry) -> Node:
    """The element of an entry; each detail has the entry's direction."""
    details = [_detail_node(detail, made) for detail in made.details]
    return node(
        "Ntry",
        maybe("NtryRef", made.reference),
        money("Amt", made.amount, made.currency),
        leaf("CdtDbtInd", CREDIT if made.is_credit else DEBIT),
        leaf("RvslInd", "true") if made.is_reversal else None,
        node("Sts", leaf("Cd", made.state)),
        group("BookgDt", maybe("Dt", made.booked_date)),
        group("ValDt", maybe("Dt", made.value_date)),
        maybe("AcctSvcrRef", made.bank_reference),
        _kind_node(made.kind),
        group("NtryDtls", *details),
        maybe("AddtlNtryInf", made.note),
    )


def day_of(reader: Reader, found: Found, name: str) -> date | None:
    """A date that may be written with its time, which is not kept."""
    if name not in found:
        return None
    inside = reader.parts(found[name][0], _DAY)
    at = reader.moment(inside, "DtTm")
    day = at.date() if at else reader.day(inside, "Dt")
    if len(inside) != 1:
        raise refusal("date", found[name][0], "either Dt or DtTm")
    return day


def _kind(reader: Reader, found: Found) -> str:
    told = reader.inside(found, "BkTxCd", _KIND)
    if "Domn" not in told:
        return reader.text(reader.inside(told, "Prtry", _OWN_CODE), "Cd")
    domain = reader.inside(told, "Domn", _DOMAIN_CODE)
    family = reader.inside(domain, "Fmly", _FAMILY)
    codes = (reader.text(domain, "Cd", 4), reader.text(family, "Cd", 4), reader.text(family, "SubFmlyCd", 4))
    return "/".join(codes)


def _kind_node(kind: str) -> Node:
    if not _DOMAIN.fullmatch(kind):
        return node("BkTxCd", group("Prtry", maybe("Cd", kind)))
    domain, family, sub = kind.split("/")
    inside = node("Fmly", leaf("Cd", family), leaf("SubFmlyCd", sub))
    return node("BkTxCd", node("Domn", leaf("Cd", domain), inside))


def _detail(reader: Reader, element: Element, currency: str, is_credit: bool) -> EntryDetail:
    found = reader.parts(element, _DETAIL)
    references = reader.inside(found, "Refs", _REFERENCES)
    parties = reader.inside(found, "RltdPties", _PARTIES)
    side = reader.code(found, "CdtDbtInd", _SIDES)
    is_against = side != "" and (side == CREDIT) != is_credit
    other = "Dbtr" if is_credit != is_against else "Cdtr"
    moved = reader.money(found, "Amt", least=0)
    if moved and moved.currency != currency:
        raise refusal("currency", found["Amt"][0], f"the entry is in {currency}")
    return EntryDetail(
        amount=None if moved is None else -moved.amount if is_against else moved.amount,
        end_to_end_id=reader.text(references, "EndToEndId"),
        transaction_id=reader.text(references, "TxId"),
        instruction_id=reader.text(references, "InstrId"),
        bank_reference=reader.text(references, "AcctSvcrRef"),
        counterparty=parts.either_party(reader, parties, other),
        counterparty_account=parts.account(reader, parties, f"{other}Acct"),
        remittance=parts.remittance(reader, found, "RmtInf"),
        return_reason=parts.chosen(reader, reader.inside(found, "RtrInf", _RETURN), "Rsn"),
        note=reader.text(found, "AddtlTxInf", REMARK),
    )


def _detail_node(detail: EntryDetail, made: AccountEntry) -> Node:
    amount = detail.amount
    is_credit = made.is_credit != (amount is not None and amount < 0)
    other = "Dbtr" if is_credit else "Cdtr"
    return node(
        "TxDtls",
        group(
            "Refs",
            maybe("AcctSvcrRef", detail.bank_reference),
            maybe("InstrId", detail.instruction_id),
            maybe("EndToEndId", detail.end_to_end_id),
            maybe("TxId", detail.transaction_id),
        ),
        None if amount is None else money("Amt", abs(amount), made.currency),
        None if amount is None else leaf("CdtDbtInd", CREDIT if is_credit else DEBIT),
        group(
            "RltdPties",
            group(other, group("Pty", maybe("Nm", detail.counterparty))),
            parts.account_node(f"{other}Acct", detail.counterparty_account),
        ),
        parts.remittance_node("RmtInf", detail.remittance),
        group("RtrInf", parts.reason_code_node(detail.return_reason)),
        maybe("AddtlTxInf", detail.note),
    )
