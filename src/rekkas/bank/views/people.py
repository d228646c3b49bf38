"""Customers: found, enrolled, corrected, raised, blocked; their papers and their history."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from postkit.images import kind_of_image
from rekkas.bank import commands, queries
from rekkas.bank.choices import CloseReason, CustomerKind
from rekkas.bank.errors import MaybeKnown
from rekkas.bank.forms import (
    AmendForm,
    CloseForm,
    DocumentForm,
    EnrolForm,
    FindForm,
    LevelForm,
    ReasonForm,
    shown,
)
from rekkas.bank.models import Customer
from rekkas.bank.views.pages import bank_page
from rekkas.bank.words import MATCH_LOOKS, STATUS_LOOKS, birth_text, told
from rekkas.base import looks
from rekkas.base.access import StaffRequest, requires
from rekkas.base.errors import NotFound
from rekkas.base.looks import note_look
from rekkas.design import formats
from rekkas.desk.forms import DeskForm
from rekkas.desk.pages import at_office, now_at

CUSTOMER = "bank-customer"


@requires("view.customers")
def find(request: StaffRequest) -> HttpResponse:
    """Find a customer by number, telephone, document or name in any letters."""
    form = FindForm(request.POST or None)
    found: list[Customer] = []
    is_more = False
    if form.is_valid():
        found, is_more = queries.find_customers(form.cleaned_data["words"])
        note_look(request, looks.search(form.cleaned_data["words"]))
        if len(found) == 1 and not is_more:
            return redirect(CUSTOMER, found[0].number)
    held = queries.held_among([row.number for row in found])
    return bank_page(
        request, "bank/customers.html", form=form, is_more=is_more, was_asked=form.is_bound and form.is_valid(),
        found=[
            (row, birth_text(row.birth), STATUS_LOOKS[row.status], row.number in held) for row in found
        ],
    )  # fmt: skip


@requires("bank.enrol_customer")
@at_office
def enrol_customer(request: StaffRequest, office: Any) -> HttpResponse:
    """Take somebody as a customer, once it is seen that the bank does not know them yet."""
    is_person = request.GET.get("kind") != CustomerKind.ORGANISATION
    kind = CustomerKind.PERSON if is_person else CustomerKind.ORGANISATION
    form = EnrolForm(request.POST or None, files=request.FILES or None, country=office.country_id, kind=kind)
    candidates: list[Any] = []
    if form.is_valid() and form.does(
        _telling(
            candidates,
            lambda key: commands.enrol_customer(
                customer=form.entry(), documents=form.documents(), not_any_of=form.cleaned_data["not_any_of"],
                office=office.code, by=request.actor, at=now_at(office), key=key,
            ),
        )
    ):  # fmt: skip
        messages.success(request, _("The customer %(number)s is enrolled.") % {"number": form.result.number})
        return redirect(CUSTOMER, form.result.number)
    return bank_page(
        request,
        "bank/enrol_customer.html",
        form=form,
        office=office,
        kind=kind,
        candidates=_compared(candidates, form),
    )


def _telling(candidates: list[Any], verb: Callable[[str], Any]) -> Callable[[str], Any]:
    """The verb; where it is declined since somebody may be known, those are kept for the page."""

    def run(key: str) -> Any:
        try:
            return verb(key)
        except MaybeKnown as refusal:
            candidates.extend(refusal.details["candidates"])
            raise

    return run


def _compared(candidates: list[Any], form: DeskForm) -> list[tuple[Any, Customer, str, bool]]:
    """Each candidate with what is known of them, and whether it was said already that it is not this one."""
    said = (
        set(form.cleaned_data.get("not_any_of", ()))
        if form.is_bound and hasattr(form, "cleaned_data")
        else set()
    )
    rows = queries.customers_numbered([candidate.number for candidate in candidates] + sorted(said))
    likely = {candidate.number: candidate for candidate in candidates}
    return [(likely.get(number), row, birth_text(row.birth), number in said) for number, row in rows.items()]


@require_safe
@requires("view.customers")
def customer(request: StaffRequest, number: str) -> HttpResponse:
    """What is known of a customer: level and what raises it, papers, history."""
    return _customer_page(request, queries.customer(number))


def _customer_page(request: StaffRequest, row: Customer, **more: Any) -> HttpResponse:
    note_look(request, looks.customer(row.number))
    today = timezone.localdate()
    sees_screening = request.actor.may("view.screening")
    kinds = {kind.code: kind.name for kind in queries.document_kinds(row.country_id)}
    levels = queries.levels_of(row.country_id, row.kind)
    documents = queries.documents_of(row)
    history = told(
        queries.history_of(row), names=kinds | {level.code: level.name for level in levels},
        with_screening=sees_screening,
    )  # fmt: skip
    return bank_page(
        request, "bank/customer.html", customer=row, look=STATUS_LOOKS[row.status], today=today,
        born=birth_text(row.birth),
        steps=[
            (step, formats.comma().join(str(need.label) for need in step.missing))
            for step in queries.steps_above(row, today)
        ],
        limits=queries.limits_on(row.level, today) if row.level else None,
        documents=[(document, len(documents) - at) for at, document in enumerate(documents)],
        accounts=queries.accounts_of(row.number),
        history=history, is_held=queries.is_held(row.number), level_form=LevelForm(auto_id=False),
        matches=[(match, MATCH_LOOKS[match.state]) for match in queries.matches_of(row)] if sees_screening else [],
        **more,
    )  # fmt: skip


@requires("bank.amend_customer")
@at_office
def amend_customer(request: StaffRequest, office: Any, number: str) -> HttpResponse:
    """Correct what is known of a customer."""
    row = queries.customer(number)
    form = AmendForm(
        request.POST or None, country=row.country_id, kind=CustomerKind(row.kind), initial=shown(row)
    )
    candidates: list[Any] = []
    if form.is_valid() and form.does(
        _telling(
            candidates,
            lambda key: commands.amend_customer(
                number=row.number, customer=form.entry(), reason=form.cleaned_data["reason"],
                not_any_of=form.cleaned_data["not_any_of"], office=office.code, by=request.actor, at=now_at(office),
                key=key,
            ),
        )
    ):  # fmt: skip
        messages.success(request, _("It is corrected; what it was stays in the history."))
        return redirect(CUSTOMER, row.number)
    return bank_page(
        request, "bank/amend_customer.html", form=form, customer=row, kind=row.kind, office=office,
        candidates=_compared(candidates, form),
    )  # fmt: skip


@requires("bank.note_document")
@at_office
def note_document(request: StaffRequest, office: Any, number: str) -> HttpResponse:
    """Note an identity document that the customer shows."""
    row = queries.customer(number)
    form = DocumentForm(request.POST or None, files=request.FILES or None, country=row.country_id)
    if form.is_valid() and form.does(
        lambda key: commands.note_document(
            number=row.number, document=form.documents()[0], office=office.code, by=request.actor,
            at=now_at(office), key=key,
        )
    ):  # fmt: skip
        messages.success(request, _("The document is noted."))
        return redirect(CUSTOMER, row.number)
    return bank_page(request, "bank/note_document.html", form=form, customer=row, office=office)


@require_POST
@requires("bank.raise_level")
@at_office
def raise_level(request: StaffRequest, office: Any, number: str) -> HttpResponse:
    """Raise the customer's level."""
    row = queries.customer(number)
    form = LevelForm(request.POST)
    if form.is_valid() and form.does(
        lambda key: commands.raise_level(
            number=row.number, level=form.cleaned_data["level"], office=office.code, by=request.actor,
            at=now_at(office), key=key,
        )
    ):  # fmt: skip
        messages.success(request, _("The level is raised."))
        return redirect(CUSTOMER, row.number)
    return _customer_page(request, row, form=form)


@requires("bank.block_customer")
def block_customer(request: StaffRequest, number: str) -> HttpResponse:
    """Block a customer."""
    return _with_reason(
        request, number, commands.block_customer, _("Block the customer"), _("The customer is blocked.")
    )


@requires("bank.unblock_customer")
def unblock_customer(request: StaffRequest, number: str) -> HttpResponse:
    """Lift the block of a customer."""
    return _with_reason(
        request, number, commands.unblock_customer, _("Lift the block"), _("The block is lifted.")
    )


def _with_reason(
    request: StaffRequest, number: str, verb: Callable[..., None], title: str, done: str
) -> HttpResponse:
    row = queries.customer(number)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda key: verb(
            number=row.number, reason=form.cleaned_data["reason"], reference=form.cleaned_data["reference"],
            by=request.actor, at=timezone.now(), key=key,
        )
    ):  # fmt: skip
        messages.success(request, done)
        return redirect(CUSTOMER, row.number)
    return bank_page(request, "bank/reason.html", form=form, customer=row, title=title)


@requires("bank.close_customer")
def close_customer(request: StaffRequest, number: str) -> HttpResponse:
    """Note that a customer has died or has left."""
    row = queries.customer(number)
    form = CloseForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda key: commands.close_customer(
            number=row.number, why=CloseReason(form.cleaned_data["why"]), reason=form.cleaned_data["reason"],
            by=request.actor, at=timezone.now(), key=key,
        )
    ):  # fmt: skip
        messages.success(request, _("It is noted."))
        return redirect(CUSTOMER, row.number)
    return bank_page(request, "bank/reason.html", form=form, customer=row, title=_("Died, or left"))


@require_safe
@requires("view.customers")
def picture(request: StaffRequest, number: str, ordinal: int) -> HttpResponse:
    """The picture of a paper."""
    row = queries.customer(number)
    note_look(request, looks.customer(row.number))
    content = queries.picture_of(row, ordinal)
    drawn = kind_of_image(content)
    if not drawn:
        raise NotFound(what=number)
    return HttpResponse(content, content_type=f"image/{drawn}")
