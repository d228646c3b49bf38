"""What somebody may want to be called back about."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Topic(TextChoices):
    NOT_COME = "not-come", _("It did not come")
    DAMAGED = "damaged", _("It came damaged")
    NOT_TRUE = "not-true", _("What was said of it is not true")
    MONEY = "money", _("Money is missing")
    STAFF = "staff", _("How I was treated")
    OTHER = "other", _("Something else")
