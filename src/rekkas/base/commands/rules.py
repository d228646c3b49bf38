"""How staff log in comes from the pack of their country."""

import msgspec

from postkit.pack.staff import Staff
from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.base.logins import forget_rules
from rekkas.base.models import StaffRules


@command
def load_staff(*, rules: Staff, country: str, by: Actor, at: Moment) -> None:
    """Take in which roles of a country need a second factor and when their desks lock; twice changes nothing."""
    StaffRules.objects.update_or_create(pk=country, defaults={"body": msgspec.to_builtins(rules)})
    forget_rules()
