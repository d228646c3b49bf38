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
        "merchant.add_pickup_address",
        "merchant.remove_pickup_address",
    }
)
_MACHINES = frozenset(
    {
        "merchant.issue_merchant_key",
        "merchant.rotate_merchant_key",
        "merchant.revoke_merchant_key",
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


SCOPES_OF_USE: dict[KeyUse, frozenset[str]] = {
    KeyUse.SHIPPING: frozenset(
        {
            "mail.announce_items", "shipping.create_shipments", "shipping.cancel_shipment", "view.shipments",
            "view.mail", "view.network",
        }
    ),
    KeyUse.READING: frozenset({"view.shipments", "view.mail", "view.network"}),
}  # fmt: skip
