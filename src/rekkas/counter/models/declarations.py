"""What is declared to be in an item for abroad. Append-only: a wrong one is answered by a new item, not by a change."""

from django.db import models
from django.db.models import Q

from rekkas.counter.choices import Purpose


class Declaration(models.Model):
    """What a sender said is in an item, and why it goes: kept beside the item, printed for customs."""

    item_number = models.CharField(max_length=35, db_index=True)
    key = models.UUIDField(unique=True)
    purpose = models.CharField(max_length=12, choices=Purpose.choices, default=Purpose.OTHER)
    office = models.ForeignKey("network.Office", models.PROTECT, to_field="code", related_name="+")
    clerk = models.CharField(max_length=80)
    declared_at = models.DateTimeField()
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="declaration_has_a_known_purpose", condition=Q(purpose__in=Purpose.values)
            ),
        )


class DeclaredContent(models.Model):
    """One kind of thing in an item: how many, how heavy and what they are worth, all of them together."""

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="+", db_index=False)
    place = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=80)
    count = models.PositiveIntegerField()
    weight_g = models.PositiveIntegerField()
    value = models.PositiveBigIntegerField()
    tariff_code = models.CharField(max_length=10, blank=True, default="")
    made_in = models.CharField(max_length=2, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("declaration", "place"), name="content_has_its_place_in_a_declaration"
            ),
            models.CheckConstraint(name="content_is_of_something", condition=~Q(what="") & Q(count__gt=0)),
        )
