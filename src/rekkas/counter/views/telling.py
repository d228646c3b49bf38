"""Lines of visits and acts of devices as a page tells them."""

from typing import Any

import msgspec

from rekkas.catalogue import queries as catalogue
from rekkas.counter.choices import ActState, Service
from rekkas.counter.commands.limits import service_of
from rekkas.counter.entries import Said
from rekkas.counter.models import Act, VisitLine
from rekkas.counter.queries.rules import rules_of
from rekkas.territory.choices import in_reader_language

MAIL = (Service.SENDING, Service.ANNOUNCED, Service.PICK_UP)


def line_told(line: VisitLine, country: str) -> dict[str, Any]:
    """One line of a visit in the reader's language."""
    service = Service(line.service)
    labels = catalogue.price_labels(country, [why["rule"] for why in line.reasons])
    return {
        "place": line.place, "service": service, "title": title_of(line, country), "subject": line.subject,
        "amount": line.amount, "count": line.count, "is_mail": service in MAIL,
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


def act_told(act: Act, office: Any) -> dict[str, Any]:
    """An act of a device: what its clerk wrote down, and what became of it."""
    try:
        said = msgspec.json.decode(act.said, type=Said)
    except (msgspec.DecodeError, msgspec.ValidationError):
        said = None
    lines = said.visit.lines if said is not None and said.visit is not None else ()
    return {
        "act": act, "at": act.happened_at.astimezone(office.zone), "device_at": act.device_at.astimezone(office.zone),
        "received_at": act.received_at.astimezone(office.zone), "state": ActState(act.state),
        "lines": [(service_of(line).label, line.amount, _subject(line)) for line in lines],
        "refund": said.refund if said is not None else None, "currency": office.country.currency, "said": act.said,
    }  # fmt: skip


def _subject(line: Any) -> str:
    return str(
        getattr(line, "number", "") or getattr(line, "reference", "") or getattr(line, "account", "") or ""
    )
