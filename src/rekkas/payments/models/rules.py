"""The rules of a country, and the numbers given out by them."""

from django.db import models


class PaymentRules(models.Model):
    """What payments.toml says of money orders in a country, whole, as it was loaded last."""

    country = models.OneToOneField("territory.Country", models.PROTECT, primary_key=True, related_name="+")
    body = models.JSONField()
    loaded_at = models.DateTimeField()


class Series(models.Model):
    """The next number to give out, by kind of number."""

    name = models.CharField(max_length=40, primary_key=True)
    next = models.PositiveBigIntegerField(default=1)
