"""The clearing with other banks: its rules, its hours, its files, what waits for a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet, Sum

from rekkas.desk.listings import Listing
from rekkas.payments.choices import Direction, NoteOutcome, TransferState, TransferWay
from rekkas.payments.errors import (
    NoClearing,
    UnknownClearingFile,
    UnknownException,
    UnknownUnallocated,
)
from rekkas.payments.models import (
    Clearing,
    ClearingBank,
    ClearingFile,
    ClearingSettlement,
    CreditTransfer,
    CutOff,
    StatusNote,
    Unallocated,
)
from rekkas.territory import queries as territory

DAYS_LOOKED_AHEAD = 31


def clearing_rules(country: str) -> Clearing:
    """How transfers of a country reach other banks."""
    found = Clearing.objects.select_related("country").filter(pk=country).first()
    if found is None:
        raise NoClearing(country=country)
    return found


def clearing_rules_for_update(country: str) -> Clearing:
    """The same, held until the change is made: one cut-off is closed at a time."""
    rows = Clearing.objects.select_for_update(of=("self",)).select_related("country")
    found = rows.filter(pk=country).first()
    if found is None:
        raise NoClearing(country=country)
    return found


def clearings() -> list[Clearing]:
    """Every clearing that is set up."""
    return list(Clearing.objects.select_related("country").order_by("country"))


def zone_of(rules: Clearing) -> ZoneInfo:
    """The clock by which its days and hours are counted."""
    return ZoneInfo(rules.country.time_zone)


def day_of(rules: Clearing, at: datetime) -> date:
    return at.astimezone(zone_of(rules)).date()


# ---- banks -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Directory:
    """The banks that a clearing reaches, by their number and by their BIC."""

    by_member: Mapping[str, ClearingBank]
    by_bic: Mapping[str, ClearingBank]

    def name_of(self, member: str) -> str:
        """The bank's name where it is known, else its number."""
        found = self.by_member.get(member)
        return found.shown_name if found else member


def directory(country: str) -> Directory:
    """The banks that the clearing of a country reaches."""
    rows = list(ClearingBank.objects.filter(country=country, retired=False).order_by("member"))
    return Directory({row.member: row for row in rows}, {row.bic: row for row in rows if row.bic})


# ---- cut-offs --------------------------------------------------------------------------------------------------


def cut_off_moments(rules: Clearing, day: date) -> list[datetime]:
    """When the cut-offs of a day are; none on a day on which the clearing rests."""
    if str(day.isoweekday()) not in rules.days or territory.holidays_between(rules.country_id, day, day):
        return []
    zone = zone_of(rules)
    return [
        datetime.combine(day, time(minutes // 60, minutes % 60), tzinfo=zone) for minutes in rules.cut_offs
    ]


@dataclass(frozen=True, slots=True)
class CutOffDue:
    """A cut-off that is not closed: its day, its number on that day, and when it is."""

    business_date: date
    ordinal: int
    due_at: datetime


def next_cut_offs(rules: Clearing, at: datetime, count: int = 3) -> list[CutOffDue]:
    """The cut-offs of today that are not closed, and those after them."""
    today = day_of(rules, at)
    done = set(
        CutOff.objects.filter(country=rules.country_id, business_date__gte=today).values_list(
            "business_date", "ordinal"
        )
    )
    found: list[CutOffDue] = []
    for ahead in range(DAYS_LOOKED_AHEAD):
        day = today + timedelta(days=ahead)
        for ordinal, due_at in enumerate(cut_off_moments(rules, day), start=1):
            if (day, ordinal) not in done:
                found.append(CutOffDue(day, ordinal, due_at))
        if len(found) >= count:
            break
    return found[:count]


def cut_off(country: str, business_date: date, ordinal: int) -> CutOff | None:
    """One cut-off, if it was closed."""
    rows = CutOff.objects.select_related("country")
    return rows.filter(country=country, business_date=business_date, ordinal=ordinal).first()


def cut_offs(country: str) -> Listing[CutOff]:
    """The cut-offs that were closed, the latest first."""
    return Listing(CutOff.objects.filter(country=country).order_by("-business_date", "-ordinal"), list)


def files_of(found: CutOff) -> list[ClearingFile]:
    """The files of a cut-off, without their content."""
    rows = ClearingFile.objects.filter(cut_off=found).defer("content").order_by("id")
    return list(rows)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many transfers wait for the next file, and of how much."""

    way: TransferWay
    count: int
    total: int


def waiting(country: str) -> list[Waiting]:
    """What waits for the next file: transfers to other banks, and what goes back."""
    rows = CreditTransfer.objects.filter(country=country, state=TransferState.WAITING)
    sums = {
        way: (count, total)
        for way, count, total in rows.values_list("way").annotate(Count("id"), Sum("amount")).order_by()
    }
    return [Waiting(way, *sums.get(way, (0, 0))) for way in (TransferWay.OUT, TransferWay.IN)]


def waiting_for_update(country: str, way: TransferWay) -> list[CreditTransfer]:
    """The transfers that wait for the next file, held until they are in it; those that came first, first."""
    rows = CreditTransfer.objects.select_for_update(of=("self",)).filter(
        country=country, state=TransferState.WAITING, way=way
    )
    return list(rows.order_by("id"))


# ---- files -----------------------------------------------------------------------------------------------------


def clearing_file(digest: str) -> ClearingFile:
    """One file between banks, by the digest of its bytes."""
    found = ClearingFile.objects.filter(digest=digest).order_by("id").first()
    if found is None:
        raise UnknownClearingFile(number=digest)
    return found


def clearing_files(direction: str = "") -> Listing[ClearingFile]:
    """Files between banks, the latest first, without their content."""
    rows = ClearingFile.objects.defer("content").select_related("cut_off").order_by("-id")
    return Listing(rows.filter(direction=direction) if direction in Direction.values else rows, list)


def same_clearing_file(
    direction: Direction, *, digest: str, fingerprint: str | None, sender: str, message: str, message_id: str
) -> ClearingFile | None:
    """The file that came before with these bytes, these transfers, or this identification of its sender."""
    same = Q(digest=digest) | Q(sender=sender, message=message, message_id=message_id)
    if fingerprint:
        same |= Q(sender=sender, fingerprint=fingerprint)
    rows = ClearingFile.objects.filter(direction=direction).filter(same)
    return rows.defer("content").order_by("id").first()


def our_file(message_id: str) -> ClearingFile | None:
    """The file of ours that a status speaks of."""
    rows = ClearingFile.objects.filter(direction=Direction.OUT, message_id=message_id)
    return rows.exclude(message="pacs.002").defer("content").order_by("id").first()


def notes_of(file: ClearingFile) -> Listing[StatusNote]:
    """What each line of a file said, in its order."""
    return Listing(StatusNote.objects.filter(file=file).select_related("transfer").order_by("position"), list)


# ---- what waits for a person -----------------------------------------------------------------------------------


def _aside() -> "QuerySet[StatusNote]":
    rows = StatusNote.objects.filter(outcome=NoteOutcome.ASIDE)
    return rows.select_related("transfer", "file").defer("file__content")


def kept_aside() -> Listing[StatusNote]:
    """What was kept aside and nobody has explained yet, the oldest first."""
    return Listing(_aside().filter(explained_at=None).order_by("id"), list)


def exception(number: str) -> StatusNote:
    """One line that was kept aside, by its number."""
    digest, _, position = number.partition("-")
    found = None
    if len(digest) == StatusNote.DIGITS and position.isdecimal() and len(position) <= 9:
        found = _aside().filter(file__digest__startswith=digest, position=int(position)).first()
    if found is None:
        raise UnknownException(number=number)
    return found


def exception_for_update(number: str) -> StatusNote:
    """The same, held until the change is made."""
    return StatusNote.objects.select_for_update().get(pk=exception(number).pk)


def unallocated_open() -> Listing[Unallocated]:
    """Money that no account took yet, that whose clock runs out first, first."""
    rows = Unallocated.objects.filter(closed_at=None).select_related("transfer", "country")
    return Listing(rows.order_by("due_at", "id"), list)


def unallocated(number: str) -> Unallocated:
    """One amount that no account took."""
    found = Unallocated.objects.filter(number=number).select_related("transfer", "country").first()
    if found is None:
        raise UnknownUnallocated(number=number)
    return found


def unallocated_for_update(number: str) -> Unallocated:
    """The same, held until the change is made."""
    rows = Unallocated.objects.select_for_update(of=("self",)).select_related("country")
    found = rows.filter(number=number).first()
    if found is None:
        raise UnknownUnallocated(number=number)
    return found


@dataclass(frozen=True, slots=True)
class ToDo:
    """How much waits for a person."""

    aside: int
    unallocated: int
    overdue: int


def clearing_to_do(at: datetime) -> ToDo:
    """How much waits for a person, and how much of it too long."""
    rows = Unallocated.objects.filter(closed_at=None)
    sums = rows.aggregate(all=Count("id"), late=Count("id", filter=Q(due_at__lte=at)))
    return ToDo(len(kept_aside()), sums["all"], sums["late"])


# ---- settlement ------------------------------------------------------------------------------------------------


def settlements(country: str) -> Listing[ClearingSettlement]:
    """What was settled through the central bank, the latest first."""
    return Listing(ClearingSettlement.objects.filter(country=country).order_by("-settled_date"), list)


S = TransferState
# What is owed to other banks and by them: which transfers, how much of each, what marks it settled, whose day counts.
GIVEN = (
    (
        Q(way=TransferWay.OUT, state__in=(S.SETTLED, S.RETURNED), settlement=None),
        "amount",
        "settlement",
        "sent_file",
    ),
    (
        Q(way=TransferWay.IN, state=S.RETURNED, return_settlement=None),
        "returned",
        "return_settlement",
        "return_file",
    ),
)
RECEIVED = (
    (
        Q(way=TransferWay.IN, state__in=(S.SETTLED, S.HELD, S.WAITING, S.RETURNED), settlement=None),
        "amount", "settlement", "came_file",
    ),
    (Q(way=TransferWay.OUT, state=S.RETURNED, return_settlement=None), "returned", "return_settlement", "return_file"),
)  # fmt: skip
Part = tuple[Q, str, str, str]


def to_settle(country: str, condition: Q, column: str, file: str, until: date) -> list[tuple[int, int]]:
    """Transfers that are owed between the banks up to a day, with how much, held until they are settled."""
    rows = CreditTransfer.objects.select_for_update(of=("self",)).filter(
        condition, country=country, **{f"{file}__settled_date__lte": until}
    )
    return list(rows.order_by("id").values_list("pk", column))


def net_of(country: str, until: date) -> int:
    """What our files say that comes to us less what we give, up to a day."""
    total = 0
    for sign, parts in ((-1, GIVEN), (1, RECEIVED)):
        for condition, column, _, file in parts:
            rows = CreditTransfer.objects.filter(
                condition, country=country, **{f"{file}__settled_date__lte": until}
            )
            total += sign * (rows.aggregate(total=Sum(column))["total"] or 0)
    return total
