"""Whoever acts for a merchant: invited by an owner, given a role, taken out of the team again."""

from django.core import signing
from django.utils.translation import gettext as _

from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.command import command
from rekkas.base.errors import InvalidInput
from rekkas.merchant import queries
from rekkas.merchant.choices import MemberRole
from rekkas.merchant.entries import DoorAnswer, NewPassword
from rekkas.merchant.errors import CodeWrong, LastOwner, MailboxInUse, TooManyHere, UnknownMember
from rekkas.merchant.models import Member, Merchant
from rekkas.merchant.queries.members import member_for_update, proof_of
from rekkas.reach.choices import Channel, Kind
from rekkas.reach.commands import write_texts
from rekkas.reach.entries import TextEntry

INVITATION_SALT, INVITATION_LASTS_S = "rekkas.merchant.invitation", 7 * 86_400


@command
def invite_member(
    *, email: str, name: str, role: MemberRole, site: str, by: Actor, at: Moment, key: str | None = None
) -> str:
    """Ask somebody into a merchant's team: a letter goes to their mailbox, whose link lets them choose a password.

    Asked once more, a new letter goes, and the link of the one before opens nothing. Returns their number.
    """
    merchant = _own_team(by)
    email, name = queries.plain_mailbox(email), " ".join(name.split())
    if not name:
        raise InvalidInput(field="name", reason=_("it is empty."))
    known = queries.member_for_mailbox(email)
    if known is not None and (known.merchant_id != merchant.pk or known.proved_at is not None):
        raise MailboxInUse
    row = member_for_update(known.number) if known is not None else _new(merchant, email, by, at)
    if row is None:
        raise UnknownMember(number=email)
    row.name, row.role, row.visits = name[:120], role, row.visits + 1
    row.save()
    link = f"{site}/pro/join/{signing.dumps([row.number, row.visits], salt=INVITATION_SALT)}/"
    text = TextEntry(
        f"invitation/{row.number}/{row.visits}", Channel.EMAIL, row.email, Kind.INVITATION,
        {"link": link, "merchant": merchant.customer.name[:120]}, row.language,
        country=merchant.customer.country_id,
    )  # fmt: skip
    write_texts(texts=[text], by=by, at=at)
    return row.number


def _new(merchant: Merchant, email: str, by: Actor, at: Moment) -> Member:
    most = queries.rules_of(merchant.customer.country_id).members_at_most
    rows = list(Member.objects.filter(merchant=merchant).order_by("-place")[: most * 2])
    if sum(row.retired_at is None for row in rows) >= most:
        raise TooManyHere(most=most)
    return Member(
        merchant=merchant,
        place=rows[0].place + 1,
        email=email,
        since=at,
        invited_by=author_name(by),
        visits=0,
    )


@command
def join_team(*, invitation: str, password: NewPassword, by: Actor, at: Moment) -> DoorAnswer:
    """Let somebody who was invited choose a password, once, by the link in their letter, and let them in."""
    row = invited(invitation)
    if row is None:
        raise CodeWrong
    row.secret_hash, row.visits = password.hash, row.visits + 1
    row.proved_at = row.last_in_at = at
    row.save()
    return DoorAnswer(True, row.number, proof_of(row))


def invited(invitation: str) -> Member | None:
    """Whom an invitation is for; nobody once it was used, or is too old."""
    try:
        number, visits = signing.loads(invitation, salt=INVITATION_SALT, max_age=INVITATION_LASTS_S)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    row = member_for_update(str(number))
    is_open = row is not None and row.retired_at is None and row.proved_at is None and row.visits == visits
    return row if is_open else None


@command
def assign_member(*, number: str, role: MemberRole, by: Actor, at: Moment) -> None:
    """Give somebody of one's team another role. A team keeps one owner."""
    row = _theirs(number, by)
    if row.role == MemberRole.OWNER and role != MemberRole.OWNER:
        _check_other_owner(row)
    row.role = role
    row.save(update_fields=["role"])


@command
def retire_member(*, number: str, by: Actor, at: Moment) -> None:
    """Take somebody out of one's team for good; what they did stays under their name."""
    row = _theirs(number, by)
    if row.retired_at is not None:
        return
    if row.role == MemberRole.OWNER:
        _check_other_owner(row)
    row.retired_at, row.visits, row.secret_hash, row.code_hash = at, row.visits + 1, "", ""
    row.save()


def _own_team(by: Actor) -> Merchant:
    """The team of whoever asks, held: two who ask at once do so one after the other."""
    row = queries.merchant(by.customer or "")
    Merchant.objects.select_for_update().get(customer=row.pk)
    return row


def _theirs(number: str, by: Actor) -> Member:
    _own_team(by)
    row = member_for_update(number)
    if row is None or row.merchant_id != by.customer:
        raise UnknownMember(number=number)
    return row


def _check_other_owner(row: Member) -> None:
    others = Member.objects.filter(
        merchant=row.merchant_id, role=MemberRole.OWNER, retired_at=None, proved_at__isnull=False
    )
    if not others.exclude(pk=row.pk).exists():
        raise LastOwner
