"""What kinds of study there are, how they stand, and what is being done for one."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StudyKind(TextChoices):
    SIMULATION = "simulation", _("Simulation")
    COMPARISON = "comparison", _("Comparison")
    IMPROVEMENT = "improvement", _("Better timetable")
    SITES = "sites", _("Where to be")


class StudyState(TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Under way")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", pgettext_lazy("study", "Cancelled")


OVER = frozenset({StudyState.DONE, StudyState.FAILED, StudyState.CANCELLED})


class Doing(TextChoices):
    """What a worker is at; the code is kept, the words are the reader's."""

    READING = "reading", _("Reading the network")
    PROMISES = "promises", _("Working out the promises")
    ITEMS = "items", _("Making the mail")
    SIMULATING = "simulating", _("Sending the mail through the network")
    IMPROVING = "improving", _("Looking for a better timetable")
    CONFIRMING = "confirming", _("Trying the new timetable in the simulator")
    MEASURING = "measuring", _("Measuring who lives how near")
    PLACING = "placing", _("Choosing the places")
    WRITING = "writing", _("Writing the results down")


class Aim(TextChoices):
    MEDIAN = "median", _("The shortest way for all together")
    CENTRE = "centre", _("The shortest way for those farthest away")
    COVER = "cover", _("As many people as can be within the distance")
