"""The contract of gateways: who dials and all that was typed comes in, ``CON`` or ``END`` and a screen goes out."""

import logging
import re
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from postkit.phone import e164, region_of
from rekkas.base.errors import Refused
from rekkas.citizen import queries as citizens
from rekkas.citizen.queries import zone_of
from rekkas.reach.queries import Manners
from rekkas.territory import queries as territory
from rekkas.ussd import commands, queries
from rekkas.ussd.commands import DIALLING
from rekkas.ussd.dialogue.engine import Caller, step
from rekkas.ussd.dialogue.menus import begin
from rekkas.ussd.dialogue.screens import Screen, pages_of

log = logging.getLogger(__name__)
SESSION = re.compile(r"[\x21-\x7e]{1,80}")
TEXT_AT_MOST, STEPS_AT_MOST = 1_000, 60
LASTS = timedelta(minutes=5)  # networks end a dialogue after two or three


def telephone(said: str) -> str:
    """The telephone as it is kept; networks say it with and without the plus."""
    said = said.strip()
    return e164(said, settings.COUNTRY) or (e164(f"+{said}", settings.COUNTRY) if said.isdecimal() else "")


def answer(*, session: str, phone: str, text: str, at: datetime) -> str:
    """What a telephone is shown. Whatever was said, and whatever goes wrong, it is an answer."""
    phone, language = telephone(phone), settings.LANGUAGE_CODE
    try:
        language = language_of(phone)
        with translation.override(language):
            return _contract(_screen(session, phone, text, language, at))
    except Exception:
        log.exception("a dialogue broke off")
        with translation.override(language):
            return _contract(Screen(_("This cannot be done now. Dial again later."), ends=True))


def language_of(phone: str) -> str:
    """The language that a telephone chose, or its owner; else the first of its country's post."""
    row = citizens.citizen(phone) if phone else None
    wanted = queries.language_chosen(phone) or (row.language if row else "")
    manners = Manners()
    return manners.language_for(wanted, manners.country_for(phone))


def caller_of(session: str, phone: str, language: str, at: datetime) -> Caller:
    known = [country.iso for country in territory.countries()]
    own = region_of(phone)
    country = own if own in known else next(iter(known), settings.COUNTRY)
    return Caller(session, phone, language, country, zone_of(phone), at)


def _screen(session: str, phone: str, text: str, language: str, at: datetime) -> Screen:
    if not _is_right(session, phone, text):
        return Screen(_("This was not understood. Dial again."), ends=True)
    kept = queries.dialogue(session)
    try:
        if kept is None:
            commands.open_dialogue(session=session, phone=phone, by=DIALLING, at=at)
        elif kept.phone != phone:
            return Screen(_("This was not understood. Dial again."), ends=True)
        elif at - kept.begun_at > LASTS:
            return Screen(_("This took too long. Dial again."), ends=True)
    except Refused as refusal:
        return Screen(str(refusal), ends=True)
    return step(begin, caller_of(session, phone, language, at), text)


def _is_right(session: str, phone: str, text: str) -> bool:
    fits = (
        len(text) <= TEXT_AT_MOST and text.count("*") < STEPS_AT_MOST and text.replace("\n", "").isprintable()
    )
    return bool(phone) and fits and SESSION.fullmatch(session) is not None


def _contract(screen: Screen) -> str:
    text = pages_of(screen.text, "")[0]
    return f"{'END' if screen.ends else 'CON'} {text}"
