"""What can be asked of citizens and their post."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac

from postkit.phone import e164, region_of
from rekkas.base.access import Visitor, knows_citizens
from rekkas.base.choices import SubjectKind
from rekkas.base.looks import Look, Subject, looks_at_any
from rekkas.citizen.choices import EVENT_OF_CODE, ItemEvent, TextsBy
from rekkas.citizen.errors import NotATelephone, UnknownFollower
from rekkas.citizen.models import Authorisation, Citizen, DoorCode, Follower, SavedAddress, Sweep
from rekkas.mail import queries as mail
from rekkas.mail.queries import News, Tracking
from rekkas.mail.queries.phones import ADDRESSEE, SENDER
from rekkas.reach.queries import Manners
from rekkas.territory import queries as territory

LOOK_BACK = timedelta(minutes=15)  # what was recorded late is among what is looked at again
ITEMS_SHOWN = 30
# What asks for something is shown first.
FIRST = {"ready_for_pickup": 0, "out_for_delivery": 1, "attempt_failed": 2}
# They part each kind of token from the others.
TOKEN_SALT, MAILBOX_SALT = "rekkas.citizen.follower", "rekkas.citizen.mailbox"


def phone_said(text: str) -> str:
    """The telephone that somebody means, as it is kept."""
    phone = e164(text, settings.COUNTRY)
    if not phone:
        raise NotATelephone
    return phone


# ---- the door --------------------------------------------------------------------------------------------------


def proof_of(row: Citizen) -> str:
    """What a visit carries: it holds until all visits were ended."""
    return salted_hmac("rekkas.citizen.visit", f"{row.phone} {row.visits}", algorithm="sha256").hexdigest()


@knows_citizens
def citizen_at_door(phone: str, proof: str) -> Visitor | None:
    """The citizen whose visit it is."""
    row = Citizen.objects.filter(phone=phone).first()
    if row is None or not constant_time_compare(proof_of(row), proof):
        return None
    return Visitor(phone, zone_of(phone), row, phone)


def zone_of(phone: str) -> ZoneInfo:
    """The clock of a telephone's country, else that of the first country."""
    countries = territory.countries()
    own = region_of(phone)
    found = next((one for one in countries if one.iso == own), countries[0] if countries else None)
    return ZoneInfo(found.time_zone) if found else ZoneInfo("UTC")


def citizen(phone: str) -> Citizen | None:
    """What is known of somebody by their telephone."""
    return Citizen.objects.filter(phone=phone).first()


def citizen_for_update(phone: str) -> Citizen | None:
    """The same, held until the change is made."""
    return Citizen.objects.select_for_update().filter(phone=phone).first()


def door_code_for_update(phone: str) -> DoorCode | None:
    """The code that was sent to a telephone, held until it was tried."""
    return DoorCode.objects.select_for_update().filter(phone=phone).first()


# ---- their mailbox ---------------------------------------------------------------------------------------------


def mailbox_token(row: Citizen, until: datetime) -> str:
    """What the letter to a new address carries: whose it is, a hash of the address, and until when it may be used."""
    return signing.dumps([row.pk, _mailbox_hash(row.email), int(until.timestamp())], salt=MAILBOX_SALT)


def is_mailbox(row: Citizen, token: str, at: datetime) -> bool:
    """Whether a token was sent to the address that a citizen has chosen, and may still be used."""
    try:
        pk, mark, until = signing.loads(token, salt=MAILBOX_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return False
    return bool(row.email) and (pk, mark) == (row.pk, _mailbox_hash(row.email)) and at.timestamp() <= until


def _mailbox_hash(email: str) -> str:
    return salted_hmac(MAILBOX_SALT, email, algorithm="sha256").hexdigest()[:16]


# ---- their post ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OwnItem:
    """An item as its sender or addressee sees it."""

    number: str
    tracking: Tracking
    product: str
    is_over: bool
    due: int
    currency: str


def items_coming(phone: str, at: datetime) -> list[OwnItem]:
    """The latest items that go to a telephone, those still on their way first."""
    return _own_items(phone, ADDRESSEE, at)


def items_sent(phone: str, at: datetime) -> list[OwnItem]:
    """The latest items that come from a telephone."""
    return _own_items(phone, SENDER, at)


def _own_items(phone: str, end: str, at: datetime) -> list[OwnItem]:
    rows = {row.number: row for row in reversed(mail.items_of_phone(phone, end, at_most=ITEMS_SHOWN))}
    told = mail.track(list(reversed(rows)), at=at) if rows else []
    own = [
        OwnItem(
            one.number, one, rows[one.number].item.product.name, rows[one.number].position.is_final,
            rows[one.number].item.cod_amount if end == ADDRESSEE else 0, rows[one.number].item.currency,
        )
        for one in told
    ]  # fmt: skip
    return sorted(own, key=lambda item: (item.is_over, FIRST.get(item.tracking.status, len(FIRST))))


def authorisations_of(row: Citizen) -> list[Authorisation]:
    """Whom a citizen lets collect, also until lately."""
    rows = Authorisation.objects.select_related("unit").filter(citizen=row)
    return list(rows.order_by("-id")[:50])


def collectors_for(phone: str, number: str, on: date) -> list[Authorisation]:
    """Who may collect an item that goes to a telephone, on a day: asked at the counter beside their document."""
    unit = mail.latest_unit(number)
    rows = Authorisation.objects.filter(citizen__phone=phone, revoked_at=None, until__gte=on)
    return list(rows.filter(Q(unit=None) | Q(unit=unit)).order_by("id"))


def authorisations_keyed(keys: Iterable[UUID]) -> dict[UUID, Authorisation]:
    """Authorisations by their keys, with who gave them, also such as are over: whoever asks looks at their days."""
    rows = Authorisation.objects.select_related("citizen").filter(key__in=set(keys))
    return {row.key: row for row in rows}


def addresses_of(row: Citizen) -> list[SavedAddress]:
    """The addresses that a citizen keeps, the usual one first."""
    return list(SavedAddress.objects.filter(citizen=row, removed_at=None).order_by("-is_usual", "id"))


def looks_at_citizen(row: Citizen, at: datetime) -> list[Look]:
    """Who of the post looked at what is known of a citizen: by their telephone, and at the items that go to them."""
    numbers = [item.number for item in mail.items_of_phone(row.phone, at_most=ITEMS_SHOWN)]
    subjects = [
        Subject(SubjectKind.PHONE, row.phone),
        *(Subject(SubjectKind.ITEM, number) for number in numbers),
    ]
    return looks_at_any(subjects)


# ---- who follows -----------------------------------------------------------------------------------------------


def follower_token(follower: int) -> str:
    """What a letter carries: it confirms, and later ends, what its reader follows."""
    return signing.dumps(follower, salt=TOKEN_SALT, compress=False)


def follower_of(token: str) -> Follower:
    """Who is meant by a token."""
    try:
        pk = int(signing.loads(token, salt=TOKEN_SALT))
    except (signing.BadSignature, ValueError, TypeError):
        raise UnknownFollower from None
    return follower(pk)


def follower(pk: int) -> Follower:
    found = Follower.objects.select_related("unit").filter(pk=pk).first()
    if found is None:
        raise UnknownFollower
    return found


def followed_by(reader: str) -> list[Follower]:
    """What a telephone or e-mail address follows."""
    rows = Follower.objects.select_related("unit").filter(reader=reader, ended_at=None)
    return list(rows.exclude(confirmed_at=None).order_by("-id")[:50])


def followers_of(unit_ids: Iterable[int]) -> dict[int, list[Follower]]:
    """Who follows each of these items."""
    found: dict[int, list[Follower]] = {}
    rows = Follower.objects.filter(unit__in=set(unit_ids), ended_at=None).exclude(confirmed_at=None)
    for row in rows.order_by("id"):
        found.setdefault(row.unit_id, []).append(row)
    return found


# ---- who is told -----------------------------------------------------------------------------------------------


def last_sweep(at: datetime) -> Sweep | None:
    """The sweep from which to look again: the latest that is old enough for whatever was recorded late."""
    rows = Sweep.objects.order_by("-at", "-id")
    return rows.filter(at__lte=at - LOOK_BACK).first() or Sweep.objects.order_by("at", "id").first()


def news_since(mark: Sweep, at_most: int, after: int = 0) -> list[News]:
    """What people can be told of since a sweep."""
    return mail.news_after(max(mark.last_event, after), list(EVENT_OF_CODE), at_most=at_most)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is told of an event, and how."""

    channel: str
    reader: str
    language: str
    follower: int = 0
    is_addressee: bool = False


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom an item of a product goes to, by their telephone, and in which country."""

    phone: str
    product: str
    country: str


def readers_of(news: Sequence[News]) -> list[list[Reader]]:
    """For each event who is told of it: its followers, and its addressee as they chose or else as the pack says."""
    followers, manners = followers_of(one.unit_id for one in news), Manners()
    citizens = _citizens_of(one.addressee_phone for one in news)
    return [_readers(one, followers.get(one.unit_id, []), citizens, manners) for one in news]


def addressees_told(asked: Sequence[Addressee], event: ItemEvent) -> list[Reader | None]:
    """For each addressee how they are told of an event, as they chose or as the pack says; none where they are not."""
    manners, citizens = Manners(), _citizens_of(one.phone for one in asked)
    return [_addressee(one, event, citizens.get(one.phone), manners) for one in asked]


def _citizens_of(phones: Iterable[str]) -> dict[str, Citizen]:
    return {row.phone: row for row in Citizen.objects.filter(phone__in={phone for phone in phones if phone})}


def _readers(
    news: News, followers: Sequence[Follower], citizens: dict[str, Citizen], manners: Manners
) -> list[Reader]:
    """Followers and the addressee, each once. An addressee who follows their own item is told as the addressee too.

    What has come back to where it was posted waits for its sender: its addressee collects it no more.
    """
    phone = "" if news.goes_back and EVENT_OF_CODE[news.code] is ItemEvent.WAITING else news.addressee_phone
    told = [
        Reader(row.channel, row.reader, row.language, row.pk, is_addressee=row.reader == phone)
        for row in followers
    ]
    asked = Addressee(phone, news.product, news.country)
    own = _addressee(asked, EVENT_OF_CODE[news.code], citizens.get(phone), manners)
    if own is None:
        return told
    if own.reader in {one.reader for one in told}:
        return [replace(one, is_addressee=True) if one.reader == own.reader else one for one in told]
    return [*told, own]


def _addressee(asked: Addressee, event: ItemEvent, row: Citizen | None, manners: Manners) -> Reader | None:
    """As they chose, or as the pack says. A mailbox is written to once it was proved; until then their telephone is."""
    if not asked.phone.startswith("+"):
        return None
    usual = manners.of(asked.country).events_for(asked.product)
    if row is None:
        return Reader("sms", asked.phone, "", is_addressee=True) if event in usual else None
    wanted = usual if row.events is None else row.events
    if event not in wanted or row.texts_by == TextsBy.NONE:
        return None
    by_email = row.texts_by == TextsBy.EMAIL and row.email == row.email_proved
    reader = row.email if by_email else asked.phone
    return Reader("email" if by_email else "sms", reader, row.language, is_addressee=True)


def usual_events(phone: str) -> tuple[str, ...]:
    """What a citizen who has chosen nothing is told of parcels, as the form shows it."""
    manners = Manners()
    rows = manners.of(manners.country_for(phone)).told
    told = {event for row in rows for event in row.events}
    return tuple(event.value for event in ItemEvent if event in told)
