"""What a price is for, and how far apart its two ends are."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PriceKind(TextChoices):
    BASE = "base", _("Carriage")
    COD = "cod", _("Cash on delivery")
    INSURED = "insured", _("Declared value")


class Zone(TextChoices):
    LOCAL = "local", _("Within the locality")
    REGIONAL = "regional", _("Within the region")
    NATIONAL = "national", _("In the whole country")
    ANY = "any", _("Everywhere")
    ABROAD_1 = "abroad-1", _("Abroad, near")
    ABROAD_2 = "abroad-2", _("Abroad, farther")
    ABROAD_3 = "abroad-3", _("Abroad, far")


class Scope(TextChoices):
    """How far a product reaches."""

    DOMESTIC = "domestic", _("Inside the country")
    ABROAD = "abroad", _("Abroad")


DOMESTIC_ZONES = frozenset({Zone.LOCAL, Zone.REGIONAL, Zone.NATIONAL})
