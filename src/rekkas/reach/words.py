"""What is said to people. A text names a number and a place to look, never a person, an amount or an address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from rekkas.reach.choices import Kind


@dataclass(frozen=True, slots=True)
class Words:
    """The subject of an e-mail, and what every text says."""

    subject: str
    body: str


TEXTS: Mapping[Kind, tuple[Any, Any]] = {
    Kind.CODE: (
        _("Your code"),
        _("%(code)s is your code. It opens your post for 10 minutes. Tell it to nobody: the post never asks for it."),
    ),
    Kind.CONFIRM: (
        _("Follow item %(number)s"),
        _("Code %(code)s: with it you follow item %(number)s. If you did not ask for this, do nothing. %(link)s"),
    ),
    Kind.ACCEPTED: (_("Item %(number)s"), _("Item %(number)s is with the post. Follow it: %(link)s")),
    Kind.OUT: (_("Item %(number)s"), _("Item %(number)s comes to you today. Follow it: %(link)s")),
    Kind.TRIED: (
        _("Item %(number)s"), _("Item %(number)s could not be handed over. What is done next: %(link)s"),
    ),
    Kind.WAITING: (
        _("Item %(number)s"),
        _("Item %(number)s waits at %(office)s. Bring an identity document. Opening hours: %(link)s"),
    ),
    Kind.REMINDER: (
        _("Item %(number)s"),
        _("Item %(number)s still waits at %(office)s, until %(until)s. Then it goes back to its sender. %(link)s"),
    ),
    Kind.DELIVERED: (_("Item %(number)s"), _("Item %(number)s was handed over. Details: %(link)s")),
    Kind.COMING_BACK: (_("Item %(number)s"), _("Item %(number)s goes back to its sender. Why: %(link)s")),
    Kind.MERCHANT_CODE: (
        _("Your code"),
        _(
            "%(code)s is your code. It opens your pages at the post for 30 minutes. If you did not ask for it, do "
            "nothing. Tell it to nobody: the post never asks for it."
        ),
    ),
    Kind.INVITATION: (
        _("You are asked into the team of %(merchant)s"),
        _(
            "Open this link within seven days and choose a password: you then send parcels for %(merchant)s. If you "
            "do not know them, do nothing. %(link)s"
        ),
    ),
    Kind.ENDPOINT_PAUSED: (
        _("News to %(host)s is held back"),
        _(
            "%(host)s takes no news of your parcels any more. Nothing is lost: all of it waits, and can be read in "
            "your journal. See why, and have it sent again: %(link)s"
        ),
    ),
    Kind.STOPPED: (
        _("No more texts"), _("You get no more texts from the post. Send START to get them again."),
    ),
    # In the language in which it was asked; a part has 200 signs.
    Kind.ANSWER: (_("Answer to a text"), "%(answer)s%(answer2)s%(answer3)s"),
}  # fmt: skip


# Where its addressee may come with a code instead of a document.
WAITING_WITH_CODE = _(
    "Item %(number)s waits at %(office)s. Bring an identity document, or the code %(code)s. Opening hours: %(link)s"
)

# Where somebody wants their news in a mailbox, and not of one item.
MAILBOX = (
    _("Is this your mailbox?"),
    _(
        "Somebody wants the post to write to this address. If it was you, open this link and log in; if it was not, do "
        "nothing. %(link)s"
    ),
)


def words_of(kind: str, params: Mapping[str, str], language: str) -> Words:
    """A text in its reader's language."""
    subject, body = TEXTS[Kind(kind)]
    if kind == Kind.WAITING and params.get("code"):
        body = WAITING_WITH_CODE
    if kind == Kind.CONFIRM and not params.get("number"):
        subject, body = MAILBOX
    number = params.get("number", "")
    given = {"merchant": "", "office": "", "until": "", "code": "", "number": number, "link": link_to(number)}
    given |= {"host": "", "answer": "", "answer2": "", "answer3": "", **params}
    with translation.override(language):
        return Words(str(subject) % given, (str(body) % given).strip())


def link_to(number: str) -> str:
    """Where the public looks an item up. It ends on a letter or digit: a sign would jump about in an Arabic line."""
    return f"{settings.SITE_ADDRESS}/track/{number}" if number else str(settings.SITE_ADDRESS)


def letter_of(body: str, params: Mapping[str, str], language: str) -> str:
    """A text as a letter: with where it can be ended, which by SMS is said with STOP."""
    if "stop" not in params:
        return body
    with translation.override(language):
        ending = _("To hear no more of it:")
        return f"{body}\n\n{ending} {params['stop']}"
