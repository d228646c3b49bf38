"""Who of the post looked at a customer's file."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from rekkas.bank.views.me.pages import me_page
from rekkas.base.access import CustomerRequest, for_customers
from rekkas.base.choices import SubjectKind
from rekkas.base.looks import looks_at
from rekkas.network.queries import offices_named


@require_safe
@for_customers
def looks(request: CustomerRequest) -> HttpResponse:
    """Each look at what the bank knows of its customer: who, from which office, when."""
    found = looks_at(SubjectKind.CUSTOMER, request.customer.number)
    offices = offices_named({look.office for look in found if look.office})
    return me_page(request, "bank/me/looks.html", rows=[(look, offices.get(look.office)) for look in found])
