"""What kinds of office and of trip there are, and the working times that all offices share."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# Minutes an office needs with a consignment: to take it in before it can leave again and, at its last office,
# before it can go out on a round. One figure for every office, until a post measures its own.
HANDLING_MIN = 60

# Rounds leave their delivery office at this local time: what is ready later goes out the next delivery day.
ROUNDS_LEAVE_MIN = 10 * 60


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
