"""What is done at which office: the rows of the country pack, by the kind of an office or by what it says of itself."""

from collections.abc import Iterable

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Concat

from rekkas.network.models import Office, Service


def services_in(countries: Iterable[str]) -> list[Service]:
    """What is done at offices of these countries, in the order of their packs."""
    return list(Service.objects.filter(country__in=set(countries)).order_by("country", "place", "pk"))


def services_at(offices: Iterable[Office]) -> dict[str, list[Service]]:
    """What is done at each of these offices, by their codes: one statement for any number of them."""
    found = list(offices)
    known: dict[str, list[Service]] = {}
    for row in services_in(office.country_id for office in found) if found else ():
        known.setdefault(row.country_id, []).append(row)
    return {
        office.code: [row for row in known.get(office.country_id, ()) if row.is_done_at(office)]
        for office in found
    }


def that_do(offices: QuerySet[Office], service: str) -> QuerySet[Office]:
    """Those of these offices at which a service is done; a code that no country knows is done nowhere."""
    by_kind = Q(pk__in=[])
    for row in Service.objects.filter(code=service):
        by_kind |= Q(country=row.country_id, services="", kind__in=row.kinds.split("|"))
    said = offices.annotate(said=Concat(Value("|"), "services", Value("|"), output_field=CharField()))
    return said.filter(by_kind | Q(said__contains=f"|{service}|"))
