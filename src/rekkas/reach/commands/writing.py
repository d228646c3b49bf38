"""Texts are written: once under each key, to who wants them, for an hour at which people are awake."""

import re
from collections.abc import Sequence

import msgspec
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from rekkas.base.actors import Actor, Moment
from rekkas.base.bulk import insert_new
from rekkas.base.command import command
from rekkas.base.errors import Refused
from rekkas.reach.choices import ASKED_FOR, AT_ONCE, SECRETS, SOON, USUAL, Channel, Kind, TextState
from rekkas.reach.entries import TextEntry, TextResult
from rekkas.reach.errors import NoSuchKind, NotReachable, TextTooLarge, WantsNoTexts
from rekkas.reach.queries import Manners, opted_out

COLUMNS = (
    "key", "channel", "reader", "language", "kind", "params", "subject", "country", "not_before", "rank", "state",
    "attempts", "gateway_id", "problem", "recorded_at",
)  # fmt: skip
E164 = re.compile(r"\+[1-9][0-9]{6,14}")
PART_AT_MOST, PARTS_AT_MOST = 200, 12


@command
def write_texts(*, texts: Sequence[TextEntry], by: Actor, at: Moment) -> list[TextResult]:
    """Write texts to people: each is sent once, in the reader's language, after the quiet hours. One answer a text."""
    manners, silent = Manners(), opted_out(entry.to for entry in texts)
    results: dict[int, TextResult] = {}
    rows: dict[str, tuple[object, ...]] = {}
    for position, entry in enumerate(texts):
        try:
            _check(entry, silent)
        except Refused as refusal:
            results[position] = TextResult("declined", entry.key, refusal.code, str(refusal))
            continue
        if entry.key not in rows:
            rows[entry.key] = _row(entry, manners, at)
            results[position] = TextResult("written", entry.key)
        else:
            results[position] = TextResult("repeated", entry.key)
    written = insert_new("reach_outgoing", COLUMNS, list(rows.values()), key="key")
    for position, result in results.items():
        if result.outcome == "written" and result.key not in written:
            results[position] = TextResult("repeated", result.key)
    return [results[position] for position in range(len(texts))]


def _check(entry: TextEntry, silent: set[str]) -> None:
    if entry.kind not in Kind.values:
        raise NoSuchKind(kind=entry.kind)
    if entry.to in silent and entry.kind not in ASKED_FOR:
        raise WantsNoTexts
    if not _can_be_reached(entry.channel, entry.to):
        raise NotReachable(to=entry.to)
    parts = [*entry.params, *entry.params.values()]
    too_long = max(map(len, parts), default=0) > PART_AT_MOST or len(parts) > 2 * PARTS_AT_MOST
    if too_long or not 0 < len(entry.key) <= 120 or len(entry.subject) > 40 or "\0" in "".join(parts):
        raise TextTooLarge


def _can_be_reached(channel: str, to: str) -> bool:
    if channel == Channel.SMS:
        return E164.fullmatch(to) is not None
    try:
        validate_email(to)
    except ValidationError:
        return False
    return channel == Channel.EMAIL and len(to) <= 254


def _row(entry: TextEntry, manners: Manners, at: Moment) -> tuple[object, ...]:
    country = manners.country_for(entry.to, entry.country)
    first = max(at, entry.not_before) if entry.not_before else at
    return (
        entry.key, str(entry.channel), entry.to, manners.language_for(entry.language, country), str(entry.kind),
        msgspec.json.encode(entry.params).decode(), entry.subject, country,
        manners.may_go_at(first, entry.kind, country), _rank(entry), TextState.WAITING.value, 0, "", "", at,
    )  # fmt: skip


def _rank(entry: TextEntry) -> int:
    """Codes do not stand in line behind ten thousand texts that an item comes today."""
    if entry.kind in ASKED_FOR:
        return AT_ONCE
    return SOON if any(name in entry.params for name in SECRETS) else USUAL
