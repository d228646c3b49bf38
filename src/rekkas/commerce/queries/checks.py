"""What the daily comparisons have found."""

from django.db.models import QuerySet

from rekkas.commerce.choices import ExceptionState
from rekkas.commerce.errors import UnknownException
from rekkas.commerce.models import CarriedCash, CheckedDay, CheckedMerchant, CodCheck, CodException
from rekkas.desk.listings import Listing


def latest_check() -> CodCheck | None:
    """The last comparison that was made."""
    return CodCheck.objects.order_by("-id").first()


def exceptions(state: str = ExceptionState.OPEN) -> Listing[CodException]:
    """Items about which the records do not agree, those that stand longest first."""
    return Listing(CodException.objects.filter(state=state).order_by("first_at", "id"), list)


def exception_for_update(subject: str, reason: str) -> CodException:
    """One exception, held until it is explained."""
    found = CodException.objects.select_for_update().filter(subject=subject, reason=reason).first()
    if found is None:
        raise UnknownException(item=subject)
    return found


def listed_subjects() -> list[str]:
    """Items that are listed and not gone: each comparison looks at them again."""
    rows = CodException.objects.exclude(state=ExceptionState.GONE)
    return list(rows.values_list("subject", flat=True).distinct())


def old_bags(check: CodCheck | None = None) -> Listing[CarriedCash]:
    """The alert: postmen who have carried cash for more than a day, the longest first."""
    return Listing(_bags(check).filter(is_old=True).order_by("oldest_at"), list)


def bags(check: CodCheck | None = None) -> Listing[CarriedCash]:
    """Rounds that were not closed at the last comparison, the oldest first."""
    return Listing(_bags(check).order_by("oldest_at", "account"), list)


def _bags(check: CodCheck | None) -> "QuerySet[CarriedCash]":
    return CarriedCash.objects.filter(check_made=check or latest_check())


def differing_merchants(check: CodCheck | None = None) -> Listing[CheckedMerchant]:
    """Merchants for whom the ledger holds something else than follows from items and statements."""
    rows = CheckedMerchant.objects.filter(check_made=check or latest_check(), agrees=False)
    return Listing(rows.order_by("customer_code", "currency"), list)


def checked_merchants(check: CodCheck | None = None) -> Listing[CheckedMerchant]:
    """All merchants of the last comparison, by code."""
    rows = CheckedMerchant.objects.filter(check_made=check or latest_check())
    return Listing(rows.order_by("customer_code", "currency"), list)


def open_days(check: CodCheck | None = None, customer: str = "") -> Listing[CheckedDay]:
    """Days of delivery on which something is not paid or does not agree, the oldest first."""
    rows = CheckedDay.objects.filter(check_made=check or latest_check())
    if customer:
        rows = rows.filter(customer_code=customer)
    return Listing(rows.order_by("delivered_on", "customer_code", "currency"), list)


def exception(subject: str, reason: str) -> CodException:
    """One exception."""
    found = CodException.objects.filter(subject=subject, reason=reason).first()
    if found is None:
        raise UnknownException(item=subject)
    return found
