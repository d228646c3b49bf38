from django.db import migrations, models

from rekkas.base.append_only import append_only, lifted, restored
from rekkas.money.guards import guard_transfers

KINDS = [
    "till", "courier", "vault", "transit", "suspense", "mirror", "merchant", "due", "order", "biller",
    "duty", "held", "acquirer", "partner", "exchange", "income", "expense", "reserve", "current", "savings",
    "wallet", "clearing", "unallocated", "fees", "interest", "tax", "position",
]  # fmt: skip


class Migration(migrations.Migration):
    """What counters take for administrations and by card, and what they hold until somebody decides."""

    dependencies = [("money", "0002_ledger")]

    operations = [
        lifted(guard_transfers()),
        lifted(append_only("money_account")),
        migrations.RemoveConstraint(model_name="account", name="account_is_of_a_known_kind"),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", KINDS)), name="account_is_of_a_known_kind"
            ),
        ),
        restored(append_only("money_account")),
        restored(guard_transfers()),
    ]
