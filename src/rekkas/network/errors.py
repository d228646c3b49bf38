"""What the network answers when an office or a trip is not there, or not open."""

from django.utils.translation import gettext_lazy as _

from rekkas.base.errors import Refused


class UnknownOffice(Refused):
    code = "network.unknown-office"
    message = _("No office has the code %(office)s. Choose one from the list of offices.")
    status = 404


class UnknownTrip(Refused):
    code = "network.unknown-trip"
    message = _("No trip has the code %(trip)s. Choose one from the timetable of the office.")
    status = 404


class OfficeClosed(Refused):
    """``office``, ``reason`` and ``opens`` are sentences or parts of one, in the reader's language."""

    code = "network.office-closed"
    message = _("%(office)s is closed: %(reason)s. %(opens)s")


class UnknownTimetable(Refused):
    code = "network.unknown-timetable"
    message = _("%(country)s has no timetable number %(number)s. Choose one from the list of timetables.")
    status = 404


class TimetableMistaken(Refused):
    """``first`` is the first mistake and ``mistakes`` are all of them, as a pack names them."""

    code = "network.timetable-mistaken"
    message = _("The timetable has %(count)s mistakes; nothing was kept. The first: %(first)s")


class TimetableIsKept(Refused):
    code = "network.timetable-is-kept"
    message = _("Timetable %(number)s is no draft any more: it is not changed. Draft a new one from it.")


class TimetableInForce(Refused):
    code = "network.timetable-in-force"
    message = _(
        "Timetable %(number)s has been in force since %(day)s and cannot be withdrawn. Publish another after it."
    )


class BeginsTooSoon(Refused):
    code = "network.begins-too-soon"
    message = _("A timetable begins on a day to come: %(day)s has passed. Choose %(today)s or later.")


class BeginsTooFarOff(Refused):
    code = "network.begins-too-far-off"
    message = _(
        "A timetable is published for the days until %(last)s: %(day)s lies beyond. Choose an earlier day."
    )


class UnknownFiles(Refused):
    """``files`` are the names sent and ``known`` those that a timetable has."""

    code = "network.unknown-files"
    message = _("A timetable has no file called %(files)s. Its files are %(known)s.")
    status = 422


class DayIsTaken(Refused):
    code = "network.day-is-taken"
    message = _(
        "Timetable %(number)s begins on %(day)s already. Choose another day, or withdraw that one first."
    )


class TimetableFaulty(Refused):
    """``faults`` are those that the timetable in force does not have."""

    code = "network.timetable-faulty"
    message = _(
        "The timetable brings %(count)s new faults. Look at its check, put them right, or publish it knowing them."
    )


class TimetableOvertaken(Refused):
    code = "network.timetable-overtaken"
    message = _(
        "Timetable %(number)s was not drafted from number %(before)s, which is in force on that day: it would "
        "undo it. Draft it again from there, or publish it knowing that."
    )


class ClosureBackwards(Refused):
    code = "network.closure-backwards"
    message = _("A closure ends on the day on which it begins, or later.")


class ClosureOutOfReach(Refused):
    """``day`` is the one of the closure that lies outside ``first`` to ``last``."""

    code = "network.closure-out-of-reach"
    message = _(
        "The days of a closure lie between %(first)s and %(last)s: %(day)s does not. Correct it; a closure whose "
        "end is not known has no last day."
    )


class AlreadyClosed(Refused):
    """``closure`` is a clause, in the reader's language."""

    code = "network.already-closed"
    message = _(
        "%(office)s is shut already, %(closure)s. Open it again first, then shut it for the days that you want."
    )


class RunOutOfReach(Refused):
    """``first`` and ``last`` are the days between which something can be told of a run."""

    code = "network.run-out-of-reach"
    message = _(
        "Something is told of runs from %(first)s to %(last)s: %(day)s does not lie between. Correct the day."
    )


class NoSuchRun(Refused):
    code = "network.no-such-run"
    message = _("Trip %(trip)s does not run on %(day)s. Choose a day on which it runs.")


class NothingToLearn(Refused):
    code = "network.nothing-to-learn"
    message = _("%(count)s deliveries with a promise are known; %(fewest)s teach something. Try again later.")


class NothingDisrupted(Refused):
    code = "network.nothing-disrupted"
    message = _("Say how many minutes late the run is, from 1 to 10 000, or that it does not run.")


class NotReached(Refused):
    """``reason`` is a sentence, in the reader's language."""

    code = "network.not-reached"
    message = _("Nothing can be promised from %(origin)s to %(destination)s. %(reason)s")
    status = 422


class BeyondReach(Refused):
    code = "network.beyond-reach"
    message = _(
        "Promises are given from a week ago to four weeks ahead: %(at)s lies beyond. Choose another moment."
    )
    status = 422
