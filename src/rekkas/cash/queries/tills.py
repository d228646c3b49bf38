"""Tills as they are opened and closed, what was handed over and waits, and what is being counted."""

from datetime import date, datetime
from typing import Any

from django.db.models import Max

from rekkas.base.actors import Actor
from rekkas.base.errors import NotFound
from rekkas.cash.choices import SessionState
from rekkas.cash.errors import TillNotOpen, ToBeRecounted
from rekkas.cash.models import CashCount, CountDraft, Move, TillSession
from rekkas.cash.queries.offices import till_of
from rekkas.desk.listings import Listing
from rekkas.money.queries import hold_accounts
from rekkas.network import queries as network


def open_session(office: str, clerk: str, currency: str) -> TillSession | None:
    """The session of a clerk's till that is not closed, if there is one."""
    rows = TillSession.objects.exclude(state=SessionState.CLOSED)
    return rows.filter(account=till_of(office, clerk, currency)).first()


def open_sessions(office: str, clerk: str) -> list[TillSession]:
    """The sessions of a clerk at an office that are not closed, one for each currency."""
    rows = TillSession.objects.filter(office_id=office, clerk=clerk).exclude(state=SessionState.CLOSED)
    return list(rows.order_by("currency"))


def check_till_open(office: str, clerk: str, currency: str) -> TillSession:
    """Refuse where a clerk's till is not open, or was counted and waits to be counted again."""
    found = open_session(office, clerk, currency)
    if found is None:
        raise TillNotOpen(clerk=clerk, office=office)
    if found.state == SessionState.COUNTED:
        raise ToBeRecounted(session=found.number)
    return found


def hold_open_till(office: str, by: Actor, at: datetime, currency: str) -> str:
    """The open till of whoever takes or gives cash at the counter of an open office: nobody closes it meanwhile."""
    network.check_open(network.office(office), at)
    return hold_till(office, by, currency)


def hold_till(office: str, by: Actor, currency: str) -> str:
    """The same whether the office serves the public now or not: what was taken before closing is still booked."""
    clerk = by.till or by.name
    till = till_of(office, clerk, currency)
    hold_accounts([till])
    check_till_open(office, clerk, currency)
    return till


def session(number: str) -> TillSession:
    """One session by its number."""
    found = TillSession.objects.select_related("office__country").filter(number=number).first()
    if found is None:
        raise NotFound(what=number)
    return found


def session_for_update(number: str) -> TillSession:
    found = TillSession.objects.select_for_update().filter(number=number).first()
    if found is None:
        raise NotFound(what=number)
    return found


def sessions_of(office: str, *, clerk: str = "", waiting: bool = False) -> Listing[TillSession]:
    """The sessions of an office or of one clerk there, latest first; ``waiting`` for those to be counted again."""
    rows = TillSession.objects.filter(office_id=office)
    if clerk:
        rows = rows.filter(clerk=clerk)
    if waiting:
        rows = rows.filter(state=SessionState.COUNTED)
    return Listing(rows.order_by("-opened_at", "-id"), list)


def latest_sessions(*offices: str) -> list[TillSession]:
    """The latest session of each till of these offices, by account."""
    latest = TillSession.objects.filter(office_id__in=offices).values("account").annotate(last=Max("id"))
    return list(TillSession.objects.filter(pk__in=latest.values("last")).order_by("account"))


def counts_of(account: str) -> Listing[CashCount]:
    """Every count of a till or vault, earliest first."""
    return Listing(CashCount.objects.filter(account=account).order_by("id"), list)


def counts_for(reference: str) -> list[CashCount]:
    """The counts made for a session, move or pouch, earliest first."""
    return list(CashCount.objects.filter(reference=reference).order_by("id"))


def draft_of(session: TillSession, day: date) -> str:
    """What was typed of a count in this session on this day: never what belonged to another."""
    row = CountDraft.objects.filter(session=session, day=day).first()
    return row.pieces if row else ""


def move(number: str, *, lock: bool = False) -> Move:
    """One hand-over of cash by its number."""
    rows = Move.objects.select_for_update() if lock else Move.objects.all()
    found = rows.filter(number=number).first()
    if found is None:
        raise NotFound(what=number)
    return found


def moves_waiting(office: str, **chosen: Any) -> list[Move]:
    """What was handed over at an office and nobody confirmed yet, the oldest first."""
    return list(Move.objects.filter(office_id=office, taken_by="", **chosen).order_by("id"))


def moves_of(office: str) -> Listing[Move]:
    """What was handed over at an office, latest first."""
    return Listing(Move.objects.filter(office_id=office).order_by("-id"), list)
