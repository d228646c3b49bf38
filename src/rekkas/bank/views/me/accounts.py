"""One account of a customer: what it holds, what moved it day by day, its statements."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from postkit import iban
from rekkas.bank import papers, queries
from rekkas.bank.papers.statements import statement_name
from rekkas.bank.views.me.forms import MovementsForm
from rekkas.bank.views.me.limits import home_office, limits_shown
from rekkas.bank.views.me.pages import STATE_LOOKS, me_page, now_of, own_account_or_404, usable
from rekkas.base.access import CustomerRequest, for_customers
from rekkas.base.errors import NotFound
from rekkas.desk.listings import page_of

USUAL_DAYS, MOST_DAYS = 30, 366
A_PAGE = 20
ASKED = {"first", "last", "way"}
FORMATS = {"pdf": "application/pdf", "csv": "text/csv; charset=utf-8", "xml": "application/xml"}


@require_safe
@for_customers
def account(request: CustomerRequest, number: str) -> HttpResponse:
    """What an account holds, and what moved it between two days with what it held after each movement."""
    own = own_account_or_404(request, number)
    row, today = own.row, now_of(request).date()
    form, (first, last) = _asked(request, today)
    shown = queries.statement(row, first, last)
    way = form.cleaned_data.get("way", "") if form.is_bound else ""
    lines = [line for line in reversed(shown.lines) if way != ("in" if line.amount < 0 else "out")]
    page, held = page_of(request, lines, size=A_PAGE), queries.standing(row)
    return me_page(
        request, "bank/me/account.html", own=own, account=row, standing=held, form=form,
        usable=usable(row, held), rib=iban.format(iban.parse_rib(row.rib)) if row.rib else "",
        look=STATE_LOOKS.get(row.state), statement=shown, lines=page, page_obj=page, office=home_office([row]),
        limits=limits_shown(row, today), span=f"first={first}&last={last}",
    )  # fmt: skip


@require_safe
@for_customers
def statement(request: CustomerRequest, number: str, extension: str) -> HttpResponse:
    """The statement of an account between two days: to print, for a spreadsheet, for programs."""
    row, now = own_account_or_404(request, number).row, now_of(request)
    if extension not in FORMATS:
        raise NotFound(what=extension)
    _form, span = _asked(request, now.date())
    told = queries.statement(row, *span)
    content: bytes | str
    match extension:
        case "pdf":
            content = papers.statement_pdf(told)
        case "csv":
            content = papers.statement_csv(told)
        case _:
            content = papers.statement_camt(told, at=now)
    name = f'attachment; filename="{statement_name(told)}.{extension}"'
    return HttpResponse(content, content_type=FORMATS[extension], headers={"Content-Disposition": name})


def _asked(request: CustomerRequest, today: date) -> tuple[MovementsForm, tuple[date, date]]:
    """The days that are asked for; where these cannot be, the usual ones, and the form says why."""
    usual = (today - timedelta(days=USUAL_DAYS), today)
    days = dict(zip(("first", "last"), usual, strict=True))
    form = MovementsForm(request.GET if ASKED & set(request.GET) else None, initial=days)
    if not form.is_bound or not form.is_valid():
        return form, usual
    first, last = form.span(usual)
    if first > last:
        form.add_error("last", _("The last day comes before the first."))
    elif last > today:
        form.add_error("last", _("This day has not come yet."))
    elif (last - first).days > MOST_DAYS:
        form.add_error("first", _("Choose a year at most."))
    return form, usual if form.errors else (first, last)
