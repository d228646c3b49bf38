"""What kinds of office, of carriage and of timetable there are."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OfficeKind(TextChoices):
    AGENCY = "agency", _("Agency")
    DELIVERY = "delivery", _("Delivery office")
    SORTING = "sorting", _("Sorting centre")
    EXCHANGE = "exchange", _("Office of exchange")


class Mode(TextChoices):
    ROAD = "road", _("Road")
    RAIL = "rail", _("Rail")
    AIR = "air", _("Air")
    FOOT = "foot", _("On foot")


class Carriage(TextChoices):
    """How an item is carried: express mail passes by the sorting waves."""

    STANDARD = "standard", _("Standard")
    EXPRESS = "express", _("Express")


class TimetableState(TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class MovementKind(TextChoices):
    LEFT = "left", _("Left")
    ARRIVED = "arrived", _("Arrived")
