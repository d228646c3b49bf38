"""The proof that an item was handed over, and what its addressee wished before."""

from django.db import models
from django.db.models import Q

from rekkas.base.choices import ActorKind
from rekkas.delivery.choices import Recipient, Shown, WishKind


class ProofOfDelivery(models.Model):
    """Who took an item, when and where, with their signature or a photograph. Append-only.

    Of what was collected at an office it is kept what was ``shown``: the code, or a document by its kind and last
    signs, and under which authorisation somebody came for the addressee.
    """

    unit = models.OneToOneField("mail.Unit", models.PROTECT, primary_key=True, related_name="+")
    recipient = models.CharField(max_length=12, choices=Recipient.choices)
    recipient_name = models.CharField(max_length=120)
    signature = models.BinaryField(null=True)
    photo = models.BinaryField(null=True)
    evidence_digest = models.BinaryField(max_length=32)
    office_code = models.CharField(max_length=12)
    cod_amount = models.PositiveBigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    happened_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=8, choices=ActorKind.choices)
    actor_name = models.CharField(max_length=80)
    shown = models.CharField(max_length=8, choices=Shown.choices, blank=True, default="")
    document_kind = models.CharField(max_length=24, blank=True, default="")
    document_signs = models.CharField(max_length=4, blank=True, default="")
    collector = models.UUIDField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="proof_names_who_took_it", condition=~Q(recipient_name="")),
            models.CheckConstraint(
                name="proof_by_document_names_its_kind",
                condition=~Q(shown=Shown.IDENTITY) | ~Q(document_kind=""),
            ),
        )


class Kept(models.Model):
    """On which shelf an item waits for its addressee, and until when. A note, not a record: it goes when the item goes.

    ``tries`` counts wrong pick-up codes, ``document_tries`` wrong documents of those who come for the addressee, over
    all stays on a shelf; ``proved_at`` says when the right code was said, which a hand-over uses up; ``reminded``
    counts the texts that said that it still waits.
    """

    unit = models.OneToOneField("mail.Unit", models.PROTECT, primary_key=True, related_name="+")
    office = models.ForeignKey(
        "network.Office", models.PROTECT, to_field="code", related_name="+", db_index=False
    )
    shelf = models.CharField(max_length=24, blank=True, default="")
    since = models.DateTimeField()
    until = models.DateField()
    tries = models.PositiveSmallIntegerField(default=0)
    document_tries = models.PositiveSmallIntegerField(default=0)
    proved_at = models.DateTimeField(null=True)
    reminded = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=("office", "until"), name="kept_by_end_of_keeping"),)


class Wish(models.Model):
    """What an addressee asks for instead of the ordinary delivery. The latest counts; one before it is withdrawn."""

    unit = models.ForeignKey("mail.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=WishKind.choices)
    phone = models.CharField(max_length=16)
    day = models.DateField(null=True)
    office = models.ForeignKey("network.Office", models.PROTECT, to_field="code", null=True, related_name="+")
    address = models.JSONField(null=True)
    neighbour = models.CharField(max_length=120, blank=True, default="")
    noted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("unit",), condition=Q(withdrawn_at=None), name="item_has_one_wish_at_a_time"
            ),
            models.CheckConstraint(
                name="wish_says_what_it_needs",
                condition=(
                    Q(kind=WishKind.KEEP)
                    | (Q(kind=WishKind.DAY) & Q(day__isnull=False))
                    | (Q(kind=WishKind.NEIGHBOUR) & ~Q(neighbour=""))
                    | (Q(kind=WishKind.ADDRESS) & Q(address__isnull=False))
                    | (Q(kind=WishKind.OFFICE) & Q(office__isnull=False))
                ),
            ),
        )
