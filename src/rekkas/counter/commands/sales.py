"""What a counter sells beside mail, and what it takes for administrations: any number of lines in one posting."""

from collections.abc import Mapping
from dataclasses import replace
from functools import singledispatch

from django.utils.translation import gettext as _

from postkit.pack.counter import ADMINISTRATION
from rekkas.base.errors import InvalidInput, Refused
from rekkas.catalogue.queries import PriceLine
from rekkas.counter.choices import Service
from rekkas.counter.commands.done import Did, as_refusal
from rekkas.counter.commands.pricing import Desk, agree, on_sheet
from rekkas.counter.entries import AdministrationLine, ArticleLine, LineDone
from rekkas.counter.errors import ReferenceMissing, UnknownArticle
from rekkas.money.choices import AccountKind, EntryKind, Posted
from rekkas.money.commands import post_transfers
from rekkas.money.entries import Leg, TransferEntry, account_code, entry_of

ARTICLES_INCOME, SERVICES_INCOME = "articles", "administrative-services"
COUNT_AT_MOST = 10_000
Sold = tuple[Did, TransferEntry | None]


def do_sales(desk: Desk, lines: Mapping[int, ArticleLine | AdministrationLine]) -> dict[int, Did | Refused]:
    """Sell everything that a visitor asks for, together; one answer a line."""
    answers: dict[int, Did | Refused] = {}
    entries: dict[int, TransferEntry] = {}
    for place, line in lines.items():
        try:
            answers[place], entry = _sold(line, desk, place)
        except Refused as refusal:
            answers[place] = refusal
            continue
        if entry is not None:
            entries[place] = entry
    if any(isinstance(answer, Refused) for answer in answers.values()):
        return answers  # nothing of the visit will be: what could be sold is not posted first
    results = post_transfers(transfers=list(entries.values()), by=desk.by, at=desk.at) if entries else []
    for (place, entry), result in zip(entries.items(), results, strict=True):
        done = answers[place]
        if result.outcome is Posted.DECLINED:
            answers[place] = as_refusal(result.code, result.message)
        elif isinstance(done, Did):
            answers[place] = replace(done, entries=[entry.key])
    return answers


@singledispatch
def _sold(line: ArticleLine | AdministrationLine, desk: Desk, place: int) -> Sold:
    """One line with what it will move: nothing where it costs nothing."""
    raise TypeError(type(line))


@_sold.register
def _article(line: ArticleLine, desk: Desk, place: int) -> Sold:
    article = desk.rules.article(line.code)
    if article is None or article.kind == ADMINISTRATION:
        raise UnknownArticle(article=line.code)
    if not 0 < line.count <= COUNT_AT_MOST:
        raise InvalidInput(field="count", reason=_("write 1 to %(most)s.") % {"most": COUNT_AT_MOST})
    agree(
        desk, line.amount, line.count * article.amount, line.count * on_sheet(desk, line.code, article.amount)
    )
    did = Did(Service.ARTICLE, LineDone("", line.amount), line.code, line.count)
    if not line.amount:
        return did, None
    entry = TransferEntry(
        key=desk.key_of(place), source=account_code(AccountKind.INCOME, ARTICLES_INCOME, desk.currency),
        target=desk.till, amount=line.amount, currency=desk.currency, kind=EntryKind.ARTICLE_SOLD,
        happened_at=desk.at, subject=line.code, office=desk.office.code,
    )  # fmt: skip
    return did, entry


@_sold.register
def _request(line: AdministrationLine, desk: Desk, place: int) -> Sold:
    article = desk.rules.article(line.code)
    if article is None or article.kind != ADMINISTRATION:
        raise UnknownArticle(article=line.code)
    if article.asks_reference and not (line.reference.strip() and line.name.strip()):
        raise ReferenceMissing()
    agree(desk, line.amount, article.amount, on_sheet(desk, line.code, article.amount))
    currency = desk.currency
    owed = account_code(AccountKind.DUTY, article.administration, currency)
    kept = account_code(AccountKind.INCOME, SERVICES_INCOME, currency)
    duty = min(article.duty, line.amount)
    legs = [
        Leg(source, desk.till, amount, currency)
        for source, amount in ((owed, duty), (kept, line.amount - duty))
        if amount
    ]
    subject = line.reference.strip()[:64] or line.code
    name = line.name.strip()[:80]
    done = LineDone(subject, line.amount, more={"name": name} if name else {})
    parts = (
        ("duty", _("Fee of the administration"), duty),
        ("service", _("Fee of the post"), line.amount - duty),
    )
    reasons = [PriceLine(rule, label, amount) for rule, label, amount in parts if amount]
    did = Did(Service.ADMINISTRATION, done, line.code, reasons=reasons)
    if not legs:
        return did, None
    entry = entry_of(
        tuple(legs), key=desk.key_of(place), kind=EntryKind.ADMINISTRATION_PAID, happened_at=desk.at,
        subject=subject, office=desk.office.code, note=line.name.strip()[:200],
    )  # fmt: skip
    return did, entry
