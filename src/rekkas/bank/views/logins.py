"""At the counter: a customer is invited to pages of their own, and takes the code home on a slip."""

from typing import Any

from django.http import HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from postkit.passcode import Passcode, draw
from rekkas.bank import commands, queries
from rekkas.bank.views.pages import bank_page
from rekkas.base.access import StaffRequest, requires
from rekkas.desk.forms import DeskForm, NumberField
from rekkas.desk.pages import at_office, now_at


class InviteForm(DeskForm):
    """The paper that was looked at."""

    document = NumberField(
        label=_("Number of the document"), max_length=40,
        help_text=_("Look at an identity document of the customer, and at the customer."),
    )  # fmt: skip


@requires("bank.invite_customer")
@at_office
def invite_customer(request: StaffRequest, office: Any, number: str) -> HttpResponse:
    """Let a customer have pages of their own; the answer is the slip, with a code that is shown here only."""
    row = queries.customer(number)
    form = InviteForm(request.POST or None)
    if form.is_valid():
        code = _code_of(request, form.cleaned_data["key"])
        if form.does(
            lambda key: commands.invite_customer(
                number=row.number, document=form.cleaned_data["document"], code=code, office=office.code,
                by=request.actor, at=now_at(office), key=key,
            )
        ):  # fmt: skip
            address = request.build_absolute_uri("/me/activate-login/")
            return bank_page(
                request, "bank/slip.html", customer=row, code=code.printed, address=address, office=office,
                until=form.result.until.astimezone(office.zone),
            )  # fmt: skip
    return bank_page(
        request,
        "bank/invite_customer.html",
        form=form,
        customer=row,
        office=office,
        login=queries.login_of(row),
    )


def _code_of(request: StaffRequest, key: object) -> Passcode:
    """The code of a form: the same however often it is sent, as long as this clerk is logged in."""
    seed = salted_hmac("rekkas.bank.slip", f"{request.session.session_key} {key}", algorithm="sha256")
    return draw(seed.digest())
