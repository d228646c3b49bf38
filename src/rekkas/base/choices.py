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


# A permission is the name of a verb; a star stands for all verbs of an app. `view.*` are the pages that change nothing.
ROLE_PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.CLERK: frozenset({"counter.*", "mail.*", "delivery.*", "view.desk", "view.mail", "view.till"}),
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
    Role.MANAGER: frozenset({"counter.*", "mail.*", "delivery.*", "money.*", "view.*"}),
    Role.INSPECTOR: frozenset({"view.*"}),
    Role.COMPLIANCE: frozenset({"view.*"}),
    Role.PLANNER: frozenset({"strategy.*", "network.*", "view.*"}),
    Role.ENGINEER: frozenset({"base.*", "territory.*", "network.*", "catalogue.*", "mail.*", "view.*"}),
}
