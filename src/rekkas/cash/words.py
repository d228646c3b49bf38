"""Codes of advice and forecasts in words, in the reader's language."""

from django.utils.translation import gettext as _

from postkit.cash import Advice, Choice
from postkit.pack.cash import Cash
from rekkas.cash.choices import ASKED
from rekkas.cash.queries.calendar import EVE
from rekkas.design.formats import left_to_right, money_text
from rekkas.money.choices import EntryKind
from rekkas.money.queries import TillLine
from rekkas.territory.choices import in_reader_language


def advice_words(advice: Advice, currency: str) -> str:
    amount = {"amount": money_text(advice.amount, currency)}
    if advice.action == "remit":
        return _("Send %(amount)s away.") % amount
    if advice.action == "ask":
        return _("Ask for %(amount)s.") % amount
    return _("Nothing needs to be done.")


def reason_words(code: str) -> str:
    """Why it is advised; a code that has no words yet is shown as it is."""
    return {
        "maximum-reached": _("More lies here than may be held; all above the least is sent away."),
        "minimum-not-held": _("Less lies here than should be held."),
        "level-not-held": _("Less lies here than the next days are likely to need."),
        "within-limits": _("What lies here is within the limits."),
        "liabilities-counted": _("What is known to be paid out was taken off."),
        "on-the-way-counted": _("What is on the road to this office was counted."),
        "pay-day": _("Today is a day of payments: what is here is here to be paid out."),
        "cash-on-the-way": _("A part of it has not arrived yet."),
        "below-one-bundle": _("It is less than what is moved at all."),
    }.get(code, code)


def choice_words(choice: Choice) -> str:
    """By which forecaster, and why that one."""
    return {
        "model-better": _("By a model that was better than the plain rule on days that neither had seen."),
        "model-not-better": _("By the plain rule: no model was better on days that neither had seen."),
        "too-little-history": _("By the plain rule: there are too few days to try a model on."),
    }.get(choice.reason, choice.reason)


def flag_words(flag: str, rules: Cash | None) -> str:
    """What is known beforehand of a day."""
    for payment in rules.payments if rules else ():
        if payment.rule.code == flag:
            return in_reader_language(en=payment.name_en, fr=payment.name_fr, ar=payment.name_ar)
    if flag == EVE:
        return _("eve of a holiday")
    if flag.startswith("peak "):
        return flag.split(" ", 2)[2]
    return flag


def why(line: TillLine) -> str:
    """Why a line was made: what its author said, or what the program says in the reader's language."""
    if line.kind == EntryKind.CASH_DIFFERENCE:
        return f"{_(ASKED)} ({left_to_right(line.subject)})"  # words first: they say which way the text runs
    return line.note
