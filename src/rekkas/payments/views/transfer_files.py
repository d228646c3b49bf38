"""Files of payments at the desk: taken in, looked at, approved, declined, answered."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from rekkas.base.access import StaffRequest, requires
from rekkas.desk.forms import DeskForm
from rekkas.desk.listings import page_of
from rekkas.desk.pages import at_office, now_at
from rekkas.payments import commands, queries
from rekkas.payments.choices import FilePurpose, FileState
from rekkas.payments.forms_transfers import PaymentFileForm, WhyForm
from rekkas.payments.models import PaymentFile
from rekkas.payments.papers.answers import payment_file_answer
from rekkas.payments.queries.transfers import files_to_decide
from rekkas.payments.views.pages import SEES
from rekkas.payments.views.transfer_pages import transfers_page, xml
from rekkas.payments.words import FILE_LOOKS, TRANSFER_LOOKS, shown

FILE = "payments-file"


@require_safe
@requires(SEES)
def transfers(request: StaffRequest) -> HttpResponse:
    """What waits for a second person, and the files of payments, the latest first."""
    state = request.GET.get("state", "")
    page = page_of(request, queries.payment_files(state=state))
    return transfers_page(
        request, "payments/transfers.html", page_obj=page, files=[(row, FILE_LOOKS[row.state]) for row in page],
        to_decide=[(row, FILE_LOOKS[row.state]) for row in files_to_decide()],
        held=[shown(row) for row in queries.to_be_decided()], state=state, states=FileState.choices,
        latest=[shown(row) for row in queries.credit_transfers(way="out")[:10]],
    )  # fmt: skip


@requires("payments.receive_payment_file")
@at_office
def receive_payment_file(request: StaffRequest, office: Any) -> HttpResponse:
    """Take in a file of payments that a customer brings."""
    form = PaymentFileForm(
        request.POST or None,
        files=request.FILES or None,
        initial={"customer": request.GET.get("customer", "")},
    )
    if form.is_valid() and form.does(
        lambda key: commands.receive_payment_file(
            content=form.cleaned_data["file"][1], name=form.cleaned_data["file"][0],
            customer=form.cleaned_data["customer"], purpose=FilePurpose(form.cleaned_data["purpose"]),
            office=office.code, by=request.actor, at=now_at(office), key=key,
        )
    ):  # fmt: skip
        _tell(request, form.result)
        return redirect(FILE, form.result.number)
    return transfers_page(request, "payments/receive_payment_file.html", form=form, office=office)


def _tell(request: StaffRequest, taken: Any) -> None:
    """What became of the file, and whether it looks like one that came before."""
    said = ngettext("One payment is taken.", "%(count)s payments are taken.", taken.taken)
    messages.success(request, said % {"count": taken.taken})
    if taken.rejected:
        said = ngettext("One payment is rejected.", "%(count)s payments are rejected.", taken.rejected)
        messages.warning(request, said % {"count": taken.rejected})
    if taken.like:
        messages.warning(
            request, _("It moves the same as the file %(number)s. Compare them.") % {"number": taken.like}
        )


@require_safe
@requires(SEES)
def payment_file(request: StaffRequest, number: str) -> HttpResponse:
    """One file with each payment's state."""
    return _file_page(request, queries.payment_file(number))


def _file_page(request: StaffRequest, file: PaymentFile, **more: Any) -> HttpResponse:
    state = request.GET.get("state", "")
    page = page_of(request, queries.credit_transfers(file=file, state=state))
    sums = [(one, TRANSFER_LOOKS[one.state]) for one in queries.sums_of(file)]
    waits = file.state == FileState.RECEIVED
    is_mine = file.received_by == request.actor.name
    return transfers_page(
        request, "payments/file.html", file=file, look=FILE_LOOKS[file.state], page_obj=page,
        rows=[shown(row) for row in page], sums=sums, state=state, approve=DeskForm(auto_id="approve_%s"),
        can_approve=waits and not is_mine, is_mine=waits and is_mine,
        can_decline=any(one.state == "received" for one, _ in sums),
        decline=more.pop("decline", WhyForm(auto_id="decline_%s")), **more,
    )  # fmt: skip


@require_POST
@requires("payments.approve_payment_file")
def approve_payment_file(request: StaffRequest, number: str) -> HttpResponse:
    """Approve a file that somebody else has sent in."""
    file = queries.payment_file(number)
    form = DeskForm(request.POST)
    if form.is_valid() and form.does(
        lambda key: commands.approve_payment_file(
            number=file.number, by=request.actor, at=timezone.now(), key=key
        )
    ):
        messages.success(request, _("The file is approved."))
        return redirect(FILE, file.number)
    return _file_page(request, file, form=form)


@require_POST
@requires("payments.decline_payment_file")
def decline_payment_file(request: StaffRequest, number: str) -> HttpResponse:
    """Decline what was not paid of a file."""
    file = queries.payment_file(number)
    form = WhyForm(request.POST, auto_id="decline_%s")
    if form.is_valid() and form.does(
        lambda key: commands.decline_payment_file(
            number=file.number, why=form.cleaned_data["why"], by=request.actor, at=timezone.now(), key=key
        )
    ):
        messages.success(request, _("What was not paid of it is declined."))
        return redirect(FILE, file.number)
    return _file_page(request, file, form=form, decline=form)


@require_safe
@requires(SEES)
def payment_file_content(request: StaffRequest, number: str) -> HttpResponse:
    """The file as it was sent."""
    file = queries.payment_file(number)
    return xml(queries.content_of(file), f"{file.number}.pain.001.xml")


@require_safe
@requires(SEES)
def payment_file_status(request: StaffRequest, number: str) -> HttpResponse:
    """The answer to a file, as it stands now."""
    file = queries.payment_file(number)
    return xml(payment_file_answer(file), f"{file.number}.pain.002.xml")
