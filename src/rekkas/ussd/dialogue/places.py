"""Places by telephone: what a sending costs and when it arrives, offices near, their hours."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rekkas.catalogue import queries as catalogue
from rekkas.catalogue.offers import Wanted, offers_for
from rekkas.counter import queries as counter
from rekkas.counter.choices import TicketWay
from rekkas.counter.commands import take_ticket
from rekkas.design import formats
from rekkas.network import queries as network
from rekkas.territory import queries as territory
from rekkas.territory.choices import in_reader_language
from rekkas.ussd.commands import DIALLING
from rekkas.ussd.dialogue.engine import Caller, Enough, Talk, ask, choose
from rekkas.ussd.dialogue.items import short_day

OFFICES_OFFERED, PLACES_OFFERED = 5, 5


def place(caller: Caller, question: str) -> Talk[Any]:
    """A town that was typed; one that may be several is asked again."""
    text = yield from ask(question)
    meant = territory.place_meant(text, caller.country)
    if meant.is_certain:
        return meant.town
    if not meant.towns:
        raise Enough(_("No place %(place)s is known. Name a town nearby.") % {"place": text[:30]})
    options = [
        (town, f"{town.shown_name} ({town.region.shown_name})") for town in meant.towns[:PLACES_OFFERED]
    ]
    return (yield from choose(_("Which one?"), options))


# ---- what it costs, and when it is there -----------------------------------------------------------------------


def price(caller: Caller) -> Talk[str]:
    """One question, one answer: each product with its price and its day."""
    weight = yield from ask(_("Weight in grams:"))
    while not (weight.isdecimal() and 0 < int(weight[:9]) <= 1_000_000):
        weight = yield from ask(_("Write the grams in figures: 1 kilogram is 1000."))
    origin = yield from place(caller, _("From which town?"))
    destination = yield from place(caller, _("To which town?"))
    lines = priced(caller, int(weight), origin, destination)
    if not lines:
        return _("Nothing that the post carries there weighs so much.")
    return "\n".join(lines)


def priced(caller: Caller, weight_g: int, origin: Any, destination: Any) -> list[str]:
    """A line for each product, the cheapest first."""
    wanted = Wanted(caller.country, weight_g, origin.code, destination.code)
    offers, _refused = offers_for(wanted, catalogue.products_of(caller.country), caller.at)
    return [
        " ".join(
            filter(
                None,
                (
                    f"{offer.product.name}:",
                    formats.money_text(offer.price.amount, offer.price.currency),
                    _arrival(offer.delivery_date, offer.likely_date),
                ),
            )
        )
        for offer in offers
    ]


def _arrival(promised: Any, likely: Any) -> str:
    if promised is None:
        return ""
    text = _("there on %(day)s") % {"day": short_day(promised)}
    if likely and likely != promised:
        text += " " + _("(4 of 5: %(day)s)") % {"day": short_day(likely)}
    return text


# ---- offices ---------------------------------------------------------------------------------------------------


def hours(caller: Caller) -> Talk[str]:
    """The hours of the nearest office to a town."""
    office = (yield from offices_around(caller))[0]
    return described(office, caller.at)


def offices(caller: Caller) -> Talk[str]:
    office = yield from office_near(caller)
    errands = _errands_now(office, caller.at)
    if not errands:
        return described(office, caller.at)
    yield from choose(described(office, caller.at), [(True, _("Take a place in the queue"))])
    return (yield from _queue(caller, office, errands, TicketWay.PHONE))


def ticket(caller: Caller) -> Talk[str]:
    """A place in the queue of the nearest office to a town, where it is open and has a queue."""
    office = (yield from offices_around(caller))[0]
    errands = _errands_now(office, caller.at)
    if not errands:
        return described(office, caller.at)
    return (yield from _queue(caller, office, errands, TicketWay.SMS))


def _errands_now(office: Any, at: datetime) -> Sequence[Any]:
    """What one can stand in the queue for: nothing where it is shut or has none."""
    return [line.errand for line in counter.hall_of(office, at).lines] if network.is_open(office, at) else ()


def _queue(caller: Caller, office: Any, errands: Sequence[Any], way: TicketWay) -> Talk[str]:
    """A place in the queue, taken from home: a telephone stands once in it."""
    errand = yield from choose(_("What for?"), [(row.code, _errand(row)) for row in errands])
    taken = take_ticket(
        office=office.code, errand=errand, way=way, phone=caller.phone, by=DIALLING, at=caller.at,
        key=caller.key("queue", office.code, errand),
    )  # fmt: skip
    lines = [
        _("%(number)s is your place at %(office)s.") % {"number": taken.number, "office": office.shown_name},
        _("Before you: %(count)s.") % {"count": taken.before},
    ]
    if taken.likely is not None:
        lines.append(_("About %(minutes)s minutes.") % {"minutes": taken.likely})
    return "\n".join(lines)


def _errand(row: Any) -> str:
    return in_reader_language(en=row.name_en, fr=row.name_fr, ar=row.name_ar)


def office_near(caller: Caller) -> Talk[Any]:
    near = yield from offices_around(caller)
    return (yield from choose(_("Offices near"), [(office, _way_to(office)) for office in near]))


def offices_around(caller: Caller) -> Talk[list[Any]]:
    """The offices near a town that was typed, the nearest first."""
    town = yield from place(caller, _("Which town or village?"))
    near = network.offices_near(town.latitude, town.longitude, OFFICES_OFFERED)
    if not near:
        raise Enough(_("No office is known there."))
    return near


def _way_to(office: Any) -> str:
    way = _("%(km)s km") % {"km": f"{(office.distance_m or 0) / 1000:.1f}"}
    return f"{office.shown_name} {way}"


def described(office: Any, at: datetime) -> str:
    """Whether it is open, its hours, and until when to hand something over."""
    local, (days,) = network.local_moment(office.code, at), _days([office])
    opens = _("Open now") if network.is_open(office, at) else _("Closed now")
    hours = f"{_clock(office.opens_min)}-{_clock(office.closes_min)}"
    lines = [f"{office.shown_name}: {opens}", f"{days} {hours}" if days else ""]
    if str(local.isoweekday()) in office.open_days:
        lines.append(_("Last hand-over of the day: %(time)s") % {"time": _clock(office.cut_off_min)})
    return "\n".join(filter(None, lines))


def _days(offices: Sequence[Any]) -> list[str]:
    """The days on which each opens, the first and the last where they follow one another."""
    found = []
    for office in offices:
        days = [int(day) for day in office.open_days]
        in_a_row = len(days) > 2 and days[-1] - days[0] == len(days) - 1
        names = [formats.weekday_text(day) for day in ((days[0], days[-1]) if in_a_row else days)]
        found.append((" - " if in_a_row else ", ").join(names))
    return found


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
