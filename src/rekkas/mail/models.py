"""The record of custody: units that carry a barcode, and what happened to them.

Events are the record and are only ever added. A standing is what follows from a unit's own events and can be
computed again at any time; what a unit inherits from the bag it lies in is worked out when it is asked for.
"""

from django.db import models
from django.db.models import F, Q

from rekkas.base.choices import ActorKind
from rekkas.mail.choices import Clock, ReasonKind, Status, StrayReason, UnitKind
from rekkas.territory.choices import in_reader_language


def subject_of(number: str, cycle: int) -> str:
    return number if cycle == 1 else f"{number}~{cycle}"


class Labelled(models.Model):
    """A code of the trade with its words in the languages of the house."""

    label_en = models.CharField(max_length=120)
    label_fr = models.CharField(max_length=120)
    label_ar = models.CharField(max_length=120)

    class Meta:
        abstract = True

    @property
    def label(self) -> str:
        return in_reader_language(en=self.label_en, fr=self.label_fr, ar=self.label_ar)


class EventCode(Labelled):
    """A kind of event: UPU's codes and domestic additions."""

    code = models.CharField(max_length=3, primary_key=True)
    origin = models.CharField(max_length=8)
    phase = models.CharField(max_length=16)
    rank = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=16, choices=Status.choices)
    is_final = models.BooleanField(default=False)
    is_note = models.BooleanField(default=False)
    is_public = models.BooleanField(default=True)
    by_hand = models.BooleanField(default=True)
    silence_h = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="event_code_has_a_known_status", condition=Q(status__in=Status.values)
            ),
        )


class ReasonCode(Labelled):
    """Why it happened, or what is done next. ``upu_code`` stays empty until UPU's own list is at hand."""

    code = models.CharField(max_length=24, primary_key=True)
    kind = models.CharField(max_length=6, choices=ReasonKind.choices)
    fault_of = models.CharField(max_length=12, blank=True, default="")
    status = models.CharField(max_length=16, choices=Status.choices, blank=True, default="")
    stops_clock = models.BooleanField(default=False)
    upu_code = models.CharField(max_length=8, blank=True, default="")


class Unit(models.Model):
    """Anything with a barcode of its own. A number may come again after its period, as a new cycle."""

    kind = models.CharField(max_length=10, choices=UnitKind.choices)
    number = models.CharField(max_length=35)
    cycle = models.PositiveSmallIntegerField(default=1)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("number", "cycle"), name="unit_number_is_unique_in_its_cycle"),
            models.CheckConstraint(name="unit_is_of_a_known_kind", condition=Q(kind__in=UnitKind.values)),
            models.CheckConstraint(name="unit_has_a_number", condition=~Q(number="")),
        )

    @property
    def subject(self) -> str:
        """The name under which the ledger knows it: a number that comes again is another subject."""
        return subject_of(self.number, self.cycle)


class Item(models.Model):
    """A letter or parcel entrusted to the post."""

    unit = models.OneToOneField(Unit, models.PROTECT, primary_key=True, related_name="+")
    key = models.UUIDField(unique=True)
    accepted_key = models.UUIDField(unique=True, null=True)
    product = models.ForeignKey("catalogue.Product", models.PROTECT, related_name="+")
    origin = models.ForeignKey("network.Office", models.PROTECT, to_field="code", related_name="+")
    destination = models.ForeignKey("network.Office", models.PROTECT, to_field="code", related_name="+")
    sender = models.JSONField()
    addressee = models.JSONField()
    weight_g = models.PositiveIntegerField()
    declared_value = models.PositiveBigIntegerField(default=0)
    cod_amount = models.PositiveBigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    customer_code = models.CharField(max_length=24, blank=True, default="")
    reference = models.CharField(max_length=64, blank=True, default="")
    promise_date = models.DateField(null=True)
    promised_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)  # of nothing again, once it is given back at the counter

    class Meta:
        constraints = (
            models.CheckConstraint(name="item_weighs_something", condition=Q(weight_g__gt=0)),
            models.UniqueConstraint(
                fields=("customer_code", "reference"),
                condition=~Q(customer_code="") & ~Q(reference=""),
                name="item_reference_is_unique_to_its_customer",
            ),
        )
        indexes = (
            models.Index(fields=("destination", "unit"), name="item_by_destination"),
            models.Index(
                fields=("customer_code", "accepted_at"),
                condition=~Q(customer_code="") & Q(accepted_at__isnull=False),
                name="item_taken_in_of_customer",
            ),
        )


class Receptacle(models.Model):
    """A bag, tray or container between two offices."""

    unit = models.OneToOneField(Unit, models.PROTECT, primary_key=True, related_name="+")
    origin = models.ForeignKey("network.Office", models.PROTECT, to_field="code", related_name="+")
    destination = models.ForeignKey("network.Office", models.PROTECT, to_field="code", related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="receptacle_goes_somewhere_else", condition=~Q(origin=F("destination"))
            ),
        )


class Dispatch(models.Model):
    """A closed set of receptacles between two offices."""

    unit = models.OneToOneField(Unit, models.PROTECT, primary_key=True, related_name="+")
    origin = models.ForeignKey("network.Office", models.PROTECT, to_field="code", related_name="+")
    destination = models.ForeignKey("network.Office", models.PROTECT, to_field="code", related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="dispatch_goes_somewhere_else", condition=~Q(origin=F("destination"))
            ),
        )


class Run(models.Model):
    """A trip of the timetable on one service day, from its first stop to its last. Made by whoever notes it first."""

    unit = models.OneToOneField(Unit, models.PROTECT, primary_key=True, related_name="+")
    trip_code = models.CharField(max_length=16)
    date = models.DateField()
    origin = models.ForeignKey("network.Office", models.PROTECT, to_field="code", related_name="+")
    destination = models.ForeignKey("network.Office", models.PROTECT, to_field="code", related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("trip_code", "date"), name="trip_runs_once_a_day"),)


class RunStop(models.Model):
    """A call of a run, in its order, as the timetable had it when the run was first noted."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="+", db_index=False)
    place = models.PositiveSmallIntegerField()
    office = models.ForeignKey("network.Office", models.PROTECT, to_field="code", related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("run", "place"), name="run_calls_in_an_order"),)


class Event(models.Model):
    """Something that happened to one unit, as somebody said it. Append-only."""

    scan_id = models.UUIDField(unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    container = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    code = models.CharField(max_length=3)
    raw_code = models.CharField(max_length=32, blank=True, default="")
    reason = models.CharField(max_length=24, blank=True, default="")
    action = models.CharField(max_length=24, blank=True, default="")
    office_code = models.CharField(max_length=12, blank=True, default="")
    happened_at = models.DateTimeField()
    offset_min = models.SmallIntegerField(null=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    clock = models.CharField(max_length=6, choices=Clock.choices, blank=True, default="")
    actor_kind = models.CharField(max_length=8, choices=ActorKind.choices)
    actor_name = models.CharField(max_length=80)
    lane = models.PositiveSmallIntegerField()
    seal_number = models.PositiveBigIntegerField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = (
            models.CheckConstraint(name="event_is_not_inside_itself", condition=~Q(unit=F("container"))),
        )
        indexes = (
            models.Index(fields=("unit", "effective_at"), name="event_by_unit"),
            models.Index(
                fields=("container", "effective_at"), condition=Q(container__isnull=False), name="event_into"
            ),
        )


class Standing(models.Model):
    """What follows from a unit's own events: the one that decides. Derived: never a source.

    The event is found by its scan's id, without a constraint: a standing can be thrown away and made again.
    """

    unit = models.OneToOneField(Unit, models.PROTECT, primary_key=True, related_name="+")
    event = models.ForeignKey(
        Event,
        models.PROTECT,
        to_field="scan_id",
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    code = models.CharField(max_length=3, blank=True, default="")
    status = models.CharField(max_length=16, choices=Status.choices)
    office_code = models.CharField(max_length=12, blank=True, default="")
    effective_at = models.DateTimeField()
    is_final = models.BooleanField(default=False)
    rank = models.PositiveSmallIntegerField(default=0)
    container = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = (
            models.Index(fields=("office_code", "status"), name="standing_by_office"),
            models.Index(fields=("container",), condition=Q(container__isnull=False), name="standing_within"),
            models.Index(
                fields=("effective_at",), condition=Q(status="delivered"), name="standing_delivered"
            ),
        )


class StrayScan(models.Model):
    """A scan kept aside: nothing scanned is ever dropped. It joins its item when the item becomes known."""

    scan_id = models.UUIDField()
    barcode = models.CharField(max_length=64)
    why = models.CharField(max_length=20, choices=StrayReason.choices)
    body = models.TextField()
    content_digest = models.CharField(max_length=64, unique=True)
    actor_kind = models.CharField(max_length=8, choices=ActorKind.choices)
    actor_name = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("barcode",), condition=Q(joined_at=None), name="stray_waiting"),)


class Series(models.Model):
    """The next number to give out, by kind of number."""

    name = models.CharField(max_length=40, primary_key=True)
    next = models.PositiveBigIntegerField(default=1)
