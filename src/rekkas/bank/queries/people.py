"""Whom the bank knows: looked up by number, telephone, paper or name in any script."""

import re
from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from postkit.names import likeness
from postkit.sanctions import Birth
from postkit.text import clean_number, western_digits
from rekkas.bank import matching
from rekkas.bank.choices import LIVE
from rekkas.bank.entries import Candidate, masked
from rekkas.bank.errors import UnknownCustomer
from rekkas.bank.models import Customer, CustomerEvent, IdentityDocument, NameKey

MOST_FOUND = 50
MOST_COMPARED = 1_000
FOUND_FROM = 0.45  # one word of two

_PHONE_SIGNS = re.compile(r"[\s().\-\u2011/]")


def customer(number: str) -> Customer:
    """One customer by number."""
    found = _rows().filter(number=clean_number(number)).first()
    if found is None:
        raise UnknownCustomer(customer=number)
    return found


def customer_for_update(number: str) -> Customer:
    """One customer, held until the change is made."""
    rows = Customer.objects.select_for_update(of=("self",)).select_related("country", "level")
    found = rows.filter(number=clean_number(number)).first()
    if found is None:
        raise UnknownCustomer(customer=number)
    return found


def customers_numbered(numbers: Iterable[str]) -> dict[str, Customer]:
    """The customers that bear these numbers; an unknown number is absent."""
    return {row.number: row for row in _rows().filter(number__in=set(numbers))}


def _rows() -> "QuerySet[Customer]":
    return Customer.objects.select_related("country", "level", "registration_kind")


def history_of(customer: Customer) -> list[CustomerEvent]:
    """Everything that was changed of what is known of a customer, the latest first."""
    return list(CustomerEvent.objects.filter(customer=customer).order_by("-id"))


def phone_of(text: str) -> str:
    """A telephone number as it is kept: + and digits; nothing where it is not written so.

    >>> phone_of("+212 6 12-34-56-78"), phone_of("00212612345678"), phone_of("0612345678"), phone_of("+212")
    ('+212612345678', '+212612345678', '', '')
    """
    plain = _PHONE_SIGNS.sub("", western_digits(text.strip()))
    plain = f"+{plain[2:]}" if plain.startswith("00") else plain
    return plain if re.fullmatch(r"\+[1-9][0-9]{7,14}", plain) else ""


def find_customers(words: str) -> tuple[list[Customer], bool]:
    """Customers found by number, telephone, paper or name; and whether there may be more than are shown."""
    text = " ".join(words.split())
    if not text:
        return [], False
    exact = list(_rows().filter(_exactly(text)).order_by("number")[:MOST_FOUND])
    if exact:
        return exact, False
    wanted = {key for key in matching.pair_keys(text) if "+" in key} or matching.word_keys(text)
    ids = NameKey.objects.filter(key__in=wanted).values_list("customer_id", flat=True).distinct()
    rows = list(_rows().filter(pk__in=list(ids[: MOST_COMPARED + 1])))
    ranked = sorted(
        ((_nearest([text], row.names), row) for row in rows), key=lambda pair: (-pair[0], pair[1].number)
    )
    near = [row for alike, row in ranked if alike >= FOUND_FROM]
    return near[:MOST_FOUND], len(rows) > MOST_COMPARED or len(near) > MOST_FOUND


def _exactly(text: str) -> Q:
    """Papers are compared by their live numbers; a word that is none of these matches nothing."""
    found = Q(number=clean_number(text))
    if phone := phone_of(text):
        found |= Q(phone=phone)
    number = matching.plain_number(text)
    if any(sign.isdecimal() for sign in number):
        papers = IdentityDocument.objects.filter(number=number, live=True)
        found |= Q(pk__in=papers.values("customer")) | Q(registration_number=number)
    return found


def _nearest(names: Iterable[str], others: Sequence[str]) -> float:
    return max((likeness(name, other) for name in names for other in others), default=0.0)


def document_holder(country: str, kind: int, number: str) -> Customer | None:
    """The customer to whom a paper belongs."""
    found = IdentityDocument.objects.filter(country_code=country, kind=kind, number=number, live=True)
    row = found.select_related("customer").first()
    return row.customer if row else None


def likely_same(
    *, names: Sequence[str], birth: Birth | None, phone: str, country: str, besides: str = "",
    papers: Sequence[tuple[str, int, str]] = (),
) -> list[Candidate]:  # fmt: skip
    """Customers who may be this one under another spelling, the likeliest first. Looks at few rows of many."""
    keys = {key for name in names for key in matching.pair_keys(name)}
    named = NameKey.objects.filter(key__in=keys, customer__status__in=LIVE).filter(_born_about(birth))
    ids = set(named.values_list("customer_id", flat=True).distinct()[:MOST_COMPARED])
    if phone:
        ids |= set(
            Customer.objects.filter(phone=phone, status__in=LIVE).values_list("pk", flat=True)[:MOST_FOUND]
        )
    holders = {holder.pk for paper in papers if (holder := document_holder(*paper)) is not None}
    rows = Customer.objects.filter(pk__in=ids | holders, country=country).exclude(number=besides)
    found = [_candidate(row, names, birth, phone, holders) for row in rows]
    return sorted(
        (one for one in found if one is not None),
        key=lambda one: (not one.same_document, -one.likeness, one.number),
    )


def _born_about(birth: Birth | None) -> Q:
    days = matching.around(birth)
    if days is None:
        return Q()
    unknown = Q(customer__birth_first=None)
    return unknown | Q(customer__birth_first__lte=days[1], customer__birth_last__gte=days[0])


def _candidate(
    row: Customer, names: Sequence[str], birth: Birth | None, phone: str, holders: set[int]
) -> Candidate | None:
    alike = _nearest(names, row.names)
    same_phone, same_document = bool(phone) and row.phone == phone, row.pk in holders
    together = matching.may_be_born_together(birth, row.birth)
    is_near = together and alike * 1000 >= matching.ASKED_FROM
    if not (same_document or is_near or (same_phone and alike >= matching.SAME_PHONE_FROM)):
        return None
    return Candidate(
        row.number, row.latin_name, row.arabic_name, str(row.birth or ""), masked(row.phone), int(alike * 1000),
        same_phone, same_document,
    )  # fmt: skip
