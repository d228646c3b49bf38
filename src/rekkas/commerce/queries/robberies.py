"""Reports of robberies."""

from rekkas.commerce.choices import RobberyState
from rekkas.commerce.errors import UnknownRobbery
from rekkas.commerce.models import RobberyReport
from rekkas.desk.listings import Listing


def robbery(number: str) -> RobberyReport:
    """One report by its number."""
    found = RobberyReport.objects.filter(number=number.strip().upper()).first()
    if found is None:
        raise UnknownRobbery(robbery=number)
    return found


def robbery_for_update(number: str) -> RobberyReport:
    """The same, held until it is decided."""
    return RobberyReport.objects.select_for_update().get(pk=robbery(number).pk)


def waiting_robbery(courier: str, office: str, currency: str) -> RobberyReport | None:
    """The report about a postman's bag that nobody has decided."""
    rows = RobberyReport.objects.filter(courier=courier, office_code=office, currency=currency)
    return rows.filter(state=RobberyState.REPORTED).first()


def robberies(office: str = "") -> Listing[RobberyReport]:
    """Reports, those to be decided first."""
    rows = RobberyReport.objects.order_by("-state", "-id")  # reported comes after declined and approved
    return Listing(rows.filter(office_code=office) if office else rows, list)
