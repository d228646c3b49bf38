"""Who waits in the hall of an office, for what, and which desks rest. A number is good at one office on one day."""

from django.db import models
from django.db.models import Q

from rekkas.counter.choices import TicketState, TicketWay


class Ticket(models.Model):
    """A place in the queue of an office. ``stands_at`` is its place on the line of time by which tickets are called.

    ``phone`` is there so that one telephone stands once in a queue; no page shows it. ``begun_at`` is when its holder
    was called for the last time.
    """

    key = models.UUIDField(unique=True)
    office = models.ForeignKey(
        "network.Office", models.PROTECT, to_field="code", related_name="+", db_index=False
    )
    day = models.DateField()
    number = models.CharField(max_length=8)
    place = models.PositiveIntegerField()
    errand = models.CharField(max_length=32)
    way = models.CharField(max_length=5, choices=TicketWay.choices)
    phone = models.CharField(max_length=16, blank=True, default="")
    priority = models.PositiveSmallIntegerField()
    taken_at = models.DateTimeField()
    stands_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=TicketState.choices, default=TicketState.WAITING)
    called_by = models.CharField(max_length=80, blank=True, default="")
    desk = models.CharField(max_length=8, blank=True, default="")
    called_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    passed = models.PositiveSmallIntegerField(default=0)
    visit = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("office", "day", "number"), name="ticket_has_its_number_for_a_day"),
            models.UniqueConstraint(
                fields=("office", "day", "phone"),
                condition=~Q(phone="") & Q(state__in=(TicketState.WAITING, TicketState.CALLED)),
                name="telephone_stands_once_in_a_queue",
            ),
            models.UniqueConstraint(
                fields=("office", "called_by"), condition=Q(state=TicketState.CALLED),
                name="clerk_has_one_ticket_at_a_time",
            ),
            models.CheckConstraint(
                name="ticket_is_in_a_known_state", condition=Q(state__in=TicketState.values)
            ),
            models.CheckConstraint(
                name="called_ticket_says_where_to_go",
                condition=~Q(state=TicketState.CALLED)
                | (~Q(called_by="") & ~Q(desk="") & Q(called_at__isnull=False)),
            ),
        )  # fmt: skip
        indexes = (
            models.Index(fields=("office", "day", "state", "stands_at"), name="ticket_by_place_in_line"),
            models.Index(fields=("office", "errand", "-ended_at"), name="ticket_by_end_of_service"),
        )


class Break(models.Model):
    """A while in which a clerk's desk calls nobody and does not count for the wait."""

    office = models.ForeignKey(
        "network.Office", models.PROTECT, to_field="code", related_name="+", db_index=False
    )
    clerk = models.CharField(max_length=80)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("office", "clerk"), condition=Q(ended_at=None), name="clerk_is_on_one_break_at_a_time"
            ),
        )


class ErrandChoice(models.Model):
    """For which errands a clerk's desk calls on one day. No row, or none named: for all of them."""

    office = models.ForeignKey(
        "network.Office", models.PROTECT, to_field="code", related_name="+", db_index=False
    )
    clerk = models.CharField(max_length=80)
    day = models.DateField()
    errands = models.JSONField(default=list)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("office", "day", "clerk"), name="clerk_chooses_errands_once_for_a_day"
            ),
        )
