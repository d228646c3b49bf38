"""Who wants to be told of an item shows first that the telephone or the mailbox is theirs."""

from datetime import timedelta

from django.conf import settings
from django.utils.crypto import constant_time_compare

from rekkas.base.actors import Actor, Moment
from rekkas.base.choices import ActorKind
from rekkas.base.command import command
from rekkas.base.keys import ShortCode
from rekkas.citizen import queries
from rekkas.citizen.commands.door import (
    CODES_FROM_AN_ADDRESS,
    CODES_TO_A_PHONE,
    WRONG_AT_MOST,
    count_at_door,
)
from rekkas.citizen.entries import Followed
from rekkas.citizen.errors import NotYourOwn, TooManyKept, UnknownFollower
from rekkas.citizen.models import Follower
from rekkas.mail import queries as mail
from rekkas.mail.choices import UnitKind
from rekkas.reach.choices import Channel, Kind
from rekkas.reach.commands import write_texts
from rekkas.reach.entries import TextEntry
from rekkas.reach.errors import NotReachable

CONFIRM_WITHIN = timedelta(minutes=30)
FOLLOWED_AT_MOST = 100


@command
def follow_item(
    *,
    number: str,
    channel: str,
    reader: str,
    language: str,
    code: ShortCode,
    address: str,
    by: Actor,
    at: Moment,
) -> Followed:
    """Tell somebody of an item from now on. A telephone or mailbox that was not proved gets a code first.

    One that is told already gets a code all the same, and whoever asks the same answer: nobody learns from it who
    follows what.
    """
    if by.kind == ActorKind.PERSON and by.citizen != reader:
        raise NotYourOwn
    unit = mail.latest_unit(number, UnitKind.ITEM)
    row = Follower.objects.select_for_update().filter(unit=unit, channel=channel, reader=reader).first()
    row = row or Follower(unit=unit, channel=channel, reader=reader)
    if not _is_told(row):
        row.language, row.confirmed_at, row.ended_at = language, None, None
    row.asked_at, row.wrong = at, 0
    if by.citizen and channel == Channel.SMS:
        _begin(row, at)
        return Followed(row.pk, True)
    count_at_door(f"codes to {reader}", at, CODES_TO_A_PHONE)
    count_at_door(address, at, CODES_FROM_AN_ADDRESS)
    row.until = at + CONFIRM_WITHIN
    row.save()
    row.code_hash = code.kept_for(f"follower {row.pk}")
    row.save(update_fields=["code_hash"])
    _send_code(row, unit.number, code, by, at)
    return Followed(row.pk, False)


def _is_told(row: Follower) -> bool:
    return row.confirmed_at is not None and row.ended_at is None


def _begin(row: Follower, at: Moment) -> None:
    """Somebody has shown that the telephone or mailbox is theirs. So many items are followed by no person."""
    if not _is_told(row):
        followed = Follower.objects.filter(reader=row.reader, ended_at=None).exclude(confirmed_at=None)
        if followed.count() >= FOLLOWED_AT_MOST:
            raise TooManyKept(most=FOLLOWED_AT_MOST)
        row.confirmed_at = at
    row.code_hash, row.until = "", None
    row.save()


def _send_code(row: Follower, number: str, code: ShortCode, by: Actor, at: Moment) -> None:
    params = {"number": number, "code": code.plain}
    if row.channel == Channel.EMAIL:
        params["link"] = f"{settings.SITE_ADDRESS}/follow/{queries.follower_token(row.pk)}/"
    key = f"confirm/{row.pk}/{at:%Y%m%d%H%M%S%f}"
    text = TextEntry(key, row.channel, row.reader, Kind.CONFIRM, params, row.language, number)
    (answer,) = write_texts(texts=[text], by=by, at=at)
    if answer.outcome == "declined":
        raise NotReachable(to=row.reader)


@command
def confirm_following(*, follower: int, code: ShortCode | None, by: Actor, at: Moment) -> bool:
    """Begin to tell somebody of an item who knows the code that was sent to them; ``None``: they came by its link.

    A code that is wrong is counted, and after five it opens nothing: the answer is given, not raised.
    """
    row = Follower.objects.select_for_update().filter(pk=follower).first()
    if row is None:
        raise UnknownFollower
    if code is None and _is_told(row):
        return True
    if row.until is None or row.until <= at or row.wrong >= WRONG_AT_MOST:
        return False
    if code is not None and not constant_time_compare(row.code_hash, code.kept_for(f"follower {row.pk}")):
        row.wrong += 1
        row.save(update_fields=["wrong"])
        return False
    _begin(row, at)
    return True


@command
def unfollow(*, follower: int, by: Actor, at: Moment) -> None:
    """Tell somebody of an item no more."""
    row = Follower.objects.select_for_update().filter(pk=follower).first()
    if row is None:
        raise UnknownFollower
    if by.kind == ActorKind.PERSON and by.citizen != row.reader:
        raise NotYourOwn
    if row.ended_at is None:
        row.ended_at = at
        row.save(update_fields=["ended_at"])
