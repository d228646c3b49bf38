"""The same by SMS: a word, then what belongs to it. Each word begins one of the talks of the menus.

No network vouches for who sent a text: anybody can write another's number on one. What is only told goes to that number
anyway; what changes something needs a code, which goes there first and comes back as the last word of the text.
A place in a queue needs none: at the entrance of a hall, too, anybody may give any number, and it is gone by night.
"""

from collections.abc import Callable, Sequence
from itertools import takewhile

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from postkit.text import fold, numbers_in, western_digits
from rekkas.base.errors import Refused
from rekkas.ussd.dialogue import items, oneself, places
from rekkas.ussd.dialogue.engine import Begin, Caller, Enough, heard, walk
from rekkas.ussd.dialogue.screens import plain

Inputs = Callable[[str], Sequence[str]]
CODE_SIGNS = 6


def _priced(rest: str) -> Sequence[str]:
    """``1200 Casablanca, Zagora``: the weight, then two towns parted by a comma, or two words."""
    weight, _blank, towns = western_digits(rest).replace("،", ",").partition(" ")
    parts = [part.strip() for part in towns.split(",")] if "," in towns else towns.split()
    return [weight, *parts[:2]]


def _number(rest: str) -> Sequence[str]:
    return numbers_in(rest)[:1]


def _figure(rest: str) -> Sequence[str]:
    return [said for said in western_digits(rest).split()[:1] if said.isdecimal()]


def _chosen(rest: str) -> Sequence[str]:
    """``Zagora``, or ``Zagora 2``: the town, then each figure that one chose, in the order of the questions."""
    words = rest.split()
    figures = list(takewhile(str.isdecimal, reversed([western_digits(word) for word in words[1:]])))
    return [*_rest(" ".join(words[: len(words) - len(figures)])), *reversed(figures)]


def _rest(rest: str) -> Sequence[str]:
    return [rest] if rest else []


# Each word in the languages of the house, as people write it on any keyboard; compared as it is folded.
TELLS: tuple[tuple[tuple[str, ...], Begin, Inputs], ...] = (
    (("TRACK", "SUIVI", "SUIVRE", "OU", "تتبع", "أين"), items.track, _number),
    (("PRICE", "PRIX", "TARIF", "ثمن", "سعر"), places.price, _priced),
    (("ORDER", "MANDAT", "حوالة"), oneself.money_order, _rest),
)
OFFERS: tuple[tuple[tuple[str, ...], Begin, Inputs], ...] = (
    (("ITEMS", "COLIS", "طرودي"), items.coming, _figure),
    (("OFFICE", "BUREAU", "AGENCE", "مكتب", "وكالة"), places.hours, _chosen),
    (("TICKET", "FILE", "تذكرة", "دور"), places.ticket, _chosen),
)
CHANGES: tuple[tuple[tuple[str, ...], Begin, Inputs], ...] = (
    (("FOLLOW", "ALERTE", "أخبرني"), items.follow, _number),
    (("KEEP", "GARDER", "احتفظ"), items.keep_this, _number),
    (("CALL", "APPEL", "اتصل"), oneself.call_back, lambda rest: ["6", rest or "9"]),
)
WORDS = (*TELLS, *OFFERS, *CHANGES)
BY_WORD = {fold(word): (begin, inputs) for words, begin, inputs in WORDS for word in words}
ENGLISH = {fold(words[0]) for words, _begin, _inputs in WORDS}
OFFERING = {begin for _words, begin, _inputs in OFFERS}
WITH_CODE = {fold(word) for words, _begin, _inputs in CHANGES for word in words}


def language_of_word(body: str, usual: str) -> str:
    """The language in which somebody wrote: that of the word, where it is a word of one."""
    word = next(iter(body.split()), "")
    if any("\u0600" <= sign <= "\u06ff" for sign in word):
        return "ar"
    if fold(word) in BY_WORD:
        return "en" if fold(word) in ENGLISH else "fr"
    return usual or settings.LANGUAGE_CODE


def answer_to(body: str, caller: Caller) -> str:
    """The answer to a text. What was not understood is said, with what can be asked."""
    word, _blank, rest = " ".join(body.split()).partition(" ")
    with translation.override(caller.language):
        begin, inputs = BY_WORD.get(fold(word), (None, None))
        if begin is None or inputs is None:
            return plain(
                _("Not understood. Write TRACK and a number, PRICE 1200 Rabat, Fes or OFFICE and a town.")
            )
        if fold(word) not in WITH_CODE:
            return plain(_told(begin, caller, inputs(rest.strip()), word))
        try:
            rest = _proved(caller, word, rest.strip())
        except (Enough, Refused) as end:
            return plain(str(end))
        return plain(walk(begin, caller, inputs(rest)).text)


def _told(begin: Begin, caller: Caller, inputs: Sequence[str], word: str) -> str:
    """The answer, and where one may choose, how: a text begins anew each time, with what was chosen so far."""
    if begin not in OFFERING:
        return walk(begin, caller, inputs).text
    screen, answered = heard(begin, caller, inputs)
    if screen.ends or not screen.chooses:
        return screen.text
    words = " ".join([word, *inputs[:answered]])
    return screen.text + "\n" + _("Write %(words)s and the figure.") % {"words": words}


def _proved(caller: Caller, word: str, rest: str) -> str:
    """What belongs to the word, once the code that stands at its end was right; without one, a code is sent."""
    before, _blank, code = western_digits(rest).rpartition(" ")
    if len(code) != CODE_SIGNS or not code.isdecimal():
        items.send_code(caller)
        asked = _("So that nobody does this in your name, a code comes by SMS. Write %(words)s and the code.")
        raise Enough(asked % {"words": f"{word} {rest}".strip()})
    items.check_code(caller, code)
    return before.strip()
