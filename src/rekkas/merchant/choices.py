"""The words of merchants: who of a team may do what, and how far the post knows a merchant."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MerchantState(TextChoices):
    """``new``: what they said of themselves was not checked yet; ``closed``: they send nothing more."""

    NEW = "new", _("Not checked yet")
    CHECKED = "checked", _("Checked")
    CLOSED = "closed", _("Closed")


class MemberRole(TextChoices):
    OWNER = "owner", _("Owner")
    SHIPPER = "shipper", _("Shipping")
    ACCOUNTANT = "accountant", _("Accounts")
    DEVELOPER = "developer", _("Development")
    READER = "reader", _("Reading only")


# Pages that change nothing.
_READING = frozenset({"view.merchant", "view.shipments"})
_MONEY = frozenset({"view.contract"})
_ONESELF = frozenset({"merchant.change_password"})
_SHIPPING = frozenset(
    {
        "mail.announce_items",
        "shipping.create_shipments",
        "shipping.cancel_shipment",
        "shipping.upload_batch",
        "shipping.map_columns",
        "shipping.settle_places",
        "shipping.correct_batch_row",
        "shipping.make_batch",
        "shipping.drop_batch",
        "merchant.add_pickup_address",
        "merchant.remove_pickup_address",
    }
)
_MACHINES = frozenset(
    {
        "merchant.issue_merchant_key",
        "merchant.rotate_merchant_key",
        "merchant.revoke_merchant_key",
        "merchant.add_endpoint",
        "merchant.amend_endpoint",
        "merchant.pause_endpoint",
        "merchant.resume_endpoint",
        "merchant.remove_endpoint",
        "merchant.rotate_endpoint_secret",
        "merchant.replay_changes",
        "merchant.send_change_again",
        "merchant.send_test_change",
        "view.changes",
        "view.mail",
        "view.network",
    }
)
_TEAM = frozenset({"merchant.invite_member", "merchant.assign_member", "merchant.retire_member"})
MEMBER_PERMISSIONS: dict[MemberRole, frozenset[str]] = {
    MemberRole.OWNER: _READING | _MONEY | _ONESELF | _SHIPPING | _MACHINES | _TEAM,
    MemberRole.SHIPPER: _READING | _ONESELF | _SHIPPING,
    MemberRole.ACCOUNTANT: _READING | _MONEY | _ONESELF,
    MemberRole.DEVELOPER: _READING | _ONESELF | _MACHINES | _SHIPPING,
    MemberRole.READER: _READING | _ONESELF,
}


class KeyUse(TextChoices):
    """What a merchant's machine is for: each stands for the verbs and views that it needs."""

    SHIPPING = "shipping", _("Prices, parcels and labels")
    READING = "reading", _("Where parcels are")
    NEWS = "news", _("News of parcels and payments")


SCOPES_OF_USE: dict[KeyUse, frozenset[str]] = {
    KeyUse.SHIPPING: frozenset(
        {
            "mail.announce_items", "shipping.create_shipments", "shipping.cancel_shipment", "view.shipments",
            "view.mail", "view.network",
        }
    ),
    KeyUse.READING: frozenset({"view.shipments", "view.mail", "view.network"}),
    KeyUse.NEWS: frozenset({"view.changes"}),
}  # fmt: skip


class ChangeKind(TextChoices):
    """What a merchant’s journal tells. A code never changes."""

    PARCEL_STATUS = "parcel.status", _("A parcel is somewhere else, or something else")
    PAYOUT_MADE = "payout.made", _("A payment is made")
    PAYOUT_RETURNED = "payout.returned", _("A payment came back")
    TEST = "endpoint.test", _("A test, asked for on these pages")


# What may be subscribed to: a test goes to the endpoint that it was asked for.
SUBSCRIBED = tuple(kind for kind in ChangeKind if kind is not ChangeKind.TEST)


class EndpointState(TextChoices):
    OPEN = "open", _("Sent to")
    PAUSED = "paused", _("Paused")
    REMOVED = "removed", _("Removed")


class WhyPaused(TextChoices):
    """``broken``: nothing was taken for a day; ``gone``: it answered that it is there no longer (410)."""

    BY_HAND = "by-hand", _("Paused by your team")
    BROKEN = "broken", _("Took nothing for a day")
    GONE = "gone", _("Says that it is there no longer")


class Trouble(TextChoices):
    """Why an attempt failed; a code never changes."""

    STATUS = "status", _("It answered with an error")
    MOVED = "moved", _("It points to another address: enter that one here")
    ADDRESS = "address", _("The address leads to where the post may not send")
    UNRESOLVED = "unresolved", _("The name of the address is not known")
    UNREACHED = "unreached", _("Nobody is there")
    TLS = "tls", _("Its certificate is not right")
    TIMEOUT = "timeout", _("It did not answer in time")
    ANSWER = "answer", _("What it answered is not HTTP")
    REDIRECTS = "redirects", _("It points from one address to the next, too often")
    BUG = "bug", _("Something went wrong at the post")
