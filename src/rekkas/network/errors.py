"""What the network answers when an office or a trip is not there, or not open."""

from django.utils.translation import gettext_lazy as _

from rekkas.base.errors import Refused


class UnknownOffice(Refused):
    code = "network.unknown-office"
    message = _("No office has the code %(office)s. Choose one from the list of offices.")
    status = 404


class UnknownTrip(Refused):
    code = "network.unknown-trip"
    message = _("No trip has the code %(trip)s. Choose one from the timetable of the office.")
    status = 404


class OfficeClosed(Refused):
    """``office``, ``reason`` and ``opens`` are sentences or parts of one, in the reader's language."""

    code = "network.office-closed"
    message = _("%(office)s is closed: %(reason)s. %(opens)s")
