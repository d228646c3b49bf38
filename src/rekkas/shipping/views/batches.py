"""Merchants' tables under `/pro/batches/`: sent, mapped, settled, corrected, announced; labels and answers fetched."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from rekkas.base.access import MerchantRequest, for_merchants
from rekkas.base.errors import Refused
from rekkas.catalogue import queries as catalogue
from rekkas.catalogue.choices import Scope
from rekkas.desk.listings import page_of
from rekkas.merchant import queries as merchants
from rekkas.merchant.views.pages import pro_page
from rekkas.shipping import commands, queries
from rekkas.shipping.choices import TO_MEND, BatchState, RowState
from rekkas.shipping.errors import BatchWasSent, TableTooLarge
from rekkas.shipping.forms_batches import FILE_AT_MOST, BatchForm, ColumnsForm, RowForm
from rekkas.shipping.leases import WORKING
from rekkas.shipping.models import Batch
from rekkas.shipping.reasons import fault_said
from rekkas.shipping.runs import cells_of

SLACK = 2**20  # of a request around its file
LIKELY = 80  # the score from which the rule takes the likeliest place


@csrf_exempt  # until it is known that the request is not too large to be read; then it is protected like any other
@for_merchants("view.shipments")
def batches(request: MerchantRequest) -> HttpResponse:
    """The tables that were sent, and a form for the next one."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > FILE_AT_MOST + SLACK:
        raise TableTooLarge(most=FILE_AT_MOST // 2**20)
    return _batches(request)


@csrf_protect
def _batches(request: HttpRequest) -> HttpResponse:
    asked: Any = request
    code = asked.actor.customer or ""
    may_send = asked.actor.may("shipping.upload_batch")
    form = BatchForm(request.POST or None, files=request.FILES or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        if form.does_unless(lambda: _same(code, form), lambda key: commands.upload_batch(
            name=form.name, table=form.table, again=form.cleaned_data["again"], by=asked.actor, at=now, key=key,
        )):  # fmt: skip
            return redirect("pro-batch", form.result)
    page = page_of(request, queries.batches_of(code))
    return pro_page(
        asked, "shipping/batches.html", form=form, page_obj=page, rows=page, may_send_tables=may_send
    )


def _same(code: str, form: BatchForm) -> Refused | None:
    before = queries.batch_of_content(code, form.table.digest)
    return BatchWasSent(number=before.number) if before else None


@require_safe
@for_merchants("view.shipments")
def batch(request: MerchantRequest, number: int) -> HttpResponse:
    """How far a table is, and what is to be done with it next."""
    row = _batch(request, number)
    if row.state == BatchState.COLUMNS and request.actor.may("shipping.map_columns"):
        return redirect("pro-map-columns", number)
    return pro_page(request, "shipping/batch.html", **_standing(request, row))


@require_safe
@for_merchants("view.shipments")
def batch_progress(request: MerchantRequest, number: int) -> HttpResponse:
    """The part of the page that tells how far it is."""
    return pro_page(request, "shipping/_batch_standing.html", **_standing(request, _batch(request, number)))


def _standing(request: MerchantRequest, row: Batch) -> dict[str, Any]:
    currency = request.member.merchant.customer.country.currency
    standing = queries.standing_of(row, currency)
    counts = [(state, standing.counts.get(state, 0)) for state in RowState]
    return {
        "batch": row, "standing": standing, "counts": [(one, count) for one, count in counts if count],
        "is_working": row.state in WORKING, "may_act": request.actor.may("shipping.make_batch"),
        "doubts": queries.doubt_count(row) if row.state not in WORKING else 0,
        "ready": standing.counts.get(RowState.READY, 0), "made": standing.counts.get(RowState.MADE, 0),
        "label_files": queries.label_files_of(row) if standing.counts.get(RowState.MADE) else [],
        "percent": standing.done // 10,
    }  # fmt: skip


def _batch(request: MerchantRequest, number: int) -> Batch:
    return queries.batch(request.actor.customer or "", number)


@for_merchants("shipping.map_columns")
def map_columns(request: MerchantRequest, number: int) -> HttpResponse:
    """Which column is which field: proposed, looked over by a person, remembered."""
    row, merchant = _batch(request, number), request.member.merchant
    starts = merchants.pickup_addresses(merchant.pk)
    if not starts:
        messages.info(request, _("First say from where you send: it is the sender on your labels."))
        return redirect("pro-addresses")
    sample = queries.sample_of(row)
    form = ColumnsForm(
        request.POST or None, columns=row.columns, starts=starts,
        products=catalogue.products_of(merchant.customer.country_id, Scope.DOMESTIC),
        initial={"start": str(starts[0].pk), **_said_before(row, sample)},
    )  # fmt: skip
    if form.is_valid() and form.does(lambda _key: commands.map_columns(
        batch=number, fields=form.mapping, fixed=form.fixed, product=form.cleaned_data["product"],
        start=int(form.cleaned_data["start"]), by=request.actor, at=timezone.now(),
    )):  # fmt: skip
        return redirect("pro-batch", number)
    shown = [[cell[:60] for cell in one.cells] for one in sample[:3]]
    return pro_page(request, "shipping/map_columns.html", form=form, batch=row, sample=shown)


def _said_before(row: Batch, sample: Any) -> dict[str, str]:
    """What was said of this table, or of one like it, or is proposed."""
    fields = row.mapping.get("fields") or {
        one.field: one.column for one in queries.proposals_for(row, sample)
    }
    said = {f"column-{name}": key for name, key in fields.items()}
    said |= {f"fixed-{name}": text for name, text in row.fixed.items()}
    return {**said, "product": row.product} if row.product else said


@for_merchants("shipping.settle_places")
def settle_places(request: MerchantRequest, number: int) -> HttpResponse:
    """The places in doubt, each once: a person says which is meant, or lets the likeliest be taken."""
    row = _batch(request, number)
    if request.method == "POST":
        try:
            is_rule = "likeliest" in request.POST
            choices = queries.likeliest_choices(row, LIKELY) if is_rule else _chosen(request)
            count = commands.settle_places(batch=number, choices=choices, by=request.actor, at=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            said = ngettext("One row has its place now.", "%(count)s rows have their place now.", count)
            messages.success(request, said % {"count": count})
        return redirect("pro-settle-places" if queries.doubt_count(row) else "pro-batch", number)
    return pro_page(
        request, "shipping/settle_places.html", batch=row, doubts=queries.doubts_of(row),
        count=queries.doubt_count(row), likely=len(queries.likeliest_choices(row, LIKELY)),
    )  # fmt: skip


def _chosen(request: MerchantRequest) -> dict[str, str]:
    """A locality for each doubt that was answered: one of those offered, or one that was typed, by name or code."""
    marks = request.POST.getlist("mark")
    typed = {mark: request.POST.get(f"place-{n}", "").strip()[:80] for n, mark in enumerate(marks)}
    meant = queries.localities_meant(
        request.member.merchant.customer.country_id, filter(None, typed.values())
    )
    chosen = {mark: request.POST.get(f"choice-{n}", "") for n, mark in enumerate(marks)}
    for mark, text in typed.items():
        if text:
            found = meant[text]
            if isinstance(found, Refused):
                raise found
            chosen[mark] = found
    return {mark: code for mark, code in chosen.items() if code}


@require_safe
@for_merchants("view.shipments")
def batch_rows(request: MerchantRequest, number: int) -> HttpResponse:
    """The rows of a table, or those in one state, with what is wrong with each."""
    row = _batch(request, number)
    state = request.GET.get("state", "")
    states = [state] if state in RowState.values else []
    page = page_of(request, queries.rows_in(row, states))
    currency = request.member.merchant.customer.country.currency
    return pro_page(
        request, "shipping/batch_rows.html", batch=row, page_obj=page, state=RowState(state) if states else None,
        currency=currency, to_mend=TO_MEND, may_correct=request.actor.may("shipping.correct_batch_row"),
        rows=[(one, [fault_said(fault) for fault in one.faults]) for one in page],
    )  # fmt: skip


@for_merchants("shipping.correct_batch_row")
def correct_batch_row(request: MerchantRequest, number: int, line: int) -> HttpResponse:
    """One row's cells, to be corrected."""
    row = _batch(request, number)
    kept = queries.row_at(row, line)
    form = RowForm(request.POST or None, cells=cells_of(row, kept))
    if form.is_valid() and form.does(lambda _key: commands.correct_batch_row(
        batch=number, line=line, changes=form.changes, by=request.actor, at=timezone.now()
    )):  # fmt: skip
        if form.result == RowState.READY:
            messages.success(request, _("Row %(line)s is ready.") % {"line": line})
            return redirect("pro-batch", number)
        return redirect("pro-correct-batch-row", number, line)
    faults = [fault_said(fault) for fault in kept.faults]
    return pro_page(
        request, "shipping/correct_batch_row.html", form=form, batch=row, kept=kept, faults=faults
    )


@require_POST
@for_merchants("shipping.make_batch")
def make_batch(request: MerchantRequest, number: int) -> HttpResponse:
    """Announce what is ready."""
    return _done(request, number, commands.make_batch)


@require_POST
@for_merchants("shipping.drop_batch")
def drop_batch(request: MerchantRequest, number: int) -> HttpResponse:
    """Drop a table of which nothing was announced."""
    return _done(request, number, commands.drop_batch)


def _done(request: MerchantRequest, number: int, verb: Any) -> HttpResponse:
    try:
        verb(batch=number, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("pro-batch", number)
