"""camt.053 and camt.054: the statement of an account, and the advice of single movements.

Idea: a statement tells what an account held when it opened and when it closed, and each entry between. Balances are
signed here (an overdrawn account is less than nothing). Whoever reads one may trust its arithmetic: the closing balance
is the opening balance and all booked entries, or the message is refused. An advice has entries alone.

The opening balance is the one so called (OPBD), or else the one before (PRCD); other balances (available, interim,
forward) are taken and not kept. A statement that is cut into pages is refused, since a page does not add up.

Versions: camt.053.001.08, camt.054.001.08. Errors: `NotAMessage`.

>>> from datetime import UTC, date, datetime
>>> from postkit.iso20022.entries import AccountEntry
>>> from postkit.iso20022.parts import account_of
>>> day, at = date(2026, 7, 20), datetime(2026, 7, 20, 23, 0, tzinfo=UTC)
>>> paid = AccountEntry(125_00, "MAD", False, day, kind="COD PAYOUT")
>>> kept = Statement("7", at, account_of("MA64350810000000000000004247"), "MAD", 500_00, day, 375_00, day, (paid,))
>>> message = Statements("M-7", at, (kept,))
>>> read_statements(write_statements(message)) == message
True
>>> from dataclasses import replace
>>> write_statements(replace(message, statements=(replace(kept, closing=376_00),)))  # doctest: +ELLIPSIS
Traceback (most recent call last):
postkit.iso20022.refusal.NotAMessage: balance: 375.00 MAD found (line ..., /Document/BkToCstmrStmt/Stmt/Bal[2]/Amt)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from postkit.iso20022 import parts
from postkit.iso20022.building import Node, group, leaf, maybe, moment, money, node, version_of, written
from postkit.iso20022.checking import Seen, check_once
from postkit.iso20022.entries import BOOKED, CREDIT, DEBIT, AccountEntry, day_of, entry, entry_node
from postkit.iso20022.opening import MOST_BYTES, Opened, open_message, refusal
from postkit.iso20022.parts import Account, Agent
from postkit.iso20022.shape import Element, Found, Reader, Shape, sure
from postkit.money import to_text

_STATEMENTS, _ADVICES = ("camt.053.001.08",), ("camt.054.001.08",)
OPENING, CLOSING, BEFORE = "OPBD", "CLBD", "PRCD"

_STATEMENTS_BODY = Shape("GrpHdr Stmt+ !SplmtryData*")
_ADVICES_BODY = Shape("GrpHdr Ntfctn+ !SplmtryData*")
_HEADER = Shape("MsgId CreDtTm ~MsgRcpt? MsgPgntn? ~OrgnlBizQry? ~AddtlInf?")
_STATEMENT = Shape(
    "Id StmtPgntn? ElctrncSeqNb? ~RptgSeq? ~LglSeqNb? CreDtTm? FrToDt? ~CpyDplctInd? ~RptgSrc? Acct ~RltdAcct? "
    "~Intrst* Bal+ ~TxsSummry? Ntry* ~AddtlStmtInf?"
)
_ADVICE = Shape(
    "Id NtfctnPgntn? ElctrncSeqNb? ~RptgSeq? ~LglSeqNb? CreDtTm? ~FrToDt? ~CpyDplctInd? ~RptgSrc? Acct ~RltdAcct? "
    "~Intrst* ~TxsSummry? Ntry* ~AddtlNtfctnInf?"
)
_PAGE = Shape("PgNb LastPgInd")
_PERIOD = Shape("FrDtTm ToDtTm")
_ACCOUNT = Shape("Id ~Tp? Ccy? ~Nm? ~Prxy? Ownr? Svcr?")
_BALANCE = Shape("Tp ~CdtLine* Amt CdtDbtInd Dt ~Avlbty*")
_BALANCE_TYPE = Shape("CdOrPrtry ~SubTp?")


@dataclass(frozen=True, slots=True)
class Statement:
    """What an account held and what moved it; both balances are of booked entries, and signed."""

    statement_id: str
    created_at: datetime | None
    account: Account
    currency: str
    opening: int
    opening_date: date
    closing: int
    closing_date: date
    entries: tuple[AccountEntry, ...] = ()
    owner: str = ""
    servicer: Agent | None = None
    sequence: int | None = None
    from_at: datetime | None = None
    to_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Statements:
    """A message of statements."""

    message_id: str
    created_at: datetime
    statements: tuple[Statement, ...]
    version: str = "camt.053.001.08"


@dataclass(frozen=True, slots=True)
class Advice:
    """Movements of an account, told one by one."""

    advice_id: str
    created_at: datetime | None
    account: Account
    entries: tuple[AccountEntry, ...]
    owner: str = ""
    servicer: Agent | None = None
    sequence: int | None = None


@dataclass(frozen=True, slots=True)
class Advices:
    """A message of advices."""

    message_id: str
    created_at: datetime
    advices: tuple[Advice, ...]
    version: str = "camt.054.001.08"


def read_statements(data: bytes, most_bytes: int = MOST_BYTES) -> Statements:
    return statements_of(open_message(data, most_bytes, _STATEMENTS))


def read_advices(data: bytes, most_bytes: int = MOST_BYTES) -> Advices:
    return advices_of(open_message(data, most_bytes, _ADVICES))


def statements_of(opened: Opened) -> Statements:
    reader = Reader(opened.version)
    body = reader.parts(opened.body, _STATEMENTS_BODY)
    header = _header(reader, body)
    seen: Seen = set()
    return Statements(
        message_id=reader.text(header, "MsgId"),
        created_at=sure(reader.moment(header, "CreDtTm")),
        statements=tuple(_statement(reader, element, seen) for element in body["Stmt"]),
        version=opened.version.name,
    )


def advices_of(opened: Opened) -> Advices:
    reader = Reader(opened.version)
    body = reader.parts(opened.body, _ADVICES_BODY)
    header = _header(reader, body)
    seen: Seen = set()
    return Advices(
        message_id=reader.text(header, "MsgId"),
        created_at=sure(reader.moment(header, "CreDtTm")),
        advices=tuple(_advice(reader, element, seen) for element in body["Ntfctn"]),
        version=opened.version.name,
    )


def write_statements(message: Statements) -> bytes:
    header = node("GrpHdr", leaf("MsgId", message.message_id), moment("CreDtTm", message.created_at))
    body = (header, *(_statement_node(statement) for statement in message.statements))
    return written(version_of(message.version, _STATEMENTS), body, message, statements_of)


def write_advices(message: Advices) -> bytes:
    header = node("GrpHdr", leaf("MsgId", message.message_id), moment("CreDtTm", message.created_at))
    body = (header, *(_advice_node(advice) for advice in message.advices))
    return written(version_of(message.version, _ADVICES), body, message, advices_of)


def _header(reader: Reader, body: Found) -> Found:
    header = reader.inside(body, "GrpHdr", _HEADER)
    _refuse_pages(reader, header, "MsgPgntn")
    return header


def _refuse_pages(reader: Reader, found: Found, name: str) -> None:
    page = reader.inside(found, name, _PAGE)
    if page and (
        reader.leaf(page["PgNb"][0]) != "1" or reader.leaf(page["LastPgInd"][0]) not in ("true", "1")
    ):
        raise refusal("unsupported", found[name][0], "one page alone is taken")


def _statement(reader: Reader, element: Element, seen: Seen) -> Statement:
    found = reader.parts(element, _STATEMENT)
    _refuse_pages(reader, found, "StmtPgntn")
    period = reader.inside(found, "FrToDt", _PERIOD)
    account, owner, servicer = _account(reader, found)
    balances = _balances(reader, found)
    start = OPENING if OPENING in balances else BEFORE
    for code in (start, CLOSING):
        if code not in balances:
            raise refusal(
                "missing", element, f"a balance {OPENING if code == BEFORE else code}", inside="Bal"
            )
    opening, opening_date, currency, _ = balances[start]
    closing, closing_date, _, closing_element = balances[CLOSING]
    statement = Statement(
        statement_id=reader.text(found, "Id"),
        created_at=reader.moment(found, "CreDtTm"),
        account=account,
        currency=currency,
        opening=opening,
        opening_date=opening_date,
        closing=closing,
        closing_date=closing_date,
        entries=tuple(entry(reader, each) for each in found.get("Ntry", ())),
        owner=owner,
        servicer=servicer,
        sequence=reader.count(found, "ElctrncSeqNb"),
        from_at=reader.moment(period, "FrDtTm"),
        to_at=reader.moment(period, "ToDtTm"),
    )
    check_once(seen, found, "Id", statement.statement_id)
    _check_currency(found, currency, account, statement.entries)
    expected = opening + sum(each.signed for each in statement.entries if each.state == BOOKED)
    if closing != expected:
        raise refusal("balance", closing_element, f"{to_text(expected, currency)} {currency} found")
    return statement


def _check_currency(found: Found, currency: str, account: Account, entries: Sequence[AccountEntry]) -> None:
    if account.currency not in ("", currency):
        raise refusal("currency", found["Acct"][0], f"the balances are in {currency}")
    for element, each in zip(found.get("Ntry", ()), entries, strict=True):
        if each.currency != currency:
            raise refusal("currency", element, f"the balances are in {currency}")


def _balances(reader: Reader, found: Found) -> dict[str, tuple[int, date, str, Element]]:
    """The balances by their code: signed amount, day, currency, and the element of the amount."""
    balances: dict[str, tuple[int, date, str, Element]] = {}
    for element in found["Bal"]:
        inside = reader.parts(element, _BALANCE)
        code = parts.chosen(reader, reader.inside(inside, "Tp", _BALANCE_TYPE), "CdOrPrtry")
        held = sure(reader.money(inside, "Amt", least=0))
        sign = 1 if reader.code(inside, "CdtDbtInd", (CREDIT, DEBIT)) == CREDIT else -1
        day = sure(day_of(reader, inside, "Dt"))
        if code not in (OPENING, CLOSING, BEFORE):
            continue
        if code in balances:
            raise refusal("duplicate", element, code)
        if any(currency != held.currency for _, _, currency, _ in balances.values()):
            raise refusal("currency", inside["Amt"][0])
        balances[code] = (sign * held.amount, day, held.currency, inside["Amt"][0])
    return balances


def _advice(reader: Reader, element: Element, seen: Seen) -> Advice:
    found = reader.parts(element, _ADVICE)
    _refuse_pages(reader, found, "NtfctnPgntn")
    account, owner, servicer = _account(reader, found)
    advice = Advice(
        advice_id=reader.text(found, "Id"),
        created_at=reader.moment(found, "CreDtTm"),
        account=account,
        entries=tuple(entry(reader, each) for each in found.get("Ntry", ())),
        owner=owner,
        servicer=servicer,
        sequence=reader.count(found, "ElctrncSeqNb"),
    )
    check_once(seen, found, "Id", advice.advice_id)
    return advice


def _account(reader: Reader, found: Found) -> tuple[Account, str, Agent | None]:
    """The account, its owner's name, and the bank that keeps it."""
    inside = reader.parts(found["Acct"][0], _ACCOUNT)
    owner = parts.party(reader, inside, "Ownr")
    return sure(parts.account(reader, found, "Acct", _ACCOUNT)), owner, parts.agent(reader, inside, "Svcr")


def _account_node(kept: Statement | Advice) -> Node | None:
    return parts.account_node(
        "Acct",
        kept.account,
        group("Ownr", maybe("Nm", kept.owner)),
        parts.agent_node("Svcr", kept.servicer),
    )


def _statement_node(statement: Statement) -> Node:
    period = None
    if statement.from_at and statement.to_at:
        period = node("FrToDt", moment("FrDtTm", statement.from_at), moment("ToDtTm", statement.to_at))
    return node(
        "Stmt",
        leaf("Id", statement.statement_id),
        maybe("ElctrncSeqNb", statement.sequence),
        maybe("CreDtTm", statement.created_at),
        period,
        _account_node(statement),
        _balance_node(OPENING, statement.opening, statement.currency, statement.opening_date),
        _balance_node(CLOSING, statement.closing, statement.currency, statement.closing_date),
        *(entry_node(made) for made in statement.entries),
    )


def _balance_node(code: str, amount: int, currency: str, day: date) -> Node:
    return node(
        "Bal",
        node("Tp", node("CdOrPrtry", leaf("Cd", code))),
        money("Amt", abs(amount), currency),
        leaf("CdtDbtInd", CREDIT if amount >= 0 else DEBIT),
        node("Dt", leaf("Dt", day.isoformat())),
    )


def _advice_node(advice: Advice) -> Node:
    return node(
        "Ntfctn",
        leaf("Id", advice.advice_id),
        maybe("ElctrncSeqNb", advice.sequence),
        maybe("CreDtTm", advice.created_at),
        _account_node(advice),
        *(entry_node(made) for made in advice.entries),
    )
