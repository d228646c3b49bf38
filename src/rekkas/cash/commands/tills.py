"""A clerk's till: opened with a count, closed with a blind one, and never closed over something that does not agree."""

from collections.abc import Sequence
from contextlib import suppress

from django.db.models import Q
from django.utils.translation import gettext as _

from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.cash.choices import MISMATCHED, CaseKind, CountPurpose, SessionState, StatementKind
from rekkas.cash.commands.asking import Found, ask, note, set_aside
from rekkas.cash.commands.hands import counted, day_of, enter, keep_count, next_number, said
from rekkas.cash.commands.moving import take_from_vault
from rekkas.cash.entries import Closing, Opening, Pieces
from rekkas.cash.errors import (
    MarkDiffers,
    MarkUnknown,
    Mismatch,
    NoMismatch,
    NothingToRecount,
    NotYourTill,
    OwnCount,
    TillAlreadyOpen,
    TillNotOpen,
    ToBeRecounted,
    UnseenLines,
)
from rekkas.cash.models import CountDraft, DiscrepancyCase, OfficeCash, QuestionedEntry, TillSession
from rekkas.cash.queries import (
    cash_named,
    keeper_named_in,
    last_line,
    line_words,
    lines_marked,
    mismatches,
    open_session,
    session_for_update,
    standing,
    terms_of,
    till_of,
    unseen_lines,
)
from rekkas.cash.queries import session as known_session
from rekkas.cash.queries.records import Mismatch as Disagreement
from rekkas.design.formats import comma, moment_text
from rekkas.money.commands import add_accounts
from rekkas.money.entries import AccountLimit
from rekkas.money.errors import AccountExists
from rekkas.money.queries import account as known_account
from rekkas.money.queries import hold_accounts, lines_of
from rekkas.network import queries as network


@command
def open_till(
    *,
    office: str,
    currency: str,
    drawer: Pieces,
    taken: Pieces,
    by: Actor,
    at: Moment,
    key: str | None = None,
) -> Opening:
    """Open a clerk's till with a count of what lies in the drawer and of what is taken from the vault.

    A drawer that holds something else than the record says is a question from the first minute on; so is a record
    that does not agree with itself, also where that was done while the till was closed.
    """
    held = enter(office, by, at)
    account = till_of(office, by.name, currency)
    place = network.office(office)
    before = open_session(office, by.name, currency)
    if before is not None:
        raise TillAlreadyOpen(clerk=by.name, since=moment_text(before.opened_at.astimezone(place.zone)))
    lies, comes = counted(drawer, place.country_id, currency), counted(taken, place.country_id, currency)
    _have_account(account, by, at)
    hold_accounts([account])
    wrong, now = mismatches(account), standing(account)
    session = TillSession.objects.create(
        number=next_number(held, "T"), office_id=office, clerk=by.name, currency=currency, account=account,
        business_date=day_of(office, at), opened_at=at, before_line=now.number, before_chain=now.chain.hex(),
    )  # fmt: skip
    question = _ask_about(held, wrong, account, session, by, at).number if wrong else ""
    keep_count(account, CountPurpose.OPENING, session.number, drawer, by, at)
    case = ""
    if lies != now.after:
        found = Found(CaseKind.COUNT, account, session.number, by.name, currency, lies - now.after)
        asked = ask(held, found, by=by, at=at)
        set_aside(asked, account, at=at)
        case = asked.number
    if comes:
        keep_count(account, CountPurpose.TAKEN, session.number, taken, by, at)
        take_from_vault(session, comes, by=by, at=at)
    return Opening(session.number, lies - now.after, case, question)


@command
def close_till(
    *,
    office: str,
    currency: str,
    pieces: Pieces,
    last_mark: str,
    by: Actor,
    at: Moment,
    key: str | None = None,
) -> Closing:
    """Close a clerk's till with a blind count and the mark of the last receipt in the clerk's hand.

    Refused, with the name of each, while something in the record does not agree or another's line was not seen. What
    differs is set aside as a question; where it is more than the office's tolerance, another counts first.
    """
    held = enter(office, by, at)
    session = open_session(office, by.name, currency)
    if session is None:
        raise TillNotOpen(clerk=by.name, office=office)
    if session.state != SessionState.OPEN:
        raise ToBeRecounted(session=session.number)
    place = network.office(office)
    amount = counted(pieces, place.country_id, currency)
    hold_accounts([session.account])
    _check_record(session)
    _check_mark(session.account, last_mark)
    keep_count(session.account, CountPurpose.CLOSING, session.number, pieces, by, at)
    CountDraft.objects.filter(session=session).delete()
    expected = standing(session.account).after
    if abs(amount - expected) > terms_of(place, currency).tolerance:
        session.state = SessionState.COUNTED
        session.save(update_fields=("state",))
        return Closing(session.number, is_closed=False, counted=amount)
    return _close(held, session, amount, by, at)


@command
def recount_till(
    *, session: str, office: str, pieces: Pieces, by: Actor, at: Moment, key: str | None = None
) -> Closing:
    """Count a till again, by another than its clerk and as blind; this count closes it."""
    held = enter(office, by, at)
    row = session_for_update(session)
    if row.office_id != office or row.state != SessionState.COUNTED:
        raise NothingToRecount(session=session)
    if by.name == row.clerk:
        raise OwnCount(who=by.name)
    amount = counted(pieces, network.office(office).country_id, row.currency)
    hold_accounts([row.account])
    _check_record(row)
    keep_count(row.account, CountPurpose.RECOUNT, row.number, pieces, by, at)
    return _close(held, row, amount, by, at)


@command
def question_mismatch(*, account: str, office: str, statement: str, by: Actor, at: Moment) -> str:
    """Ask about everything in a till's record that does not agree. Returns the question's number.

    The till can be closed after that, and what was asked about stays a question with an owner and a clock.
    """
    held = enter(office, by, at)
    _kind, owner, currency = cash_named(account)
    where, _slash, clerk = owner.partition("/")
    if where != office:
        raise NotYourTill(account=account, keeper=where)
    session = open_session(office, clerk, currency) if clerk else None
    found = mismatches(account)
    if not found:
        raise NoMismatch(account=account)
    case = _ask_about(held, found, account, session, by, at)
    if statement.strip():
        note(case, StatementKind.DISPUTED, said(statement), by=by, at=at)
    return case.number


@command
def keep_draft(*, session: str, pieces: Pieces, by: Actor, at: Moment) -> None:
    """Keep a count that is being typed, for this session and this day alone."""
    row = known_session(session)
    if by.name != row.clerk:
        raise NotYourTill(account=row.account, keeper=row.clerk)
    counted(pieces, row.office.country_id, row.currency)
    if row.state != SessionState.OPEN:
        raise ToBeRecounted(session=session)
    day = at.astimezone(row.office.zone).date()
    past = Q(day__lt=day) | Q(session__clerk=by.name)
    CountDraft.objects.exclude(session=row, day=day).filter(past, session__office_id=row.office_id).delete()
    CountDraft.objects.update_or_create(session=row, day=day, defaults={"pieces": pieces, "saved_at": at})


def _ask_about(
    held: OfficeCash, found: Sequence[Disagreement], account: str, session: TillSession | None, by: Actor, at: Moment
) -> DiscrepancyCase:  # fmt: skip
    """Open one question about everything in a record that does not agree."""
    kind, _owner, currency = account.split(":")
    about = Found(
        CaseKind.MISMATCH, account, session.number if session else kind, keeper_named_in(account), currency,
        sum(one.amount for one in found),
    )  # fmt: skip
    case = ask(held, about, by=by, at=at, text=MISMATCHED)
    for one in found:
        note(case, StatementKind.SAID, one.what, by=by, at=at, amount=one.amount)
    QuestionedEntry.objects.bulk_create(
        QuestionedEntry(case=case, account=account, kind=one.kind, reference=one.reference) for one in found
    )
    return case


def _have_account(account: str, by: Actor, at: Moment) -> None:
    """A till that is open has an account, so that whoever sells can hold it against a closing."""
    if known_account(account) is None:
        with suppress(AccountExists):  # another wrote to it first
            add_accounts(accounts=[AccountLimit(account)], by=by, at=at)


def _check_record(session: TillSession) -> None:
    """Nothing in the record disagrees unasked, and no line of another waits to be seen."""
    wrong = mismatches(session.account)
    if wrong:
        raise Mismatch(what=comma().join(one.what for one in wrong))
    unseen = unseen_lines(session.account)
    if unseen:
        raise UnseenLines(lines="; ".join(line_words(one) for one in unseen))


def _check_mark(account: str, last_mark: str) -> None:
    """The last receipt in the clerk's hand is the till's last line; where it is not, the lines after it are named."""
    last = last_line(account)
    mark = last_mark.strip().upper()
    if mark == (last.mark if last else ""):
        return
    known = lines_marked(account, mark) if mark else []
    if mark and not known:
        raise MarkUnknown(mark=mark)
    after = lines_of(account, since=known[0].number if known else 0)
    raise MarkDiffers(mark=mark or _("none"), lines="; ".join(line_words(one) for one in after))


def _close(held: OfficeCash, session: TillSession, amount: int, by: Actor, at: Moment) -> Closing:
    """Close over a count. The figures are written down with the line and the chain value at which they were true."""
    now = standing(session.account)
    session.state, session.closed_at = SessionState.CLOSED, at
    session.last_line, session.last_chain = now.number, now.chain.hex()
    session.expected, session.counted, session.counted_by = now.after, amount, by.name
    session.save()
    case = ""
    if amount != now.after:
        found = Found(
            CaseKind.COUNT,
            session.account,
            session.number,
            session.clerk,
            session.currency,
            amount - now.after,
        )
        asked = ask(held, found, by=by, at=at)
        set_aside(asked, session.account, at=at)
        case = asked.number
    return Closing(session.number, is_closed=True, counted=amount, expected=now.after, case=case)
