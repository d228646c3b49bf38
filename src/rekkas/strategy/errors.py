"""What strategy answers when a study cannot be begun, or is over."""

from babel.numbers import format_decimal
from django.utils.translation import gettext_lazy as _

from rekkas.base.errors import Refused
from rekkas.design.formats import reader_locale


class UnknownStudy(Refused):
    code = "strategy.unknown-study"
    message = _("No study has the number %(study)s. Choose one from the list of studies.")
    status = 404


class StudyMistaken(Refused):
    """``reason`` is a clause in the reader's language: it names the setting and what it may be."""

    code = "strategy.study-mistaken"
    message = _("The study cannot be made with these settings: %(reason)s.")
    status = 422


class WhatIfMistaken(Refused):
    """``said`` is the supposition as it was written, ``reason`` what is wrong with it."""

    code = "strategy.what-if-mistaken"
    message = _("“%(said)s” cannot be supposed: %(reason)s.")
    status = 422


class TooLarge(Refused):
    """``needed`` and ``available`` are gigabytes, told as the reader writes numbers."""

    code = "strategy.too-large"
    message = _(
        "This needs about %(needed)s GB of memory and there are %(available)s GB. "
        "Ask for fewer items a day, or fewer days."
    )
    status = 422

    def __str__(self) -> str:
        sizes = {
            name: format_decimal(self.details[name], format="#,##0.0", locale=reader_locale())
            for name in ("needed", "available")
        }
        return str(self.message) % sizes


class NothingToStudy(Refused):
    code = "strategy.nothing-to-study"
    message = _("%(country)s has no trips or no people yet. Load its country pack first.")


class StudyIsOver(Refused):
    code = "strategy.study-is-over"
    message = _("Study %(study)s is over already. There is nothing to cancel.")


class Interrupted(Refused):
    """What became of a study whose workers went away, each time it was begun."""

    code = "strategy.interrupted"
    message = _(
        "Whoever worked on it went away %(times)s times, perhaps for want of memory. "
        "Ask for less, and begin it again."
    )


class Broke(Refused):
    """What became of a study in which something went wrong that nobody foresaw."""

    code = "strategy.broke"
    message = _("Something went wrong on our side (%(trace)s). Tell whoever looks after this machine.")
    status = 500


class PlanningMissing(Refused):
    code = "strategy.planning-missing"
    message = _("%(library)s is not installed here. Install Rekkas with its extra “planning”.")


class CannotImprove(Refused):
    """A vehicle of the timetable of today is in two places: the planner counts what each can drive."""

    code = "strategy.cannot-improve"
    message = _(
        "The timetable of today cannot be improved as it stands: vehicle %(vehicle)s drives %(trip)s and %(next)s at "
        "once. Give one of them another vehicle."
    )


class NoSuchChoice(Refused):
    code = "strategy.no-such-choice"
    message = _(
        "No choice of places can do that: in %(count)s quarters people stay farther than %(metres)s m from all of "
        "them. Ask for more places, or for less."
    )
    status = 422


class NothingToReplay(Refused):
    code = "strategy.nothing-to-replay"
    message = _(
        "No mail was recorded in the days from %(day)s on. Choose days on which items were handed over."
    )
