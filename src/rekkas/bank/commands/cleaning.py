"""What a clerk wrote, brought to the form in which it is kept, or declined with the field that is not right."""

import hashlib
import re
import unicodedata
from typing import Any

from django.utils.translation import gettext as _

from postkit.images import kind_of_image
from postkit.sanctions import Birth
from postkit.sanctions.model import birth_said
from postkit.text import western_digits
from rekkas.bank import matching, queries
from rekkas.bank.choices import MOST_IMAGE_BYTES, CustomerKind
from rekkas.bank.entries import CustomerEntry, DocumentEntry
from rekkas.bank.errors import (
    DocumentDatesNotRight,
    DocumentExpired,
    DocumentImageNotRight,
    DocumentNumberNotRight,
    RegistrationNotRight,
)
from rekkas.bank.models import DocumentKind, RegistrationKind
from rekkas.base.actors import Moment
from rekkas.base.errors import InvalidInput
from rekkas.territory import queries as territory

_ARABIC = re.compile("[\u0600-\u06ff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_NAMES = {"given_name": 80, "family_name": 80, "name": 160}
_OLDEST = 130  # years
_BORN = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def columns_of(entry: CustomerEntry, at: Moment) -> dict[str, Any]:
    """The columns of a customer, as they are kept."""
    country = territory.country(entry.country)
    found: dict[str, Any] = _names(entry)
    birth = _birth(entry.born, at) if entry.kind == CustomerKind.PERSON else None
    found |= {
        "country_id": country.pk, "kind": CustomerKind(entry.kind).value,
        "birth_first": birth.first if birth else None, "birth_last": birth.last if birth else None,
        "birth_place": _line("birth_place", entry.birth_place, 80), "sex": entry.sex.value if entry.sex else "",
        "phone": _phone(entry.phone), "address": entry.address.as_dict() if entry.address else {},
        "language": entry.language.strip()[:8],
    }  # fmt: skip
    return found | _registration(entry)


def _names(entry: CustomerEntry) -> dict[str, Any]:
    is_person = entry.kind == CustomerKind.PERSON
    found: dict[str, Any] = {}
    for name, most in _NAMES.items():
        belongs = is_person == (name != "name")
        latin = _line(name, getattr(entry, name), most) if belongs else ""
        arabic = _line(f"{name}_ar", getattr(entry, f"{name}_ar"), most) if belongs else ""
        if _ARABIC.search(latin):
            raise InvalidInput(field=name, reason=_("write it in Latin letters."))
        if _LATIN.search(arabic):
            raise InvalidInput(field=f"{name}_ar", reason=_("write it in Arabic letters."))
        found |= {name: latin, f"{name}_ar": arabic}
    needed = "family_name" if is_person else "name"
    if not found[needed] and not (is_person and found["family_name_ar"]):
        raise InvalidInput(field=needed, reason=_("it is empty."))
    return found


def _line(field: str, text: str, most: int) -> str:
    line = " ".join(text.split())
    if len(line) > most or any(unicodedata.category(sign) == "Cc" for sign in line):
        raise InvalidInput(field=field, reason=_("write at most %(most)s characters.") % {"most": most})
    return line


def _birth(born: str, at: Moment) -> Birth | None:
    said = western_digits(born.strip())
    if not said:
        return None
    found = birth_said(said) if _BORN.fullmatch(said) else None
    if found is None:
        raise InvalidInput(
            field="born", reason=_("write a day, a month or a year, such as 1970-05-31 or 1970.")
        )
    if found.first > at.date() or found.last.year < at.year - _OLDEST:
        raise InvalidInput(field="born", reason=_("nobody alive was born then."))
    return found


def _phone(text: str) -> str:
    if not text.strip():
        return ""
    if not (phone := queries.phone_of(text)):
        raise InvalidInput(
            field="phone", reason=_("begin with + and the country’s code, such as +212612345678.")
        )
    return phone


def _registration(entry: CustomerEntry) -> dict[str, Any]:
    if entry.kind == CustomerKind.PERSON:
        return {"registration_kind": None, "registration_number": ""}
    registers = {row.code: row for row in queries.registration_kinds(entry.country)}
    register = registers.get(entry.registration_kind)
    if register is None:
        raise InvalidInput(field="registration_kind", reason=_("choose a register of the list."))
    number = matching.plain_number(entry.registration_number)
    if not registration_agrees(register, number):
        raise RegistrationNotRight(register=register.name)
    return {"registration_kind": register, "registration_number": number}


def registration_agrees(register: RegistrationKind, number: str) -> bool:
    """Whether a number may stand in a register. By the check mod97 the whole number divides by 97."""
    if not re.fullmatch(register.number_pattern, number) or len(number) > 32:
        return False
    return register.check_name != "mod97" or (number.isdecimal() and int(number) % 97 == 0)


def document_columns(entry: DocumentEntry, kind: DocumentKind, at: Moment) -> dict[str, Any]:
    """The columns of a paper, as they are kept."""
    number = matching.plain_number(entry.number)
    if not re.fullmatch(kind.number_pattern, number) or len(number) > 32:
        raise DocumentNumberNotRight(kind=kind.name)
    issuer = entry.country.strip().upper() if kind.any_issuer and entry.country.strip() else kind.country_id
    if not re.fullmatch("[A-Z]{2}", issuer):
        raise InvalidInput(field="country", reason=_("write the two letters of the country that issued it."))
    _check_days(entry, kind, at)
    image = entry.image
    if image and (len(image) > MOST_IMAGE_BYTES or not kind_of_image(image)):
        raise DocumentImageNotRight(most=MOST_IMAGE_BYTES // 1024)
    return {
        "kind": kind, "country_code": issuer, "number": number, "issued_on": entry.issued_on,
        "expires_on": entry.expires_on, "seen": entry.seen.value, "image": image or None,
        "image_digest": hashlib.sha256(image).hexdigest() if image else "",
    }  # fmt: skip


def _check_days(entry: DocumentEntry, kind: DocumentKind, at: Moment) -> None:
    if entry.issued_on and entry.issued_on > at.date():
        raise DocumentDatesNotRight(reason=_("it is issued in the future."))
    if entry.issued_on and entry.expires_on and entry.expires_on <= entry.issued_on:
        raise DocumentDatesNotRight(reason=_("it expires before it is issued."))
    if kind.expires and entry.expires_on is None:
        raise DocumentDatesNotRight(reason=_("write the day on which it expires."))
    if entry.expires_on and entry.expires_on < at.date():
        raise DocumentExpired(date=entry.expires_on)
