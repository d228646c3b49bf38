"""Which clock the desk goes by: that of the reader's office, or of the country whose pages are read."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from rekkas.base.access import reader_of
from rekkas.desk.pages import OFFICE
from rekkas.network import queries as network
from rekkas.territory import queries as territory

DESK = "/desk/"


def clock_of_the_desk(
    respond: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """What the database keeps in UTC is shown, on the pages of the desk, as the clock on its wall tells it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(DESK):
            return respond(request)
        with timezone.override(_zone_of(request)):
            return respond(request)

    return middleware


def _zone_of(request: HttpRequest) -> ZoneInfo | None:
    reader = reader_of(request)
    if reader is None:
        return None
    if office := reader.office or request.session.get(OFFICE):
        return network.zones_of([office]).get(office)
    zones = {country.iso: ZoneInfo(country.time_zone) for country in territory.countries()}
    return zones.get(request.GET.get("country", ""), next(iter(zones.values()), None))
