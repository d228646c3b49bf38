"""One merchant: what was agreed, what stands open, what was told. And the run that settles them all."""

from datetime import date, datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rekkas.base.access import StaffRequest, requires
from rekkas.base.actors import Actor
from rekkas.catalogue import queries as catalogue
from rekkas.commerce import commands, queries
from rekkas.commerce.choices import Settlement
from rekkas.commerce.entries import Settled
from rekkas.commerce.forms import SettleForm, TermsForm, day_said
from rekkas.commerce.models import MerchantTerms
from rekkas.commerce.views.paying import names_of
from rekkas.design.formats import weekday_text
from rekkas.desk.listings import page_of
from rekkas.desk.pages import answer, answers, show

PREVIEWED = 200
TONES = {Settlement.PAID: "good", Settlement.CARRIED: "wait", Settlement.DECLINED: "bad"}


@requires("view.money")
def merchant(request: StaffRequest, code: str) -> HttpResponse:
    """A merchant's terms with their history, what stands open, and the statements."""
    customer = catalogue.customer(code)
    today = timezone.localdate()
    in_force = queries.terms_in_force([customer.code], today)
    balances = [
        due for due in queries.open_balances([customer.code]).values() if due.amount or due.item_count
    ]
    history = queries.terms_of(customer.code)
    return show(
        request, "commerce/merchant.html", merchant=customer, today=today,
        history=[(row, when_said(row), row in in_force.values()) for row in history],
        balances=balances, statements=page_of(request, queries.statements_of(customer.code)),
        may_agree=request.actor.may("commerce.agree_terms"),
    )  # fmt: skip


def when_said(terms: MerchantTerms) -> str:
    """When a contract pays out, in a sentence."""
    match terms.cycle:
        case "weekly":
            return _("Once a week, on %(weekday)s") % {"weekday": weekday_text(terms.weekday)}
        case "monthly":
            return _("Once a month, on day %(day)s") % {"day": terms.month_day}
        case "after-days":
            said = ngettext(
                "One day after the cash is in", "%(count)s days after the cash is in", terms.after_days
            )
            return said % {"count": terms.after_days}
    return str(terms.get_cycle_display())


@requires("commerce.agree_terms")
def agree_terms(request: StaffRequest, code: str) -> HttpResponse:
    """Agree terms with a merchant from a day on."""
    customer = catalogue.customer(code)
    history = queries.terms_of(customer.code)
    form = TermsForm(
        request.POST or None, currency=customer.country.currency, before=history[0] if history else None
    )
    if form.is_valid() and form.does(
        lambda key: commands.agree_terms(
            merchant=customer.code, terms=form.terms, by=request.actor, at=timezone.now(), key=key
        )
    ):
        messages.success(request, _("These terms are agreed. Statements made before them stay as they are."))
        return redirect("commerce-merchant", code=customer.code)
    return show(request, "commerce/agree_terms.html", form=form, merchant=customer)


@requires("commerce.settle_merchants")
def settle_merchants(request: StaffRequest) -> HttpResponse:
    """Who is to be settled up to a day, what each would be told, and the run itself."""
    now = timezone.localtime()
    day = day_said(request.GET.get("day", "")) or now.date()
    form = SettleForm(request.POST or None, initial={"day": day})
    if form.is_valid() and form.does(lambda _key: _run(form.cleaned_data["day"], request.actor, now)):
        if not form.result:
            messages.info(request, _("Nobody was left to be settled."))
            return redirect("commerce-settle-merchants")
        rows = [(one.number or one.customer, TONES[one.outcome], _told(one)) for one in form.result]
        messages.success(request, _("The run is done."))
        return answer(request, rows, request.path)
    candidates, _codes = queries.candidates_due(day, limit=commands.MERCHANTS_AT_ONCE)
    drafts = [one for one in queries.drafts(candidates, now) if not one.is_empty]
    names = names_of(one.candidate.customer.code for one in drafts[:PREVIEWED])
    return show(
        request, "commerce/settle_merchants.html", form=form, day=day, answers=answers(request),
        drafts=[(one, names[one.candidate.customer.code]) for one in drafts[:PREVIEWED]],
        count=len(drafts), total=_totals(drafts),
    )  # fmt: skip


def _run(day: date, by: Actor, now: datetime) -> list[Settled]:
    """The whole run, a part after the other: each part is kept, whatever becomes of the next."""
    done: list[Settled] = []
    after, is_more = "", True
    while is_more:
        part = commands.settle_merchants(day=day, by=by, at=now, after=after)
        done += part.merchants
        after, is_more = part.last, part.is_more
    return done


def _told(one: Settled) -> str:
    words = str(one.outcome.label)
    return f"{words}: {one.message}" if one.message else words


def _totals(drafts: list[queries.Draft]) -> list[tuple[str, int]]:
    """What the payments of a preview come to, by currency."""
    sums: dict[str, int] = {}
    for one in drafts:
        sums[one.said.currency] = sums.get(one.said.currency, 0) + one.said.paid
    return sorted(sums.items())
