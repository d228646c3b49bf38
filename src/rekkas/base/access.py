"""Who may open a page: each view says so in one line, and the routes are checked for it.

Staff log in as users of the site. A customer of the bank is no user, and neither is a citizen who has proved a
telephone: the session holds their number and a proof, and the app that knows them says whose they are. A visit may be
both where the telephone is the same; what opens the post of a citizen never opens an account.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

from rekkas.base.actors import Actor
from rekkas.base.choices import ActorKind, Role
from rekkas.base.errors import NotAllowed, NotYourOffice
from rekkas.base.models import User as User  # what a request says of its reader is told here
from rekkas.base.places import lies_in

P = ParamSpec("P")
View = TypeVar("View", bound=Callable[..., HttpResponseBase])
PUBLIC = "public"
CUSTOMER = "customer"
CUSTOMERS_DOOR = "/me/log-in/"
CITIZEN = "citizen"
CITIZENS_DOOR, CITIZENS_HOME = "/me/post/log-in/", "/me/post/"
MERCHANT = "merchant"
MERCHANTS_DOOR, MERCHANTS_HOME = "/pro/log-in/", "/pro/"
ONESELF = "view.oneself"  # pages about the reader: their log-in, their second factor, where they work
CHOOSE_OFFICE = "/desk/account/office/"
STANDS_AT = "desk-stands-at"  # in the session: the office of their region at which somebody works now
# What a customer does alone, in their own name; each verb sees to it that it is theirs.
CUSTOMER_PERMISSIONS = frozenset(
    {"bank.transfer_between", "bank.change_secret", "payments.issue_money_order", "payments.send_transfer"}
)
# What a citizen arranges for their own post.
CITIZEN_PERMISSIONS = frozenset(
    {
        "citizen.amend_citizen", "citizen.authorise_collector", "citizen.choose_texts", "citizen.follow_item",
        "citizen.prove_mailbox", "citizen.remove_address", "citizen.revoke_collector", "citizen.save_address",
        "citizen.unfollow",
        "delivery.note_wish", "delivery.withdraw_wish",
    }
)  # fmt: skip
# How long a visit lasts: without a page asked for, and in all. A merchant's team packs between two pages.
IDLE, IDLE_AT_WORK, WHOLE = timedelta(minutes=15), timedelta(hours=1), timedelta(hours=8)
A_MINUTE = timedelta(minutes=1)  # how exactly the last page asked is remembered


class StaffRequest(HttpRequest):
    """A request whose author is known."""

    user: User
    actor: Actor


def actor_of(user: User, session: Any = None) -> Actor:
    """The author of what a member of staff does: in their role, at their office or where they stand in their region."""
    office, region = user.office_code or None, user.region_code
    if region and session is not None:
        chosen_in, _sign, chosen = session.get(STANDS_AT, "").partition(":")
        office = chosen if chosen and chosen_in == region else None
    if user.is_superuser and user.role != Role.ENGINEER:  # an engineer enters the admin pages, and no till
        return Actor(ActorKind.PERSON, user.username, office, frozenset({"*"}), region=region)
    return Actor.in_role(user.username, Role(user.role), office, region)


def stand_at(request: StaffRequest, office: str) -> None:
    """Have somebody who acts for a region work at one of its offices from now on."""
    region = request.user.region_code
    if not lies_in(office, region):
        raise NotYourOffice(yours=region or request.user.office_code, office=office)
    request.session[STANDS_AT] = f"{region}:{office}"


def reader_of(request: HttpRequest) -> Actor | None:
    """The member of staff who reads this page, if one has logged in."""
    user = getattr(request, "user", None)
    return actor_of(user, getattr(request, "session", None)) if isinstance(user, User) else None


LetsIn = Callable[[str, str, datetime], bool]
_lets_in: list[LetsIn] = []


def lets_in(asked: LetsIn) -> LetsIn:
    """Mark the question whether somebody, by name, is let into the cash of an office at a moment."""
    _lets_in[:] = [asked]
    return asked


def sees_cash_of(by: Actor, office: str) -> bool:
    """Whether the cash of an office may be looked into: by who works there, by who sees that of the whole network
    (a machine without an office does), and by whoever the office has let in.
    """
    if by.office == office:
        return True
    if not by.office and (by.kind is not ActorKind.PERSON or by.may("view.cash")):
        return True
    return by.kind is ActorKind.PERSON and any(asked(by.name, office, timezone.now()) for asked in _lets_in)


def public(view: View) -> View:
    """A page for everyone."""
    view.permission = PUBLIC  # type: ignore[attr-defined]
    return view


def requires(
    permission: str,
) -> Callable[
    [Callable[Concatenate[StaffRequest, P], HttpResponse]],
    Callable[Concatenate[HttpRequest, P], HttpResponse],
]:
    """A page for those who may use this verb (``mail.close_dispatch``) or see this view (``view.desk``).

    Others are asked to log in, or refused (NotAllowed). The view finds its author in ``request.actor``; no
    browser and no proxy keeps what it answers.
    """

    def guard(
        view: Callable[Concatenate[StaffRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @functools.wraps(view)
        def guarded(request: Any, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            request.actor = actor_of(request.user, getattr(request, "session", None))
            if not request.actor.may(permission):
                raise NotAllowed(who=request.user.get_username(), verb=permission)
            if request.actor.region and not request.actor.office and permission != ONESELF:
                return redirect_to_login(request.get_full_path(), CHOOSE_OFFICE)
            response = view(request, *args, **kwargs)
            add_never_cache_headers(response)
            return response

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return guard


# ---- customers and citizens ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who has logged in without being staff: the number under which they act, their clock, and what is known of them.

    ``number`` is that of a customer, the telephone of a citizen, or the name by which records know a member of a
    merchant's team. ``phone`` is theirs, if known. A member has permissions, and acts under the merchant's contract.
    """

    number: str
    zone: ZoneInfo
    known: Any
    phone: str = ""
    permissions: frozenset[str] = frozenset()
    contract: str = ""


class CustomerRequest(HttpRequest):
    """A request of a customer who has logged in: ``customer`` is what the bank knows of them."""

    actor: Actor
    customer: Any
    visitor: Visitor


class CitizenRequest(HttpRequest):
    """A request of a citizen who has proved a telephone: ``citizen`` is what the post knows of them."""

    actor: Actor
    citizen: Any
    visitor: Visitor


class MerchantRequest(HttpRequest):
    """A request of somebody of a merchant's team who has logged in: ``member`` is what is known of them."""

    actor: Actor
    member: Any
    visitor: Visitor


Finder = Callable[[str, str], Visitor | None]
_finders: dict[str, Finder] = {}


def knows_customers(finder: Finder) -> Finder:
    """Mark the question that says whose a number with its proof is; nobody's where the proof holds no longer."""
    _finders[CUSTOMER] = finder
    return finder


def knows_citizens(finder: Finder) -> Finder:
    """Mark the question that says whose a telephone with its proof is; nobody's where the proof holds no longer."""
    _finders[CITIZEN] = finder
    return finder


def knows_merchants(finder: Finder) -> Finder:
    """Mark the question that says whose the name of a member with its proof is; nobody's where it holds no longer."""
    _finders[MERCHANT] = finder
    return finder


def merchant_actor(visitor: Visitor) -> Actor:
    """The author of what a member of a merchant's team does: under that one contract, as far as their role goes."""
    return Actor(
        ActorKind.PERSON, visitor.number, permissions=visitor.permissions, customer=visitor.contract
    )  # fmt: skip


def customer_actor(number: str) -> Actor:
    """The author of what a customer does alone: nobody else's name, no office."""
    return Actor(
        ActorKind.PERSON, f"customer {number}", permissions=CUSTOMER_PERMISSIONS, holder=number
    )  # fmt: skip


def citizen_actor(phone: str) -> Actor:
    """The author of what a citizen arranges: nobody else's name, no office."""
    return Actor(ActorKind.PERSON, f"citizen {phone}", permissions=CITIZEN_PERMISSIONS, citizen=phone)


def let_in(request: HttpRequest, number: str, proof: str, *, kind: str = CUSTOMER) -> None:
    """Begin a visit: a new session, in which nothing is left of whoever sat here before.

    Only the other half of the same person's visit stays: that of the same telephone.
    """
    other = CITIZEN if kind == CUSTOMER else CUSTOMER
    before, kept = visitor_of(request, other), request.session.get(other)
    found = _found(kind, number, proof)
    is_same = before is not None and found is not None and before.phone == found.phone != ""
    request.session.flush()
    now = timezone.now().isoformat()
    request.session[kind] = {"number": number, "proof": proof, "since": now, "seen": now}
    if is_same:
        request.session[other] = kept
    request.session.set_expiry(0)
    rotate_token(request)


def where_going(request: HttpRequest, home: str, *also: str) -> str:
    """Where somebody was going when a door stopped them: nowhere but to pages that begin like these, else home."""
    asked: str = request.POST.get("next") or request.GET.get("next") or home
    is_here = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_here and asked.startswith((home, *also)) else home


def let_out(request: HttpRequest) -> None:
    """End the visit, and forget everything of it."""
    request.session.flush()


def _found(kind: str, number: str, proof: str) -> Visitor | None:
    find = _finders.get(kind)
    return find(number, proof) if find else None


def visitor_of(request: HttpRequest, kind: str = CUSTOMER) -> Visitor | None:
    """The customer, or the citizen, whose visit this is. One too long ago, or beside a member of staff, is over."""
    visit = request.session.get(kind)
    if visit is None:
        return None
    now = timezone.now()
    since, seen = datetime.fromisoformat(visit["since"]), datetime.fromisoformat(visit["seen"])
    idle = IDLE_AT_WORK if kind == MERCHANT else IDLE
    is_over = now - seen > idle or now - since > WHOLE or reader_of(request) is not None
    found = None if is_over else _found(kind, visit["number"], visit["proof"])
    if found is None:
        del request.session[kind]
    elif now - seen > A_MINUTE:
        request.session[kind] = {**visit, "seen": now.isoformat()}
    return found


def for_customers(
    view: Callable[Concatenate[CustomerRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A page for a customer of the bank who has logged in; others are led to their door and come back.

    The view finds who it is in ``request.customer`` and their name as an author in ``request.actor``; times are told
    by the clock of their country; no browser and no proxy keeps what it answers.
    """

    @functools.wraps(view)
    def guarded(request: Any, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        visitor = visitor_of(request)
        if visitor is None:
            is_citizen = request.path == "/me/" and visitor_of(request, CITIZEN) is not None
            response: HttpResponse = (
                redirect(CITIZENS_HOME)
                if is_citizen
                else redirect_to_login(request.get_full_path(), CUSTOMERS_DOOR)
            )
        else:
            request.visitor, request.customer = visitor, visitor.known
            request.actor = customer_actor(visitor.number)
            with timezone.override(visitor.zone):
                response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    guarded.permission = CUSTOMER  # type: ignore[attr-defined]
    return guarded


def for_citizens(
    view: Callable[Concatenate[CitizenRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A page for a citizen who has proved a telephone; others are led to their door and come back."""

    @functools.wraps(view)
    def guarded(request: Any, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        visitor = visitor_of(request, CITIZEN)
        if visitor is None:
            response: HttpResponse = redirect_to_login(request.get_full_path(), CITIZENS_DOOR)
        else:
            request.visitor, request.citizen = visitor, visitor.known
            request.actor = citizen_actor(visitor.number)
            with timezone.override(visitor.zone):
                response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    guarded.permission = CITIZEN  # type: ignore[attr-defined]
    return guarded


def for_merchants(
    permission: str,
) -> Callable[
    [Callable[Concatenate[MerchantRequest, P], HttpResponse]],
    Callable[Concatenate[HttpRequest, P], HttpResponse],
]:
    """A page for those of a merchant's team who may use this verb or see this view; others are led to their door.

    The view finds who it is in ``request.member`` and their name as an author in ``request.actor``; times are told by
    the clock of the merchant's country; no browser and no proxy keeps what it answers.
    """

    def guard(
        view: Callable[Concatenate[MerchantRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @functools.wraps(view)
        def guarded(request: Any, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            visitor = visitor_of(request, MERCHANT)
            if visitor is None:
                response: HttpResponse = redirect_to_login(request.get_full_path(), MERCHANTS_DOOR)
            else:
                request.visitor, request.member = visitor, visitor.known
                request.actor = merchant_actor(visitor)
                if not request.actor.may(permission):
                    raise NotAllowed(who=visitor.number, verb=permission)
                with timezone.override(visitor.zone):
                    response = view(request, *args, **kwargs)
            add_never_cache_headers(response)
            return response

        guarded.permission = MERCHANT  # type: ignore[attr-defined]
        guarded.asks = permission  # type: ignore[attr-defined]
        return guarded

    return guard
