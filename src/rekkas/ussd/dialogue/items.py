"""Items by telephone: where one is, what comes and what was sent, following, wishes, who may collect."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from rekkas.base.keys import ShortCode, drawn_code
from rekkas.citizen import commands as citizen
from rekkas.citizen import queries as citizens
from rekkas.citizen.commands.door import AT_THE_DOOR
from rekkas.citizen.queries import OwnItem
from rekkas.delivery import commands as delivery
from rekkas.delivery import queries as wishes
from rekkas.delivery.choices import WishKind
from rekkas.design import formats
from rekkas.mail import queries as mail
from rekkas.mail.queries import Tracking
from rekkas.reach.choices import Channel
from rekkas.ussd.dialogue.engine import Caller, Enough, Talk, ask, choose

DAYS_OFFERED, ITEMS_OFFERED = 5, 9
A_WEEK, A_MONTH = timedelta(days=7), timedelta(days=30)


def short_day(day: date) -> str:
    """A day with few signs: its weekday and its number.

    >>> from django.utils import translation
    >>> with translation.override("en"):
    ...     short_day(date(2026, 3, 2))
    'Monday 2/3'
    """
    return f"{formats.weekday_text(day.isoweekday())} {day.day}/{day.month}"


# ---- where is it? ----------------------------------------------------------------------------------------------


def track(caller: Caller) -> Talk[str]:
    number = yield from ask(_("Number of the item:"))
    (item,) = mail.track([number], at=caller.at)
    return told(item)


def told(item: Tracking) -> str:
    """Where an item is, what was promised and what comes next. Nobody is named."""
    if item.outcome == "invalid":
        return _("%(number)s cannot be right. Compare it with the receipt.") % {"number": item.number[:20]}
    if item.outcome != "found":
        return _(
            "Nothing is known of %(number)s yet. Compare it with the receipt, or ask again in some hours."
        ) % {"number": item.number[:20]}
    lines = [f"{item.number}: {item.status_label}"]
    where = str(item.office_name)
    if item.happened_at:
        where = ", ".join(filter(None, (where, f"{item.happened_at.day}/{item.happened_at.month}")))
    lines += [where, str(item.reason_label), *_promise(item), str(item.next_expected)]
    return "\n".join(filter(None, lines))


def _promise(item: Tracking) -> list[str]:
    if item.promise_date is None or not item.next_expected:
        return []
    lines = [_("Promised: %(day)s") % {"day": short_day(item.promise_date)}]
    if item.expected_date and item.expected_date != item.promise_date:
        lines.append(_("Now expected: %(day)s") % {"day": short_day(item.expected_date)})
    return lines


# ---- mine ------------------------------------------------------------------------------------------------------


def mine(caller: Caller) -> Talk[str]:
    which: Callable[[Caller], Talk[str]] = yield from choose(
        _("My items"),
        [(coming, _("Coming to me")), (sent, _("Sent by me")), (followed, _("Followed by me"))],
    )
    return (yield from which(caller))


def coming(caller: Caller) -> Talk[str]:
    items = citizens.items_coming(caller.phone, caller.at)
    return (yield from _one_told(items, _("No item comes to this telephone.")))


def sent(caller: Caller) -> Talk[str]:
    items = citizens.items_sent(caller.phone, caller.at)
    return (yield from _one_told(items, _("No item comes from this telephone.")))


def _one_told(items: list[OwnItem], none: str) -> Talk[str]:
    if not items:
        raise Enough(none)
    chosen = yield from choose("", [(one, _line(one)) for one in items[:ITEMS_OFFERED]])
    return told(chosen.tracking)


def _line(one: OwnItem) -> str:
    return f"{one.number} {one.tracking.status_label}"


def followed(caller: Caller) -> Talk[str]:
    rows = citizens.followed_by(caller.phone)[:ITEMS_OFFERED]
    if not rows:
        raise Enough(_("This telephone follows no item."))
    row = yield from choose(_("Follow no more:"), [(row, row.unit.number) for row in rows])
    citizen.unfollow(follower=row.pk, by=caller.actor, at=caller.at)
    return _("You are told of %(number)s no more.") % {"number": row.unit.number}


# ---- changed ---------------------------------------------------------------------------------------------------


def change(caller: Caller) -> Talk[str]:
    which: Callable[[Caller], Talk[str]] = yield from choose(
        _("Follow or change"),
        [
            (follow, _("Tell me of an item by SMS")), (keep, _("Keep it at the office")),
            (another_day, _("Bring it on another day")), (as_before, _("Bring it as before")),
            (collect, _("Somebody collects for me")), (collect_no_more, _("Nobody collects any more")),
        ],
    )  # fmt: skip
    return (yield from which(caller))


def follow(caller: Caller) -> Talk[str]:
    number = yield from ask(_("Number of the item:"))
    citizen.follow_item(
        number=number, channel=Channel.SMS, reader=caller.phone, language=caller.language, code=ShortCode(""),
        address="", by=caller.actor, at=caller.at,
    )  # fmt: skip
    return _("You are told of %(number)s by SMS from now on.") % {"number": mail.latest_unit(number).number}


def keep(caller: Caller) -> Talk[str]:
    one = yield from _which(caller)
    return _kept(caller, one.number)


def keep_this(caller: Caller) -> Talk[str]:
    """The same for one whose number is typed."""
    number = yield from ask(_("Number of the item:"))
    return _kept(caller, mail.latest_unit(number).number)


def _kept(caller: Caller, number: str) -> str:
    _wish(caller, number, WishKind.KEEP)
    return _("Item %(number)s is kept at the office for you. Bring an identity document.") % {
        "number": number
    }


def another_day(caller: Caller) -> Talk[str]:
    one = yield from _which(caller)
    today = caller.at.astimezone(caller.zone).date()
    days = [today + timedelta(days=ahead) for ahead in range(1, DAYS_OFFERED + 1)]
    day = yield from choose(_("Which day?"), [(day, short_day(day)) for day in days])
    _wish(caller, one.number, WishKind.DAY, day=day)
    return _("Item %(number)s is brought on %(day)s.") % {"number": one.number, "day": short_day(day)}


def as_before(caller: Caller) -> Talk[str]:
    one = yield from _which(caller)
    if wishes.wish_for(one.number) is not None:  # asked for again, it is withdrawn already
        delivery.withdraw_wish(number=one.number, phone=caller.phone, by=caller.actor, at=caller.at)
    return _("Item %(number)s is brought as usual.") % {"number": one.number}


def _which(caller: Caller) -> Talk[OwnItem]:
    items = [one for one in citizens.items_coming(caller.phone, caller.at) if not one.is_over]
    if not items:
        raise Enough(_("No item comes to this telephone."))
    if len(items) == 1:
        return items[0]
    return (yield from choose(_("Which item?"), [(one, one.number) for one in items[:ITEMS_OFFERED]]))


def _wish(caller: Caller, number: str, kind: WishKind, **said: Any) -> None:
    key = str(caller.key(number, kind, *said.values()))
    delivery.note_wish(
        number=number, kind=kind, phone=caller.phone, by=caller.actor, at=caller.at, key=key, **said
    )


# ---- who may collect -------------------------------------------------------------------------------------------


def collect(caller: Caller) -> Talk[str]:
    """A code is sent first: whoever only holds the telephone for a moment lets nobody collect."""
    has_code = yield from choose(
        _("This needs a code by SMS"), [(False, _("Send me a code")), (True, _("I have a code"))]
    )
    if not has_code:
        send_code(caller)
        return _("A code comes by SMS and lasts 10 minutes. Dial again when you have it.")
    code = yield from ask(_("The code:"))
    name = yield from ask(_("Name on the document of who collects:"))
    document = yield from ask(_("Last 4 to 8 signs of the document:"))
    lasts = yield from choose(
        _("How long?"), [(A_WEEK, _("One week, all my items")), (A_MONTH, _("One month, all my items"))]
    )
    _authorise(
        caller, "".join(code.split()), name, document, caller.at.astimezone(caller.zone).date() + lasts
    )
    return _("%(name)s may collect your items.") % {"name": name}


def _authorise(caller: Caller, code: str, name: str, document: str, until: date) -> None:
    key = caller.key("collect", name, document, until)
    row = citizens.citizen(caller.phone)
    if row is not None and key in {one.key for one in citizens.authorisations_of(row)}:
        return  # said again by the network: the code was used up by the first time
    check_code(caller, code)
    citizen.authorise_collector(
        phone=caller.phone, name=name, document=document, number="", until=until, authorisation=key, by=caller.actor,
        at=caller.at,
    )  # fmt: skip


def send_code(caller: Caller) -> None:
    """Send the telephone a code: six digits that nobody foresees."""
    citizen.ask_code(
        phone=caller.phone, code=drawn_code(), address=caller.phone,
        language=caller.language, by=AT_THE_DOOR, at=caller.at,
    )  # fmt: skip


def check_code(caller: Caller, code: str) -> None:
    """Go on only with the code that was sent to the telephone. It is used up."""
    answer = citizen.log_in_citizen(
        phone=caller.phone, code=ShortCode(code), language=caller.language, by=AT_THE_DOOR, at=caller.at
    )
    if not answer.opened:
        raise Enough(_("This code does not open. Ask for a new one."))


def collect_no_more(caller: Caller) -> Talk[str]:
    """Taken back without a code: it opens nothing."""
    row, today = citizens.citizen(caller.phone), caller.at.astimezone(caller.zone).date()
    rows = citizens.authorisations_of(row) if row else []
    rows = [one for one in rows if one.until >= today and one.revoked_at is None]
    if not rows:
        raise Enough(_("Nobody may collect for this telephone."))
    chosen = yield from choose(
        _("Who may collect no more?"), [(one, one.name) for one in rows[:ITEMS_OFFERED]]
    )
    citizen.revoke_collector(
        phone=caller.phone, authorisation=chosen.key, by=caller.actor, at=caller.at
    )  # fmt: skip
    return _("%(name)s may collect no more.") % {"name": chosen.name}
