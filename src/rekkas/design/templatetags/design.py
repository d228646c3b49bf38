"""The tags and filters of every page. They are built in: no template loads them."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rekkas.design import formats

register = template.Library()

# How the public statuses look: a tone and an icon each, so that colour is never alone.
STATUS_LOOKS = {
    "announced": ("quiet", "label"),
    "accepted": ("moving", "box"),
    "in_transit": ("moving", "moving"),
    "customs_hold": ("wait", "shield"),
    "out_for_delivery": ("moving", "out"),
    "attempt_failed": ("wait", "door"),
    "ready_for_pickup": ("wait", "pin"),
    "delivered": ("good", "check"),
    "returning": ("wait", "back"),
    "returned": ("quiet", "back"),
    "delayed": ("wait", "clock"),
    "lost": ("bad", "alert"),
    "damaged": ("bad", "alert"),
    "destroyed": ("bad", "alert"),
    "cancelled": ("quiet", "cross"),
    "silent": ("wait", "clock"),
}
UNKNOWN_LOOK = ("quiet", "question")
# As they stand on the keys: the same in every language.
KEY_NAMES = {
    "Enter": "↵",
    "Escape": "Esc",
    "Space": "␣",
    "Backspace": "⌫",
    "Delete": "Del",
    "Tab": "⇥",
    "Shift": "⇧",
}
MESSAGE_LOOKS = {"success": ("good", "check"), "warning": ("wait", "alert"), "error": ("bad", "alert")}


@register.simple_tag
def sheet(name: str) -> SafeString:
    """A style sheet: every page has tokens, base and parts, and names what else it needs in the block sheets."""
    return format_html('<link rel="stylesheet" href="{}">', static(f"design/{name}.css"))


@register.simple_tag
def icon(name: str) -> SafeString:
    """An ornament beside words: screen readers pass over it."""
    return format_html(
        '<svg class="icon icon-{0}" aria-hidden="true"><use href="{1}#{0}"/></svg>',
        name, static("design/icons.svg"),
    )  # fmt: skip


@register.simple_tag
def pictogram(name: str, size: str = "") -> SafeString:
    """A picture of a service or a place, for who would rather look than read, beside its words: small or large."""
    return format_html(
        '<svg class="pictogram pictogram-{0}{2}" aria-hidden="true"><use href="{1}#{0}"/></svg>',
        name, static("design/pictograms.svg"), f" {size}" if size else "",
    )  # fmt: skip


@register.simple_tag
def key(keys: str) -> SafeString:
    """The key of an act, shown on it for eyes: ``<button data-key="F2">Weigh {% key "F2" %}</button>``."""
    names = ((KEY_NAMES.get(name, name),) for name in keys.split("+"))
    return format_html(
        '<span aria-hidden="true">{}</span>', format_html_join(" ", '<kbd class="key">{}</kbd>', names)
    )


@register.inclusion_tag("design/stepper.html")
def stepper(current: int, *labels: object) -> Mapping[str, Any]:
    """Where one is in an act of several pages: ``{% stepper 2 first second third %}``."""
    return {"steps": labels, "current": current}


@register.inclusion_tag("design/progress.html")
def progress(done: int, of: int, label: object) -> Mapping[str, Any]:
    """How far something is, as a bar and in numbers."""
    return {"done": done, "of": of, "label": label}


@register.simple_block_tag
def dialog(content: str, name: str, title: object, kind: str = "") -> SafeString:
    """What is asked over a page: ``{% dialog "give-up" title %}…{% enddialog %}``, opened by ``data-opens="give-up"``.

    ``kind``: wide, or grave where something is undone for good.
    """
    close = icon("cross")
    return format_html(
        '<dialog id="{0}" class="{1}" aria-labelledby="{0}-title"><header><h2 id="{0}-title">{2}</h2>'
        '<button type="button" class="close" data-closes aria-label="{3}">{4}</button></header>'
        '<div class="body">{5}</div></dialog>',
        name, kind, title, _("Close"), close, content,
    )  # fmt: skip


@register.simple_tag
def toasts() -> SafeString:
    """Where short answers appear: once on a page, filled by design/toast.js."""
    return format_html(
        '<div class="toasts" role="status" aria-live="polite" data-icons="{}" data-close="{}"></div>',
        static("design/icons.svg"), _("Close"),
    )  # fmt: skip


@register.simple_tag
def toast(tone: str, text: object, symbol: str) -> SafeString:
    """A short answer as the server writes it; a page's script uses design/toast.js."""
    return format_html('<div class="toast tone-{}">{}<span>{}</span></div>', tone, icon(symbol), text)


@register.simple_tag
def module(name: str) -> SafeString:
    """A script of a page, as an ES module: ``{% module "design/keys.js" %}`` inside the block scripts."""
    return format_html('<script type="module" src="{}"></script>', static(name))


@register.simple_tag
def chip(tone: str, label: object, symbol: str) -> SafeString:
    """A short state in words, with its icon and its tone: good, moving, wait, bad or quiet."""
    return format_html('<span class="chip tone-{}">{}{}</span>', tone, icon(symbol), label)


@register.simple_tag
def status_chip(status: str, label: object) -> SafeString:
    """The public status of an item."""
    tone, symbol = STATUS_LOOKS.get(status, UNKNOWN_LOOK)
    return chip(tone, label, symbol)


@register.filter
def status_tone(status: str) -> str:
    """The tone alone, for lists that are too long for icons."""
    return STATUS_LOOKS.get(status, UNKNOWN_LOOK)[0]


@register.filter
def message_tone(level: str) -> str:
    return MESSAGE_LOOKS.get(level, ("moving", "info"))[0]


@register.filter
def message_icon(level: str) -> str:
    return MESSAGE_LOOKS.get(level, ("moving", "info"))[1]


@register.simple_tag
def code(number: object) -> SafeString:
    """An identifier: kept from being reordered in Arabic text, an S10 number in its printed groups."""
    return format_html('<bdi class="code" dir="ltr">{}</bdi>', formats.grouped(str(number)))


@register.filter
def isolated(number: object) -> str:
    """A code where no tag can stand, as in the title of a page: ``{{ ticket.number|isolated }}``."""
    return formats.isolated(str(number))


@register.filter
def named(thing: Any) -> str:
    """What a thing with a name in several languages is called in the reader's, or in the one that stands in for it."""
    language = (get_language() or settings.LANGUAGE_CODE).partition("-")[0]
    names = (
        getattr(thing, f"name_{code}", "") for code in (language, settings.PUBLIC_LANGUAGES.get(language))
    )
    return str(next(filter(None, names), thing.name_en))


@register.simple_tag
def comma() -> str:
    """The comma of the reader's script, with its space."""
    return formats.comma()


@register.simple_tag
def money(amount: int | None, currency: str, with_sign: bool = False) -> SafeString | str:
    """An amount of smallest units in its currency; ``with_sign`` also where it is more."""
    if amount is None:
        return ""
    return format_html(
        '<bdi class="money">{}</bdi>', formats.money_text(amount, currency, with_sign=with_sign)
    )


@register.filter
def moment(at: datetime | None) -> SafeString | str:
    """Local date and time, in the offset that the moment carries."""
    if at is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), formats.moment_text(at))


@register.filter
def here(at: datetime | None) -> datetime | None:
    """A moment that the database keeps, as the clock of the reader tells it: ``{{ study.asked_at|here|moment }}``."""
    return timezone.localtime(at) if at is not None else None


@register.filter
def brief(at: datetime) -> str:
    """A moment in few characters, for long lists."""
    return formats.brief_text(at)


@register.filter
def clock(at: datetime | time | None) -> SafeString | str:
    """The time alone, as the clock of that place showed it."""
    if at is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), formats.clock_text(at))


@register.filter
def minutes(after_midnight: int) -> str:
    """A time of day that is kept as minutes after midnight."""
    hours, rest = divmod(after_midnight, 60)
    return f"{hours:02}:{rest:02}"


@register.filter
def share(per_mille: int) -> str:
    """Thousandths in per cent, as the reader writes them."""
    return formats.share_text(per_mille)


@register.filter
def weekday(number: int) -> str:
    """The name of a weekday, 1 for Monday."""
    return formats.weekday_text(number)


@register.filter
def day(of: date | datetime | None) -> SafeString | str:
    """The day in full."""
    if of is None:
        return ""
    only = of.date() if isinstance(of, datetime) else of
    return format_html('<time datetime="{}">{}</time>', only.isoformat(), formats.day_text(only))


@register.simple_tag(takes_context=True)
def both_calendars(context: Mapping[str, Any], of: date | datetime | None) -> SafeString | str:
    """The day in full, and the Hijri day beside it where the country of this site asks for it."""
    shown, asks = day(of), context.get("hijri")
    if of is None or not (asks() if callable(asks) else asks):
        return shown
    beside = formats.hijri_text(of.date() if isinstance(of, datetime) else of)
    return (
        format_html('{} <span class="hijri soft">(<bdi>{}</bdi>)</span>', shown, beside) if beside else shown
    )


@register.filter
def weight(weight_g: int | None) -> SafeString | str:
    """A weight in grams or kilograms."""
    if weight_g is None:
        return ""
    return format_html('<bdi class="weight">{}</bdi>', formats.weight_text(weight_g))


@register.simple_tag(takes_context=True)
def turn_to(context: Mapping[str, Any], page: Any, number: int) -> str:
    """The address of another page of this list; other lists beside it stay where they are."""
    address = context["request"].GET.copy()
    address[getattr(page, "turned_by", "page")] = str(number)
    return f"?{address.urlencode()}"


@register.inclusion_tag("design/field.html")
def field(bound: BoundField, **attributes: Any) -> Mapping[str, Any]:
    """One question of a form: label, help, control and what is wrong with the answer.

    Attributes go to the control, with dashes for underscores: ``{% field form.number autofocus=True %}``.
    """
    attrs = {name.replace("_", "-"): value for name, value in attributes.items()}
    return {"field": bound, "control": bound.as_widget(attrs=attrs), "many": bound.use_fieldset}


@register.inclusion_tag("design/summary.html")
def form_errors(form: Any) -> Mapping[str, Any]:
    """What is wrong with a form, at its head, each with a link to its question."""
    return {"form": form}


@register.simple_tag
def crumb(address: str, label: object) -> SafeString:
    """One step of the way to this page: inside ``{% block crumbs %}``."""
    return format_html('<li><a href="{}">{}</a></li>', address, label)
