"""The proof that an item was handed over."""

from django.db import models
from django.db.models import Q

from rekkas.base.choices import ActorKind
from rekkas.delivery.choices import Recipient


class ProofOfDelivery(models.Model):
    """Who took an item, when and where, with their signature or a photograph. Append-only."""

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

    class Meta:
        constraints = (
            models.CheckConstraint(name="proof_names_who_took_it", condition=~Q(recipient_name="")),
        )
