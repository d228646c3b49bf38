"""The declaration of contents of an item for abroad: what CN 22 and CN 23 ask, in a drawing of our own."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext, gettext_noop, override

from postkit.address import Address
from postkit.customs import form_for
from rekkas.counter.choices import Purpose
from rekkas.counter.models import Declaration, DeclaredContent
from rekkas.counter.papers import HERE, LABEL_MM, UNDRAWN, _code, _in_each
from rekkas.counter.queries.rules import rules_of
from rekkas.design import formats
from rekkas.design.paper import sheets
from rekkas.design.paper.faces import without_face

SHEET = HERE / "declaration.typ"
ABROAD = (
    "fr",
    "en",
)  # what customs of another country read: French is the post's own language between countries
HEADING = gettext_noop("Customs declaration")
WHAT, COUNT, WEIGHT, VALUE, TARIFF, MADE_IN = (
    gettext_noop("Contents"), gettext_noop("How many"), gettext_noop("Weight"), gettext_noop("Value"),
    gettext_noop("Tariff number"), gettext_noop("Made in"),
)  # fmt: skip
SENDER, ADDRESSEE, TOTAL, SIGNED = (
    gettext_noop("From"), gettext_noop("To"), gettext_noop("Total"), gettext_noop("Date and signature of the sender"),
)  # fmt: skip
PROMISE = gettext_noop(
    "I confirm that what is written here is right, and that nothing dangerous and nothing that post or customs "
    "forbid is inside."
)


def declaration_pdf(data: Mapping[str, Any]) -> bytes:
    return sheets.pdf(SHEET, data)


def declaration_data(item: Any, row: Declaration, contents: Sequence[DeclaredContent]) -> dict[str, Any]:
    reader = (get_language() or settings.LANGUAGE_CODE)[:2]
    tongues = [*ABROAD, *([reader] if reader not in ABROAD else [])]

    def each(words: str) -> str:
        return " · ".join(_in_each(tongues, lambda: gettext(words)))

    with override(ABROAD[0]):
        lines = [_line(one, row.currency) for one in contents]
        weight = formats.weight_text(sum(one.weight_g for one in contents))
        value = formats.money_text(sum(one.value for one in contents), row.currency)
    said = {
        "heading": each(HEADING), "forms": form_of(item, row, contents),
        "purposes": _purposes(tongues, row.purpose),
        "columns": [each(words) for words in (WHAT, COUNT, WEIGHT, VALUE, TARIFF, MADE_IN)],
        "lines": lines, "total": (each(TOTAL), weight, value),
        "from": _party(each(SENDER), item.sender), "to": _party(each(ADDRESSEE), item.addressee),
        "promise": _in_each(tongues, lambda: gettext(PROMISE)),
        "signed": each(SIGNED),
        "made": f"{row.office_id} · {row.declared_at.astimezone(row.office.zone):%d.%m.%Y %H:%M}",
        "notice": row.office.country.notice if row.office.country.generated else "",
    }  # fmt: skip
    letters = without_face(said)
    return {
        **said, "title": item.unit.number, "code": _code(item.unit.number, LABEL_MM),
        "warning": gettext(UNDRAWN) % {"letters": " ".join(letters)} if letters else "",
    }  # fmt: skip


def form_of(item: Any, row: Declaration, contents: Sequence[DeclaredContent]) -> str:
    """Which of the two forms this is: by what the item is, and by what it is worth."""
    limit = rules_of(row.office.country_id).cn22_up_to
    return form_for(item.product.prefix, sum(one.value for one in contents), limit)


def _purposes(tongues: Sequence[str], chosen: str) -> list[tuple[str, bool]]:
    return [
        (" · ".join(_in_each(tongues, lambda one=one: one.label)), one.value == chosen) for one in Purpose
    ]


def _line(one: DeclaredContent, currency: str) -> list[str]:
    return [
        one.what, str(one.count), formats.weight_text(one.weight_g), formats.money_text(one.value, currency),
        one.tariff_code or "–", one.made_in or "–",
    ]  # fmt: skip


def _party(heading: str, address: Mapping[str, Any]) -> dict[str, Any]:
    said = Address.from_dict(dict(address))
    return {
        "heading": heading,
        "lines": list(said.lines()),
        "lines_ar": list(said.lines_ar()),
        "phone": said.phone,
    }
