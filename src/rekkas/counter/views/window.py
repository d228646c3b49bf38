"""The window: one page for every service that goes on without a network, and what it asks of the post."""

import hmac
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from postkit.moneyorder import SecretCode, draw_code
from rekkas.base import looks
from rekkas.base.access import StaffRequest, requires
from rekkas.base.errors import InvalidInput, Refused
from rekkas.base.looks import note_look
from rekkas.counter import commands, queries
from rekkas.counter.choices import ActState, Purpose
from rekkas.counter.entries import ActEntry, Answered, MoneyOrderLine, Said
from rekkas.counter.views.carried import carried_by
from rekkas.counter.views.finding import found_for
from rekkas.counter.views.spoken import heard, in_json
from rekkas.counter.views.words import words
from rekkas.desk.pages import at_office, now_at
from rekkas.payments.queries.orders import order as known_order

OPENS = "counter.settle_visit"
ACTS_AT_MOST, BYTES_AT_MOST = 100, 4 * 1024 * 1024
# What the window is made of: kept on the device, so that it opens without a network.
SHELL = (
    "design/tokens.css", "design/base.css", "design/parts.css", "design/forms.css", "design/dialogs.css",
    "desk/desk.css", "counter/window.css", "counter/papers.css", "counter/queue.css", "design/icons.svg",
    "design/pictograms.svg",
    "design/mark.svg", "design/zellige.svg", "design/lattice.svg", "design/dialog.js", "design/toast.js",
    "design/keys.js", "web/lock.css", "web/lock.js",
)  # fmt: skip


class SentActs(msgspec.Struct, frozen=True):
    """What a device sends: its own clock, and acts in the order of its journal."""

    device: UUID
    now: datetime
    acts: tuple[ActEntry, ...]


class AskedNumbers(msgspec.Struct, frozen=True):
    """For which products a device wants more item numbers of its own."""

    device: UUID
    indicators: tuple[str, ...]
    key: UUID


@require_safe
@requires(OPENS)
@at_office
def window(request: StaffRequest, office: Any) -> HttpResponse:
    """One window for every service. The page holds all its forms and words: it opens without a network too."""
    rules = queries.rules_of(office.country_id)
    context = {
        "office": office, "rules": rules, "clerk": request.actor.name, "words": words(office.country.currency),
        "purposes": Purpose.choices,
    }  # fmt: skip
    return render(request, "counter/window.html", context)


@require_safe
@requires(OPENS)
@in_json
@at_office
def sheet(request: StaffRequest, office: Any) -> HttpResponse:
    """What a device carries: prices, places, people, what waits here, its numbers, how far its journal was heard."""
    device = _uuid(request.GET.get("device", ""))
    at = now_at(office)
    known = commands.know_device(
        device=device,
        name=request.headers.get("User-Agent", "")[:80],
        office=office.code,
        unsent=int(unsent) if (unsent := request.GET.get("unsent", "")[:9]).isdecimal() else None,
        by=request.actor,
        at=at,
    )
    carried = msgspec.json.encode(carried_by(known, office, request.actor, at))
    return HttpResponse(carried, content_type="application/json")


@require_POST
@requires(OPENS)
@in_json
@at_office
def acts(request: StaffRequest, office: Any) -> HttpResponse:
    """Hear acts of a device, each once and in order. What cannot be heard stops what comes after it, and says why."""
    if len(request.body) > BYTES_AT_MOST:
        raise InvalidInput(field="acts", reason="too many at once")
    sent = heard(request, SentActs, "acts")
    answers: list[dict[str, Any]] = []
    stopped: Refused | None = None
    for act in sent.acts[:ACTS_AT_MOST]:
        try:
            answers.append(_heard(request, office, sent, act))
        except Refused as refusal:
            stopped = refusal
            break
    said: dict[str, Any] = {"now": timezone.now().isoformat(), "answers": answers}
    if stopped is not None:
        said["stopped"] = {"code": stopped.code, "message": str(stopped)}
    return JsonResponse(said)


@require_POST
@requires(OPENS)
@in_json
@at_office
def numbers(request: StaffRequest, office: Any) -> HttpResponse:
    """Give a device more item numbers of its own."""
    asked = heard(request, AskedNumbers, "numbers")
    given = commands.reserve_device_numbers(
        device=asked.device, indicators=asked.indicators, office=office.code, by=request.actor,
        at=now_at(office), key=asked.key,
    )  # fmt: skip
    return JsonResponse({"numbers": given})


@require_safe
@requires(OPENS)
@in_json
@at_office
def find(request: StaffRequest, office: Any) -> HttpResponse:
    """Whatever was scanned or typed: what it may be, the likeliest first."""
    words = request.GET.get("q", "")[:120]
    found = found_for(request, office, words)
    people = [looks.phone(one["person"]["phone"]) for one in found if one["kind"] == "person"]
    items = [looks.item(one["number"]) for one in found if one["kind"] in ("item", "announced")]
    note_look(request, looks.search(words), *people, *items)
    return JsonResponse({"found": found})


@require_POST
@requires(OPENS)
@in_json
def seen(request: StaffRequest) -> HttpResponse:
    """Hear whose data a clerk took out of what a device carries, also while it was alone: a look like any other."""
    phones = heard(request, list[str], "phones")[:ACTS_AT_MOST]
    note_look(request, *map(looks.phone, phones))
    return JsonResponse({"noted": len(phones)})


@require_safe
@requires(OPENS)
def worker(request: StaffRequest) -> HttpResponse:
    """The service worker that keeps the window on the device. It changes with anything that the window is made of."""
    files = [*SHELL, *modules()]
    context = {
        "version": _version(files), "files": [static(file) for file in files], "pages": ["/desk/window/"],
        "names": files,
    }  # fmt: skip
    return render(request, "counter/worker.js", context, content_type="text/javascript")


@require_safe
@requires(OPENS)
def manifest(request: StaffRequest) -> HttpResponse:
    """What a browser reads to install the window as an application."""
    icon = {"src": static("design/mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    language = get_language() or settings.LANGUAGE_CODE
    return JsonResponse(
        {
            "name": "Rekkas", "short_name": "Rekkas", "id": "/desk/window/", "start_url": "/desk/window/",
            "scope": "/desk/window/", "display": "standalone", "lang": language[:2],
            "dir": "rtl" if language.startswith("ar") else "ltr", "background_color": "#f7f6f3",
            "theme_color": "#25317a", "icons": [icon],
        },
        content_type="application/manifest+json",
    )  # fmt: skip


def modules() -> list[str]:
    """The scripts of the window, by name."""
    folder = Path(__file__).resolve().parents[1] / "static" / "counter" / "window"
    return [f"counter/window/{path.name}" for path in sorted(folder.glob("*.js"))]


def _version(files: list[str]) -> str:
    whole = sha256()
    for file in files:
        found = finders.find(file)
        if isinstance(found, str):
            whole.update(Path(found).read_bytes())
    return whole.hexdigest()[:16]


def _heard(request: StaffRequest, office: Any, sent: SentActs, act: ActEntry) -> dict[str, Any]:
    codes = _codes_for(act)
    answer = commands.take_act(
        device=sent.device, act=act, device_now=sent.now, codes=codes, office=office.code, by=request.actor,
        at=now_at(office),
    )  # fmt: skip
    said: dict[str, Any] = msgspec.to_builtins(answer)
    if answer.state is ActState.DONE and codes:
        said["codes"] = _codes_told(answer, codes)
    return said


def _codes_for(act: ActEntry) -> dict[int, SecretCode]:
    """The secret codes of the money orders in an act: drawn from its key, so that a lost answer tells them again."""
    try:
        said = msgspec.json.decode(act.said, type=Said)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return {}
    lines = said.visit.lines if said.visit is not None else ()
    return {
        place: draw_code(_seed(f"{act.key} {place}"))
        for place, line in enumerate(lines)
        if isinstance(line, MoneyOrderLine)
    }


def _codes_told(answer: Answered, codes: dict[int, SecretCode]) -> dict[str, str]:
    """The codes to print, by place of the line: only while the order can still be announced under it."""
    lines: Any = answer.answer.get("lines", [])
    return {
        str(place): code.spoken
        for place, code in codes.items()
        if known_order(lines[place]["subject"]).code_hash
    }


def _seed(text: str) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), f"order code {text}".encode(), sha256).digest()


def _uuid(text: object) -> UUID:
    try:
        return UUID(str(text))
    except ValueError:
        raise InvalidInput(field="device", reason="it is no UUID") from None
