"""Studies: long work on the whole network, asked for by a person, done by a worker, kept with its result."""

from django.db import models
from django.db.models import Q

from rekkas.strategy.choices import Doing, StudyKind, StudyState

WHOLE = 1000  # progress is told in thousandths


class Study(models.Model):
    """One question about the network and, once it is done, its answer.

    ``params`` and ``result`` have the shapes of ``entries``. A worker that runs a study holds its lease: whoever
    has not the lease writes nothing. What is large lies in files beside the database.
    """

    number = models.PositiveIntegerField(unique=True)
    kind = models.CharField(max_length=12, choices=StudyKind.choices)
    country = models.ForeignKey("territory.Country", models.PROTECT, related_name="+")
    title = models.CharField(max_length=120, blank=True, default="")
    params = models.JSONField()
    seed = models.PositiveBigIntegerField()
    state = models.CharField(max_length=9, choices=StudyState.choices, default=StudyState.WAITING)
    doing = models.CharField(max_length=12, choices=Doing.choices, blank=True, default="")
    progress = models.PositiveSmallIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    result = models.JSONField(null=True)
    files = models.JSONField(default=list)
    failure = models.JSONField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="study_is_of_a_known_kind", condition=Q(kind__in=StudyKind.values)),
            models.CheckConstraint(
                name="study_is_in_a_known_state", condition=Q(state__in=StudyState.values)
            ),
            models.CheckConstraint(name="study_is_at_most_whole", condition=Q(progress__lte=WHOLE)),
            models.CheckConstraint(
                name="study_has_a_result_when_done",
                condition=Q(state="done", result__isnull=False) | (~Q(state="done") & Q(result__isnull=True)),
            ),
            models.CheckConstraint(
                name="study_under_way_is_held",
                condition=~Q(state="running") | Q(lease__isnull=False, lease_until__isnull=False),
            ),
        )
        indexes = (
            models.Index(
                fields=("number",), condition=Q(state__in=("waiting", "running")), name="study_still_to_do"
            ),
        )

    @property
    def is_over(self) -> bool:
        return self.state in {StudyState.DONE, StudyState.FAILED, StudyState.CANCELLED}
