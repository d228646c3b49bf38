"""How a dialogue is held: each time the network says all that was typed so far, and all of it is gone through again.

Nothing is kept between two screens. A talk is a generator that yields a screen and is sent what was typed; what it
returns is the last screen. Whatever it changes it changes at its very end, under a key of the dialogue: gone through
again, it is done once.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import NAMESPACE_OID, UUID, uuid5
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from postkit.text import visible, western_digits
from rekkas.base.access import citizen_actor
from rekkas.base.actors import Actor
from rekkas.base.errors import Refused
from rekkas.ussd.dialogue.screens import MORE, Screen, pages_of

T = TypeVar("T")
Talk = Generator[Screen, str, T]
AGAIN = "00"  # back to the first menu


class Enough(Exception):
    """There is nothing more to ask: this is said, and the dialogue ends."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who dials, by the telephone that the network vouches for, and when."""

    session: str
    phone: str
    language: str
    country: str
    zone: ZoneInfo
    at: datetime

    @property
    def actor(self) -> Actor:
        """The author of what somebody arranges for their own post."""
        return citizen_actor(self.phone)

    def key(self, *words: object) -> UUID:
        """The key of what is done in this dialogue: the same, however often the network says it."""
        return uuid5(NAMESPACE_OID, " ".join(map(str, ("ussd", self.phone, self.session, *words))))


Begin = Callable[[Caller], Talk[str]]


def ask(question: str) -> Talk[str]:
    """Have something typed."""
    said = ""
    while not said:
        said = yield Screen(question)
    return said


def choose(title: str, options: Sequence[tuple[T, object]]) -> Talk[T]:
    """Have one of several chosen by its figure; what is none of them is asked again."""
    lines = [f"{place} {label}" for place, (_value, label) in enumerate(options, 1)]
    shown = "\n".join(filter(None, (title, *lines)))
    said = yield Screen(shown, chooses=True)
    while not (said.isdecimal() and len(said) < 4 and 1 <= int(said) <= len(options)):
        again = _("None of these:")
        said = yield Screen(f"{again} {said[:12]}\n{shown}", chooses=True, again=True)
    return options[int(said) - 1][0]


def inputs_of(text: str) -> list[str]:
    """What was typed, one after the other, since the first menu was last asked for."""
    said = [western_digits(visible(part)).strip() for part in text.strip().removesuffix("#").split("*")]
    if said == [""]:
        return []
    return said[len(said) - said[::-1].index(AGAIN) :] if AGAIN in said else said


def step(begin: Begin, caller: Caller, text: str) -> Screen:
    """The screen that follows on all that was typed. Pure, but for what a talk does at its end."""
    talk = begin(caller)
    screen, pages, page = _first(talk)
    for said in inputs_of(text):
        if said == MORE and page + 1 < len(pages):
            page += 1
        elif screen.ends:
            return Screen(_("This dialogue has ended. Dial again."), ends=True)
        else:
            screen = _next(talk, said)
            pages, page = pages_of(screen.text, _("More")), 0
    return Screen(pages[page], screen.ends and page + 1 == len(pages))


def walk(begin: Begin, caller: Caller, inputs: Sequence[str]) -> Screen:
    """The same for who types all of it at once and has room to read: by SMS."""
    return heard(begin, caller, inputs)[0]


def heard(begin: Begin, caller: Caller, inputs: Sequence[str]) -> tuple[Screen, int]:
    """The same up to what is no answer, with how many of the inputs were one."""
    talk, answered = begin(caller), 0
    screen, _pages, _page = _first(talk)
    for said in inputs:
        if screen.ends:
            break
        screen = _next(talk, said)
        if screen.again:
            break
        answered += 1
    return screen, answered


def _first(talk: Talk[str]) -> tuple[Screen, list[str], int]:
    screen = _step(lambda: next(talk))
    return screen, pages_of(screen.text, _("More")), 0


def _next(talk: Any, said: str) -> Screen:
    return _step(lambda: talk.send(said))


def _step(go_on: Callable[[], Any]) -> Screen:
    """What is said next; a talk that has nothing to ask ends with its answer."""
    try:
        screen: Screen = go_on()
    except StopIteration as end:
        return Screen(str(end.value), ends=True)
    except (Enough, Refused) as end:
        return Screen(str(end), ends=True)
    return screen
