"""The papers of the counter: labels of items and bags, receipts. Rows in, PDF out, always the same bytes."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, get_language_info, gettext, gettext_noop, override

from postkit.address import Address
from postkit.money import to_text
from rekkas.design import formats
from rekkas.design.paper import sheets
from rekkas.design.paper.bars import bars, squares
from rekkas.design.paper.faces import without_face

HERE = Path(__file__).resolve().parent
LABEL_MM = {"width_mm": 100.0, "height_mm": 150.0}
ROLL_MM = {"width_mm": 80.0, "height_mm": 80.0}
FROM, TO, COLLECT, PROMISED = (
    gettext_noop("From"), gettext_noop("To"), gettext_noop("To collect on delivery"),
    gettext_noop("Promised for"),
)  # fmt: skip
CUT = gettext_noop("The address is longer than the label: read the rest on the screen.")
BAG = gettext_noop("Bag")
UNDRAWN = gettext_noop("These letters have no type face here, read them on the screen: %(letters)s")


def label_pdf(items: Sequence[Any], *, site: str = "") -> bytes:
    """A label of 10 by 15 cm for each item. ``site`` is where its page is found, for the square code."""
    return sheets.pdf(HERE / "label.typ", label_data(items, site=site))


def label_sheet_pdf(items: Sequence[Any], *, site: str = "") -> bytes:
    """The same on A4 paper, four a page."""
    return sheets.pdf(HERE / "label-sheet.typ", label_data(items, site=site))


def bag_label_pdf(bags: Sequence[Any], offices: dict[str, Any]) -> bytes:
    """A label of 10 by 15 cm for each bag; ``offices`` holds the two ends of each by code."""
    return sheets.pdf(HERE / "bag.typ", bag_data(bags, offices))


def receipt_pdf(
    receipt: Any, item: Any, *, labels: dict[str, str] | None = None, site: str = "", way: Sequence[str] = ()
) -> bytes:
    """The receipt of one item in the reader's language; ``labels`` gives price lines their words in it.

    ``way`` are the sentences that tell how it comes to its promised day.
    """
    return sheets.pdf(
        HERE / "receipt.typ", receipt_data(receipt, item, labels=labels or {}, site=site, way=way)
    )


def label_data(items: Sequence[Any], *, site: str = "") -> dict[str, Any]:
    numbers = ", ".join(item.unit.number for item in items)
    return {"title": numbers, "items": [_label(item, site) for item in items]}


def _label(item: Any, site: str) -> dict[str, Any]:
    tongues = _tongues(item.origin.country)
    sender, addressee = Address.from_dict(item.sender), Address.from_dict(item.addressee)
    office = item.destination
    label = {
        "product": _in_each(tongues, lambda: item.product.name),
        "weight": _weight(item, tongues),
        "from": _party(FROM, sender, tongues),
        "to": _party(TO, addressee, tongues),
        "place": {
            "name": addressee.locality or office.name, "name_ar": addressee.locality_ar,
            "office": office.code, "office_name": office.name,
        },
        "cod": _collected(item, tongues),
        "promise": _promise(item, tongues),
        "posted": f"{item.origin_id} · {item.unit.opened_at.astimezone(item.origin.zone):%d.%m.%Y %H:%M}",
    }  # fmt: skip
    return {
        **label, "code": _code(item.unit.number, LABEL_MM), "qr": _square(item.unit.number, site),
        "cut": _joined(CUT, tongues), "warning": _warning(label, tongues),
    }  # fmt: skip


def _party(heading: str, address: Address, tongues: Sequence[str]) -> dict[str, Any]:
    return {
        "heading": _joined(heading, tongues), "lines": list(address.lines()),
        "lines_ar": list(address.lines_ar()), "phone": address.phone,
    }  # fmt: skip


def _collected(item: Any, tongues: Sequence[str]) -> dict[str, str] | None:
    if not item.cod_amount:
        return None
    amount = f"{to_text(item.cod_amount, item.currency)} {item.currency}"
    return {"heading": _joined(COLLECT, tongues), "amount": amount}


def _weight(item: Any, tongues: Sequence[str]) -> str:
    with override(tongues[0]):
        return formats.weight_text(item.weight_g)


def _promise(item: Any, tongues: Sequence[str]) -> dict[str, str] | None:
    if item.promise_date is None:
        return None
    with override(tongues[0]):
        return {"heading": _joined(PROMISED, tongues), "day": formats.day_text(item.promise_date)}


def bag_data(bags: Sequence[Any], offices: dict[str, Any]) -> dict[str, Any]:
    numbers = ", ".join(bag.unit.number for bag in bags)
    return {"title": numbers, "bags": [_bag(bag, offices) for bag in bags]}


def _bag(bag: Any, offices: dict[str, Any]) -> dict[str, Any]:
    origin = offices[bag.origin_id]
    tongues = _tongues(origin.country)
    label = {
        "title": _joined(BAG, tongues),
        "from": _end(FROM, origin, tongues),
        "to": _end(TO, offices[bag.destination_id], tongues),
        "prepared": f"{bag.unit.opened_at.astimezone(origin.zone):%d.%m.%Y %H:%M}",
    }
    return {**label, "code": _code(bag.unit.number, LABEL_MM), "warning": _warning(label, tongues)}


def _end(heading: str, office: Any, tongues: Sequence[str]) -> dict[str, str]:
    return {
        "heading": _joined(heading, tongues), "office": office.code, "name": office.name,
        "name_ar": office.name_ar,
    }  # fmt: skip


def hijri_fact(at: datetime, office: Any) -> list[tuple[str, str]]:
    """The Hijri day of a paper, where the country of its office asks for it."""
    told = formats.hijri_text(at.astimezone(office.zone).date()) if office.country.hijri else ""
    return [(gettext("Hijri date"), told)] if told else []


def receipt_data(
    receipt: Any, item: Any, *, labels: dict[str, str], site: str, way: Sequence[str] = ()
) -> dict[str, Any]:
    language = get_language() or settings.LANGUAGE_CODE
    office, currency = receipt.office, receipt.currency
    facts = [
        (gettext("Number"), receipt.number),
        (gettext("Date"), f"\u2066{receipt.at.astimezone(office.zone):%d.%m.%Y %H:%M}\u2069"),
        *hijri_fact(receipt.at, office),
        (gettext("Office"), f"{office.shown_name} ({office.code})"),
        (gettext("Clerk"), receipt.clerk),
        (gettext("Product"), item.product.name),
        (gettext("Weight"), formats.weight_text(item.weight_g)),
        (gettext("To"), _destination(item)),
    ]
    if item.cod_amount:
        facts.append((gettext("To collect on delivery"), formats.money_text(item.cod_amount, item.currency)))
    if receipt.on_account:
        facts.append((gettext("Merchant"), receipt.on_account))
    promise = formats.day_text(receipt.promise_date) if receipt.promise_date else ""
    words = {
        "heading": gettext("Receipt"),
        "subtitle": office.country.name,
        "facts": facts,
        "lines": [
            (labels.get(line["rule"], line["label"]), formats.money_text(line["amount"], currency))
            for line in receipt.lines
        ],
        "total": (
            gettext("On account") if receipt.on_account else gettext("Paid"),
            formats.money_text(receipt.amount, currency),
        ),
        "promise": (gettext("Promised for"), promise) if promise else (),
        "way": list(way) if promise else [],
        "follow": gettext("Follow the item with its number, or scan this square."),
        "notice": office.country.notice if office.country.generated else "",
    }
    return {
        **words, "title": receipt.number, "language": language[:2],
        "rtl": get_language_info(language)["bidi"],
        "code": _code(item.unit.number, ROLL_MM), "qr": _square(item.unit.number, site),
        "warning": _warning(words, [language]),
    }  # fmt: skip


def _destination(item: Any) -> str:
    addressee = Address.from_dict(item.addressee)
    arabic = (get_language() or "").startswith("ar")
    place = (addressee.locality_ar if arabic else "") or addressee.locality or item.destination.shown_name
    name = addressee.name_ar if arabic and addressee.name_ar else addressee.name
    return f"{name}{formats.comma()}{place}"


def _code(number: str, paper: dict[str, float]) -> dict[str, Any]:
    drawn = bars(number, **paper)
    return {
        "runs": drawn.runs, "module": drawn.module_mm, "width": drawn.width_mm, "turned": drawn.turned,
        "words": formats.grouped(number),
    }  # fmt: skip


def _square(number: str, site: str) -> list[list[tuple[int, int]]]:
    return squares(f"{site.rstrip('/')}/track/{number}/" if site else number)


def _tongues(country: Any) -> list[str]:
    """The languages of a paper that travels: the country's own, those written from the left first."""
    spoken = [code for code, _ in settings.WHOLE_LANGUAGES]
    own = [code for code in country.languages if code in spoken] or ["en"]
    return sorted(own, key=lambda code: bool(get_language_info(code)["bidi"]))


def _in_each(tongues: Iterable[str], say: Any) -> list[str]:
    said: dict[str, None] = {}
    for code in tongues:
        with override(code):
            said[str(say())] = None
    return list(said)


def _joined(words: str, tongues: Iterable[str]) -> str:
    return "  ·  ".join(_in_each(tongues, lambda: gettext(words)))


def _warning(texts: object, tongues: Sequence[str]) -> str:
    letters = without_face(texts)
    if not letters:
        return ""
    with override(tongues[0]):
        return gettext(UNDRAWN) % {"letters": " ".join(letters)}
