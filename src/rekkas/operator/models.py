"""What the operator's own work leaves behind in the database."""

from django.db import models


class DemoStage(models.Model):
    """One hour of the demonstration that was played to its end, with the numbers it gave out.

    Written in the transaction of what it speaks of: a demonstration that was cut off goes on after it.
    """

    name = models.CharField(max_length=40, primary_key=True)
    numbers = models.JSONField(default=dict)
    played_at = models.DateTimeField(auto_now_add=True)
