"""Lines of visits and acts of devices as a page tells them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from postkit.pack.counter import Counter
from rekkas.catalogue import queries as catalogue
from rekkas.counter.choices import ActState, Service
from rekkas.counter.commands.limits import service_of
from rekkas.counter.entries import (
    AdministrationLine,
    AnnouncedLine,
    ArticleLine,
    BillLine,
    DepositLine,
    PickUpLine,
    Said,
    SendingLine,
)
from rekkas.counter.models import Act, VisitLine
from rekkas.counter.queries.rules import rules_of
from rekkas.design.formats import money_text, weight_text
from rekkas.payments.queries.rules import billers
from rekkas.territory import queries as territory
from rekkas.territory.choices import in_reader_language

BILLERS_AT_MOST = 500
MAIL = (Service.SENDING, Service.ANNOUNCED, Service.PICK_UP)


def line_told(line: VisitLine, country: str) -> dict[str, Any]:
    """One line of a visit in the reader's language."""
    service = Service(line.service)
    labels = catalogue.price_labels(country, [why["rule"] for why in line.reasons])
    return {
        "place": line.place, "service": service, "title": title_of(line, country), "subject": line.subject,
        "amount": line.amount, "count": line.count, "is_mail": service in MAIL,
        "name": (line.more or {}).get("name", ""), "on_account": (line.more or {}).get("on_account", ""),
        "reasons": [(labels.get(why["rule"], why["label"]), why["amount"]) for why in line.reasons],
    }  # fmt: skip


def title_of(line: VisitLine, country: str) -> str:
    """What one line is called: its product, its article, or its service."""
    service = Service(line.service)
    if service in (Service.ARTICLE, Service.ADMINISTRATION):
        article = rules_of(country).article(line.what)
        if article is not None:
            return in_reader_language(en=article.name_en, fr=article.name_fr, ar=article.name_ar)
    if service in (Service.SENDING, Service.ANNOUNCED) and line.what:
        found = catalogue.products_named([line.what]).get((country, line.what))
        if found is not None:
            return found.name
    return str(service.label)


def acts_told(acts: Iterable[Act], office: Any) -> list[dict[str, Any]]:
    """Acts of devices: what their clerks wrote down, line by line as a person reads it, and what became of it."""
    both = [(act, said_in(act)) for act in acts]
    lines = [
        line
        for _act, said in both
        if said is not None and said.visit is not None
        for line in said.visit.lines
    ]
    words = Words(
        catalogue.products_named({getattr(line, "product", "") for line in lines}),
        territory.localities_named({getattr(line, "destination", "") for line in lines}),
        {row.code: row.name for row in billers(office.country_id, with_retired=True)[:BILLERS_AT_MOST]}
        if any(isinstance(line, BillLine) for line in lines) else {},
        rules_of(office.country_id), office.country_id, office.country.currency,
    )  # fmt: skip
    return [_act_told(act, said, office, words) for act, said in both]


@dataclass(frozen=True, slots=True)
class Words:
    """The names of what acts speak of by code."""

    products: Mapping[tuple[str, str], Any]
    places: Mapping[str, Any]
    billers: Mapping[str, str]
    rules: Counter
    country: str
    currency: str


def said_in(act: Act) -> Said | None:
    """What a device wrote down, where it can be read."""
    try:
        return msgspec.json.decode(act.said, type=Said)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return None


def _act_told(act: Act, said: Said | None, office: Any, words: Words) -> dict[str, Any]:
    visit = said.visit if said is not None else None
    lines = visit.lines if visit is not None else ()
    heard = said.heard_at if said is not None else None
    return {
        "act": act, "at": act.happened_at.astimezone(office.zone), "device_at": act.device_at.astimezone(office.zone),
        "received_at": act.received_at.astimezone(office.zone), "state": ActState(act.state),
        "heard_at": heard.astimezone(office.zone) if heard is not None and heard.tzinfo is not None else None,
        "lines": [
            {
                "title": service_of(line).label, "details": _details(line, words), "subject": _subject(line),
                "amount": line.amount, "is_wrong": act.answer.get("line") == place,
            }
            for place, line in enumerate(lines, 1)
        ],
        "total": sum(line.amount for line in lines),
        "payments": [(one.means.label, one.amount, one.reference) for one in (visit.payments if visit else ())],
        "tendered": visit.tendered if visit else 0, "refund": said.refund if said is not None else None,
        "currency": words.currency, "said": act.said, "is_readable": said is not None,
    }  # fmt: skip


def _details(line: Any, words: Words) -> list[str]:
    """What is said of one line beside its number and its amount."""
    match line:
        case SendingLine():
            product = words.products.get((words.country, line.product))
            place = words.places.get(line.destination)
            cod = money_text(line.cod_amount, words.currency) if line.cod_amount else ""
            said = [
                product.name if product else line.product, weight_text(line.weight_g),
                line.addressee.name or line.addressee.name_ar, place.shown_name if place else line.destination,
                _("to collect: %(amount)s") % {"amount": cod} if cod else "",
            ]  # fmt: skip
        case AnnouncedLine():
            said = [weight_text(line.weight_g)]
        case ArticleLine() | AdministrationLine():
            article = words.rules.article(line.code)
            names = article and in_reader_language(en=article.name_en, fr=article.name_fr, ar=article.name_ar)
            count = getattr(line, "count", 1)
            said = [names or line.code, f"× {count}" if count > 1 else "", getattr(line, "name", "")]
        case BillLine():
            said = [words.billers.get(line.biller, line.biller)]
        case PickUpLine():
            said = [line.name]
        case DepositLine():
            said = [line.note]
        case _:
            said = []
    return [one for one in said if one]


def _subject(line: Any) -> str:
    return str(
        getattr(line, "number", "") or getattr(line, "reference", "") or getattr(line, "account", "") or ""
    )
