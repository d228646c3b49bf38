"""Who can act, and in which role."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ActorKind(TextChoices):
    PERSON = "person", _("Person")
    DEVICE = "device", _("Device")
    SYSTEM = "system", _("System")
    PARTNER = "partner", _("Partner")


class Role(TextChoices):
    CLERK = "clerk", _("Counter clerk")
    SORTER = "sorter", _("Sorter")
    COURIER = "courier", _("Postman")
    TREASURER = "treasurer", _("Treasurer")
    MANAGER = "manager", _("Office manager")
    INSPECTOR = "inspector", _("Inspector")
    PLANNER = "planner", _("Network planner")
    ENGINEER = "engineer", _("Engineer")
    COMPLIANCE = "compliance", _("Compliance officer")


# Whoever stands where customers of the bank come.
_CUSTOMERS = frozenset(
    {"bank.enrol_customer", "bank.note_document", "bank.raise_level", "bank.amend_customer", "view.bank"}
)
# Whoever decides who is on a list: never the clerk who enrolled.
_SCREENING = frozenset(
    {
        "bank.screen_customers", "bank.decide_match", "bank.load_sanction_list", "bank.block_customer",
        "bank.unblock_customer",
    }
)  # fmt: skip

# A permission is the name of a verb; a star stands for all verbs of an app. `view.*` are the pages that change nothing.
ROLE_PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.CLERK: _CUSTOMERS
    | frozenset({"counter.*", "mail.*", "delivery.*", "view.desk", "view.mail", "view.till"}),
    Role.SORTER: frozenset({"mail.*", "view.desk", "view.mail"}),
    # Whoever carries cash does not count it in.
    Role.COURIER: frozenset(
        {
            "delivery.take_out",
            "delivery.attempt_delivery",
            "delivery.deliver_items",
            "delivery.await_collection",
            "mail.record_scans",
            "view.desk",
            "view.mail",
            "view.round",
        }
    ),
    Role.TREASURER: frozenset({"money.*", "commerce.*", "view.desk", "view.mail", "view.till", "view.money"}),
    Role.MANAGER: _CUSTOMERS
    | frozenset(
        {
            "counter.*",
            "mail.*",
            "delivery.*",
            "money.*",
            "view.*",
            "bank.block_customer",
            "bank.close_customer",
        }
    ),
    Role.INSPECTOR: frozenset({"view.*"}),
    Role.COMPLIANCE: _SCREENING | frozenset({"view.*"}),
    Role.PLANNER: frozenset({"strategy.*", "network.*", "view.*"}),
    Role.ENGINEER: frozenset(
        {"base.*", "territory.*", "network.*", "catalogue.*", "mail.*", "bank.load_bank", "view.*"}
    ),
}
