"""What a merchant sees first: what waits for them, and what became of what they sent."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rekkas.base.access import MerchantRequest, for_merchants
from rekkas.merchant import queries as merchants
from rekkas.merchant.choices import MerchantState
from rekkas.merchant.views.pages import pro_page
from rekkas.shipping import queries
from rekkas.shipping.queries.shipments import with_parcels

LATEST = 8


@require_safe
@for_merchants("view.shipments")
def home(request: MerchantRequest) -> HttpResponse:
    """The steps of somebody new, and the latest shipments."""
    code = request.actor.customer or ""
    rows = queries.shipments_of(code)
    return pro_page(
        request, "shipping/home.html", latest=with_parcels(rows[:LATEST], timezone.now()),
        has_address=bool(merchants.pickup_addresses(code)),
        is_new=request.member.merchant.state == MerchantState.NEW,
        most=merchants.rules_of(request.member.merchant.customer.country_id).unchecked_items_a_day,
    )  # fmt: skip
