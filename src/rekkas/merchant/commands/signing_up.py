"""A business becomes a merchant of the post by itself, and the post checks afterwards who it is."""

from django.utils.translation import gettext as _

from postkit.phone import e164
from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.choices import ActorKind
from rekkas.base.command import command
from rekkas.base.errors import InvalidInput
from rekkas.base.keys import ShortCode
from rekkas.catalogue.commands import register_customer
from rekkas.citizen.commands.door import count_at_door
from rekkas.merchant import queries
from rekkas.merchant.choices import MemberRole, MerchantState
from rekkas.merchant.commands.codes import send_code
from rekkas.merchant.entries import NewPassword, SignedUp, SignUp
from rekkas.merchant.errors import ChecksOneself, MailboxInUse, MerchantKnown
from rekkas.merchant.models import Member, Merchant
from rekkas.merchant.queries.merchants import free_code

SIGN_UPS_FROM_AN_ADDRESS = 10  # in an hour; each writes to a mailbox that somebody named
# Whoever stands before the door has no name yet.
AT_THE_DOOR = Actor(
    ActorKind.SYSTEM, "merchants’ door",
    permissions=frozenset(
        {
            "merchant.sign_up_merchant", "merchant.log_in_member", "merchant.prove_mailbox",
            "merchant.ask_merchant_code", "merchant.join_team", "merchant.reset_password",
        }
    ),
)  # fmt: skip


@command
def sign_up_merchant(
    *, business: SignUp, password: NewPassword, code: ShortCode, address: str, by: Actor, at: Moment
) -> SignedUp:
    """Take a business in as a merchant, with whoever signs up as its owner; a code goes to their mailbox.

    It may send at once, within the limits of its country; who it is, the post checks afterwards. ``address`` is from
    where in the network it signs up: so many an hour.
    """
    count_at_door(f"merchants signing up {address}", at, SIGN_UPS_FROM_AN_ADDRESS)
    name, who = " ".join(business.name.split()), " ".join(business.member_name.split())
    for field, value in (("name", name), ("member_name", who)):
        if not value:
            raise InvalidInput(field=field, reason=_("it is empty."))
    scheme, number = queries.tax_number_said(business.country, business.tax_number)
    phone = e164(business.phone, business.country)
    if not phone:
        raise InvalidInput(field="phone", reason=_("it is no telephone number."))
    email = queries.plain_mailbox(business.email)
    if Merchant.objects.filter(tax_scheme=scheme, tax_number=number).exists():
        raise MerchantKnown
    if queries.member_for_mailbox(email) is not None:
        raise MailboxInUse
    merchant = free_code(name, number)
    register_customer(
        code=merchant, name=name, name_ar=business.name_ar, phone=phone, email=email, country=business.country,
        by=by, at=at,
    )  # fmt: skip
    row = Merchant.objects.create(customer_id=merchant, tax_scheme=scheme, tax_number=number, since=at)
    owner = Member.objects.create(
        merchant=row, place=1, email=email, name=who[:120], role=MemberRole.OWNER, language=business.language,
        secret_hash=password.hash, since=at,
    )  # fmt: skip
    send_code(owner, code, by=by, at=at)
    return SignedUp(merchant, owner.number)


@command
def check_merchant(*, merchant: str, notes: str, by: Actor, at: Moment) -> None:
    """Note that somebody of the post has seen who a merchant is: the limits of those unknown end."""
    if by.customer:
        raise ChecksOneself
    row = _for_update(merchant)
    if not notes.strip():
        raise InvalidInput(field="notes", reason=_("say which papers you have seen."))
    row.state, row.checked_at, row.checked_by = MerchantState.CHECKED, at, author_name(by)
    row.notes_on_check = notes.strip()[:300]
    row.save()


@command
def close_merchant(*, merchant: str, reason: str, by: Actor, at: Moment) -> None:
    """End a merchant's contract: nobody of the team comes in any more, and its machines are not heard."""
    if by.customer:
        raise ChecksOneself
    row = _for_update(merchant)
    if not reason.strip():
        raise InvalidInput(field="reason", reason=_("say why."))
    row.state, row.notes_on_check = MerchantState.CLOSED, reason.strip()[:300]
    row.save()


def _for_update(merchant: str) -> Merchant:
    code = queries.merchant(merchant).customer_id
    return Merchant.objects.select_for_update().get(customer__code=code)
