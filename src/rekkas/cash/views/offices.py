"""The cash of an office, and of all offices: what lies where, what to do about it, what will be needed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from postkit.money import to_text
from rekkas.base.access import StaffRequest, requires
from rekkas.base.errors import Refused
from rekkas.cash import commands, queries
from rekkas.cash.forms import SignForm, TermsForm
from rekkas.cash.views.showing import shown
from rekkas.cash.words import advice_words, choice_words, flag_words, reason_words
from rekkas.desk.listings import page_of
from rekkas.desk.pages import at_office, now_at
from rekkas.money.choices import AccountKind
from rekkas.network import queries as network
from rekkas.territory import queries as territory


@requires("view.cash")
@at_office
def office(request: StaffRequest, office: Any) -> HttpResponse:
    """Everything that holds cash in an office, what waits there, and what to do today."""
    currency, code = office.country.currency, office.code
    accounts = queries.office_cash(code, currency)
    sessions = {row.account: row for row in queries.latest_sessions(code) if row.currency == currency}
    unseen = queries.unseen_counts(code)
    held = {line.code: line.amount for line in accounts if line.kind == AccountKind.TILL}
    tills = [
        (
            account,
            queries.keeper_named_in(account),
            held.get(account, 0),
            sessions.get(account),
            unseen.get(account, 0),
        )
        for account in sorted(held.keys() | sessions.keys())
    ]
    vault = next((line for line in accounts if line.kind == AccountKind.VAULT), None)
    vault_code = queries.vault_of(code, currency)
    today = now_at(office).date()
    found = queries.positions(office.country_id, currency, today, office=code)
    return shown(
        request, "office", office, currency=currency, tills=tills, vault=vault, vault_code=vault_code,
        keeper=queries.keeper_of(code), unseen=len(queries.unseen_lines(vault_code)),
        position=found[0] if found else None, advice=_advice(found[0].advice, currency) if found else None,
        moves=queries.moves_waiting(code), recounts=queries.sessions_of(code, waiting=True),
        to_sign=[(pouch, _sign_form(pouch.number)) for pouch in queries.pouches_to_sign(code)],
        pouches=queries.pouches(code, on_the_road=True), cases=queries.cases(office=code, waiting=True),
        needs=queries.needs_of(code, currency, today), now=timezone.now(), today=today,
    )  # fmt: skip


def _sign_form(pouch: str) -> SignForm:
    return SignForm(None, initial={"pouch": pouch}, auto_id=f"sign_{pouch}_%s")


def _advice(advice: Any, currency: str) -> tuple[str, list[str]]:
    return advice_words(advice, currency), [reason_words(code) for code in advice.reasons]


@requires("view.cash")
def offices(request: StaffRequest) -> HttpResponse:
    """The offices that hold more than they may, and those that hold too little."""
    asked = request.GET.get("country", "")
    countries = territory.countries()
    country = next((one for one in countries if one.iso == asked), countries[0] if countries else None)
    if country is None:
        return shown(request, "offices", None, country=None)
    above, below = queries.outside_limits(country.iso, country.currency, timezone.localdate())
    pages = [page_of(request, rows, turned) for rows, turned in ((above, "above"), (below, "below"))]
    names = network.offices_named([row.office for page in pages for row in page])
    return shown(
        request, "offices", None, country=country, countries=countries, currency=country.currency,
        lists=[
            (title, [(row, names[row.office], advice_words(row.advice, country.currency)) for row in page], page)
            for title, page in zip((_("More than they may hold"), _("Less than they should hold")), pages, strict=True)
        ],
        late=queries.late_pouches(timezone.now())[:50], overdue=queries.overdue_cases(timezone.now())[:50],
        now=timezone.now(),
    )  # fmt: skip


@requires("view.cash")
@at_office
def forecast(request: StaffRequest, office: Any) -> HttpResponse:
    """What an office will need on its next days, and how that is known."""
    currency = office.country.currency
    try:
        found = queries.forecast_for(office, currency, now_at(office).date())
    except Refused as refusal:
        return shown(request, "forecast", office, refusal=refusal, currency=currency)
    rules = queries.rules_of(office.country_id)
    days = [(day, [flag_words(flag, rules) for flag in day.flags]) for day in found.days]
    return shown(
        request, "forecast", office, forecast=found, currency=currency, days=days,
        chosen=choice_words(found.choice),
        scores=[(score, round(score.mean_error)) for score in found.choice.scores],
        advice=_advice(found.advice, currency) if found.advice else None,
    )  # fmt: skip


@requires("cash.set_cash_terms")
@at_office
def set_cash_terms(request: StaffRequest, office: Any) -> HttpResponse:
    """Set how much cash an office may hold."""
    currency = office.country.currency
    terms = queries.terms_of(office, currency)
    form = TermsForm(request.POST or None, currency=currency, initial=_initial(terms, currency))
    if form.is_valid() and form.does(
        lambda key: commands.set_cash_terms(
            office=office.code, currency=currency, by=request.actor, at=now_at(office),
            **{name: form.cleaned_data[name] for name in ("minimum", "maximum", "bundle", "tolerance", "investigator")},
        )
    ):  # fmt: skip
        messages.success(request, _("The limits of this office are set."))
        return redirect("cash-office")
    return shown(request, "set_cash_terms", office, form=form)


def _initial(terms: Any, currency: str) -> dict[str, Any]:
    found = {"tolerance": to_text(terms.tolerance, currency), "investigator": terms.investigator}
    if terms.limits:
        found |= {
            name: to_text(getattr(terms.limits, name), currency) for name in ("minimum", "maximum", "bundle")
        }
    return found
