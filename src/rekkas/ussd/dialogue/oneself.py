"""What somebody arranges for themselves by telephone: a money order, a call, texts, the language, who looked."""

from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from postkit.phone import e164
from rekkas.base.errors import Refused
from rekkas.citizen import queries as citizens
from rekkas.payments.choices import OrderState
from rekkas.payments.queries import orders as payments
from rekkas.reach.commands import note_incoming
from rekkas.reach.queries import opted_out
from rekkas.ussd import commands
from rekkas.ussd.choices import Topic
from rekkas.ussd.commands import DIALLING
from rekkas.ussd.dialogue.engine import Caller, Enough, Talk, ask, choose
from rekkas.ussd.dialogue.items import short_day

LOOKS_TOLD = 5


def money_order(caller: Caller) -> Talk[str]:
    """The state of one's own. That of others is not told, and not that there is one."""
    written = yield from ask(_("Number of the money order:"))
    try:
        order = payments.order(written)
    except Refused:
        order = None
    phones = (
        {e164(one, caller.country) for one in (order.sender_phone, order.payee_phone)} if order else set()
    )
    if order is None or caller.phone not in phones:
        return _("No money order of this number goes to your telephone or comes from it.")
    lines = [f"{order.number}: {order.get_state_display()}"]
    if order.state in {OrderState.ISSUED, OrderState.AVAILABLE, OrderState.OUT}:
        lines.append(_("Valid until %(day)s") % {"day": short_day(order.expires_on)})
    return "\n".join(lines)


def call_back(caller: Caller) -> Talk[str]:
    topic = yield from choose(_("We call you. What is it about?"), [(one, one.label) for one in Topic])
    number = yield from ask(_("Number of the item or money order; 9 if there is none:"))
    number = "" if number == "9" else number
    commands.request_callback(
        callback=caller.key("call", topic, number), phone=caller.phone, language=caller.language, topic=topic,
        number=number, by=DIALLING, at=caller.at,
    )  # fmt: skip
    return _("Your complaint is noted. You are called on this telephone.")


def texts(caller: Caller) -> Talk[str]:
    stopped = caller.phone in opted_out([caller.phone])
    title = _("You get no texts.") if stopped else _("You get texts of your items.")
    word = yield from choose(title, [("STOP", _("No more texts")), ("START", _("Texts again"))])
    note_incoming(
        gateway_id=f"ussd/{caller.key('texts', word)}",
        sender=caller.phone,
        body=word,
        by=DIALLING,
        at=caller.at,
    )
    return _("You get no more texts.") if word == "STOP" else _("You get texts again.")


def language(caller: Caller) -> Talk[str]:
    names = []
    for code, name in settings.WHOLE_LANGUAGES:
        with translation.override(code):
            names.append((code, str(name)))
    chosen: str = yield from choose("", names)
    commands.choose_language(phone=caller.phone, language=chosen, by=DIALLING, at=caller.at)
    with translation.override(chosen):
        return _("From now on the menus are in this language.")


def looks(caller: Caller) -> Talk[str]:
    """Who of the post looked at what is known of this telephone: role, office and day, no names."""
    yield from choose(_("My data"), [(None, _("Who looked at it"))])
    row: Any = citizens.citizen(caller.phone) or SimpleNamespace(phone=caller.phone)
    found = citizens.looks_at_citizen(row, caller.at)[:LOOKS_TOLD]
    if not found:
        raise Enough(_("Nobody has looked at what is known of this telephone."))
    return "\n".join(
        f"{short_day(one.at.astimezone(caller.zone).date())} {one.role_label} {one.office}".strip()
        for one in found
    )
