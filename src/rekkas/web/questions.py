"""Questions that people type into the one box, and plain answers to them. Nothing is guessed.

A question is known by its words, compared as `postkit.text.fold` brings them together. That with the most of its words
in what was typed is answered; several that have as many are all shown; none is shown where no word is known.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from postkit.text import fold

SHOWN_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """A question as the post understands it, its answer, and where one goes on."""

    code: str
    question: Any
    answer: Any
    address: str
    way: Any


_KNOWN: tuple[tuple[Answer, str], ...] = (
    (Answer(
        "cost", _("What does it cost?"),
        _("It depends on the weight and on both places. The form shows the price of each product, line by line, as "
          "the counter charges it."), "/prices/", _("See the price")),
     "cost costs price prices much prix cout coute couter combien tarif tarifs timbre ثمن الثمن سعر كم تكلفة يكلف"),
    (Answer(
        "when", _("When does it arrive?"),
        _("Name both places: the day of delivery is promised for each moment of hand-over, with the way and its "
          "reasons. For an item on its way, type its number."), "/promise/", _("See the day")),
     "when arrive arrives arrival long quand arrive arrivee arrivera delai delais jours متى يصل تصل وصول مدة"),
    (Answer(
        "where", _("Where is my parcel?"),
        _("Type its number: thirteen letters and digits on the receipt or in the message of the sender. With your "
          "telephone and a code you see all that comes to you."), "/me/post/", _("See what comes to me")),
     "where parcel track tracking lost colis suivi suivre perdu paquet اين طرد طردي تتبع بعيثة بعيثتي"),
    (Answer(
        "send", _("How do I send something?"),
        _("Bring it closed and addressed to any office that takes mail in, with the telephone of its addressee. "
          "Weigh it before: the price is the same here and at the counter."), "/offices/", _("Find an office")),
     "send sending ship envoyer envoi expedier poster ارسل ارسال ابعث بعث"),
    (Answer(
        "hours", _("When is an office open?"),
        _("Each office has its own hours. Its page says whether it is open now, and until when to hand something over "
          "for the same day."), "/offices/", _("Find an office")),
     "open opening hours closed close ouvert ouverte ouverture ferme horaire horaires "
     "heures مفتوح مغلق ساعات توقيت اوقات"),
    (Answer(
        "money-order", _("How do I send or receive money?"),
        _("A money order is paid in cash at the counter or from an account. Who receives it brings an identity "
          "document and the secret code that the sender passes on. With its number your own telephone learns its "
          "state."),
        "/offices/", _("Find an office")),
     "money order cash transfer mandat mandats argent virement حوالة مال نقود فلوس تحويل"),
    (Answer(
        "collect", _("How do I collect what waits for me?"),
        _("Bring the number and an identity document to the office that keeps it. Somebody else may collect where you "
          "authorise them under My post, or by telephone."), "/me/post/collectors/", _("Let somebody collect")),
     "collect pickup waiting authorise retirer retrait procuration attend recuperer سحب استلام تفويض ينتظر"),
    (Answer(
        "complaint", _("How do I complain?"),
        _("Say at any office, with the receipt, what went wrong; or dial the post's menus, and you are called back."),
        "/offices/", _("Find an office")),
     "complain complaint claim damaged broken reclamation reclamations plainte abime casse شكاية شكوى متضرر مكسور ضاع"),
    (Answer(
        "change", _("Can it be brought on another day or to another place?"),
        _("Yes, until the postman has it: another day, a neighbour, another address nearby, the office, or another "
          "office. Log in with the telephone that the sender gave."), "/me/post/", _("Change a delivery")),
     "change redirect address day neighbour changer adresse rediriger voisin reporter تغيير عنوان يوم جار"),
    (Answer(
        "telephone", _("How do I ask without the internet?"),
        _("Dial the menus of the post with any telephone, or send an SMS: TRACK and the number, PRICE 1200 Rabat, Fes, "
          "OFFICE and a town."), "/", _("Back to the first page")),
     "sms ussd telephone phone internet dial texto هاتف رسالة انترنت"),
)  # fmt: skip
_WORDS = {answer.code: frozenset(fold(words).split()) for answer, words in _KNOWN}


def answers_to(text: str) -> list[Answer]:
    """The answers to what was typed: those of which most words were said."""
    said = set(fold(text).split())
    scores = [(len(said & _WORDS[answer.code]), answer) for answer, _words in _KNOWN]
    most = max(score for score, _answer in scores)
    return [answer for score, answer in scores if score == most > 0][:SHOWN_AT_MOST]


def known_questions() -> list[Answer]:
    """All of them, for whoever was not understood."""
    return [answer for answer, _words in _KNOWN]
