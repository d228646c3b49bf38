"""The citizens' door: a telephone is proved by a code that was sent to it."""

from datetime import datetime, timedelta

from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from rekkas.base.actors import Actor, Moment
from rekkas.base.choices import ActorKind
from rekkas.base.command import command
from rekkas.base.keys import ShortCode
from rekkas.citizen import queries
from rekkas.citizen.entries import CitizenAnswer
from rekkas.citizen.errors import CodeJustSent, NotATelephone, TooManyCodes
from rekkas.citizen.models import Citizen, DoorCode, DoorCount
from rekkas.reach.choices import Channel, Kind
from rekkas.reach.commands import write_texts
from rekkas.reach.entries import TextEntry

CODE_LASTS, PAUSE, HOUR = timedelta(minutes=10), timedelta(seconds=30), timedelta(hours=1)
WRONG_AT_MOST = 5
# In an hour: to one telephone, and from one address of the network, behind which a whole quarter may be.
CODES_TO_A_PHONE, CODES_FROM_AN_ADDRESS = 5, 60
# Whoever stands before the door has no name yet.
AT_THE_DOOR = Actor(
    ActorKind.SYSTEM,
    "citizens’ door",
    permissions=frozenset(
        {
            "citizen.ask_code",
            "citizen.log_in_citizen",
            "citizen.follow_item",
            "citizen.confirm_following",
            "citizen.unfollow",
        }
    ),
)


@command
def ask_code(*, phone: str, code: ShortCode, address: str, language: str, by: Actor, at: Moment) -> None:
    """Send a code to a telephone that somebody wants to log in with. One asked for before opens nothing any more."""
    if not phone.startswith("+"):
        raise NotATelephone
    row = queries.door_code_for_update(phone) or DoorCode(phone=phone, until=at)
    asked = [one for one in map(datetime.fromisoformat, row.asked) if at - HOUR < one <= at]
    if asked and at - asked[-1] < PAUSE:
        raise CodeJustSent(seconds=int((PAUSE - (at - asked[-1])).total_seconds()) + 1)
    if len(asked) >= CODES_TO_A_PHONE:
        raise TooManyCodes
    count_at_door(address, at, CODES_FROM_AN_ADDRESS)
    row.code_hash, row.until, row.wrong = code.kept_for(phone), at + CODE_LASTS, 0
    row.asked = [one.isoformat() for one in (*asked, at)]
    row.save()
    text = TextEntry(
        f"code/{phone}/{at:%Y%m%d%H%M%S}", Channel.SMS, phone, Kind.CODE, {"code": code.plain}, language
    )  # fmt: skip
    write_texts(texts=[text], by=by, at=at)


@command
def log_in_citizen(*, phone: str, code: ShortCode, language: str, by: Actor, at: Moment) -> CitizenAnswer:
    """Let a citizen in who knows the code that was sent to their telephone. After five wrong ones it opens nothing.

    A code that is wrong is counted: the answer is given, not raised, so that the count stays.
    """
    row = queries.door_code_for_update(phone)
    if row is None or not row.code_hash or row.until <= at or row.wrong >= WRONG_AT_MOST:
        return CitizenAnswer()
    if not constant_time_compare(row.code_hash, code.kept_for(phone)):
        row.wrong += 1
        row.save(update_fields=["wrong"])
        return CitizenAnswer()
    row.code_hash = ""
    row.save(update_fields=["code_hash"])
    known = queries.citizen_for_update(phone)
    if known is None:
        known = Citizen.objects.create(phone=phone, language=language, since=at, last_in_at=at)
    else:
        known.last_in_at = at
        known.save(update_fields=["last_in_at"])
    return CitizenAnswer(True, queries.proof_of(known))


def count_at_door(whom: str, at: Moment, at_most: int) -> None:
    """Count in each hour what is asked for from an address of the network, or goes to one telephone or mailbox.

    Only a keyed hash of whom it is about is kept, for an hour.
    """
    who = salted_hmac("rekkas.citizen.address", whom, algorithm="sha256").hexdigest()
    hour = at.replace(minute=0, second=0, microsecond=0)
    row, _is_new = DoorCount.objects.get_or_create(who=who, hour=hour)
    if row.count >= at_most:
        raise TooManyCodes
    DoorCount.objects.filter(pk=row.pk).update(count=F("count") + 1)
    DoorCount.objects.filter(hour__lt=hour - HOUR).delete()
