"""What a country says of its counters."""

from django.db import models


class CounterRules(models.Model):
    """The counters of a country as its pack has them: articles, ways to pay, what is done without a network."""

    country = models.OneToOneField("territory.Country", models.PROTECT, related_name="+", primary_key=True)
    body = models.JSONField()
    loaded_at = models.DateTimeField()
