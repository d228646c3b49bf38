"""Which languages a page is offered in: what the loaded countries list, as far as the program speaks it.

English is there for who runs the site, unless the operator names the languages (REKKAS_LANGUAGES). A language whose
catalogue holds the public texts only is offered on public pages only. See docs/languages.md.
"""

import time
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import trans_real

Lister = Callable[[], Sequence[str]]
GOOD_FOR_S = 60.0  # other processes learn of a loaded country by then
_listers: list[Lister] = []
_held: list[tuple[float, tuple[str, ...]]] = []


def lists_languages(lister: Lister) -> Lister:
    """Mark the question which languages the countries list."""
    _listers[:] = [lister]
    return lister


def forget_languages() -> None:
    """Have the countries asked again: one was loaded or corrected."""
    _held.clear()


def languages_of(path: str) -> tuple[str, ...]:
    """The languages of the page at an address, in the order in which the reader is offered them."""
    if not _held or time.monotonic() - _held[0][0] > GOOD_FOR_S:
        _held[:] = [(time.monotonic(), _offered())]
    offered = _held[0][1]
    if path.startswith(settings.NOT_PUBLIC):
        return tuple(code for code in offered if code not in settings.PUBLIC_LANGUAGES) or (
            settings.LANGUAGE_CODE,
        )
    return offered


def _offered() -> tuple[str, ...]:
    known = dict(settings.LANGUAGES)
    if settings.SITE_LANGUAGES:
        listed = list(settings.SITE_LANGUAGES)
    else:
        listed = [code for lister in _listers for code in lister()]
        listed = [*(listed or [code for code, _ in settings.WHOLE_LANGUAGES]), "en"]
    return tuple(dict.fromkeys(code for code in listed if code in known)) or (settings.LANGUAGE_CODE,)


def stand_in(language: str, offered: Sequence[str]) -> str:
    """What a reader of another language is given: of a public one the country's first, of any other the site's own."""
    if language in settings.PUBLIC_LANGUAGES or settings.LANGUAGE_CODE not in offered:
        return offered[0]
    return settings.LANGUAGE_CODE


def complete(language: str) -> None:
    """Let the language that stands in say what the catalogue of a public one does not, instead of English."""
    if language in settings.PUBLIC_LANGUAGES:
        catalogue: Any = trans_real.translation(language)
        other = trans_real.translation(settings.PUBLIC_LANGUAGES[language])
        if catalogue._fallback is not other:
            catalogue._fallback = other
