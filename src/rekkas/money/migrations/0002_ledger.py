import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

from rekkas.base.append_only import append_only
from rekkas.money.guards import guard_transfers


class TransfersOfTheOldLedger(Exception):
    """The ledger before this one kept no books, days or receipts: what it said cannot be said in the new one."""


def refuse_to_lose_money(apps, editor):
    count = apps.get_model("money", "Transfer").objects.count()
    if count:
        raise TransfersOfTheOldLedger(
            f"{count} transfers are in the ledger of an earlier version, which this one cannot read. Nothing was "
            "changed. Begin with an empty database; docs/operations/upgrade.md tells how to take the balances over."
        )


class Migration(migrations.Migration):
    dependencies = [("money", "0001_initial")]

    operations = [
        migrations.RunPython(refuse_to_lose_money, migrations.RunPython.noop),
        migrations.DeleteModel("Balance"),
        migrations.DeleteModel("Transfer"),
        migrations.DeleteModel("Account"),
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=80, unique=True)),
                ("kind", models.CharField(max_length=12)),
                ("owner", models.CharField(max_length=64)),
                ("currency", models.CharField(max_length=3)),
                (
                    "book",
                    models.CharField(
                        choices=[("post", "The post"), ("bank", "The postal bank")], max_length=4
                    ),
                ),
                ("stripes", models.PositiveSmallIntegerField(default=1)),
                ("is_witnessed", models.BooleanField(default=False)),
                ("opened_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "till",
                                    "courier",
                                    "vault",
                                    "transit",
                                    "suspense",
                                    "mirror",
                                    "merchant",
                                    "due",
                                    "order",
                                    "biller",
                                    "partner",
                                    "exchange",
                                    "income",
                                    "expense",
                                    "reserve",
                                    "current",
                                    "savings",
                                    "wallet",
                                    "clearing",
                                    "unallocated",
                                    "fees",
                                    "interest",
                                    "tax",
                                    "position",
                                ],
                            )
                        ),
                        name="account_is_of_a_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("book__in", ["post", "bank"])), name="account_is_in_a_known_book"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stripes__gte", 1), ("stripes__lte", 16)),
                        name="account_has_stripes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_witnessed", False), ("stripes", 1), _connector="OR"),
                        name="witnessed_account_has_one_stripe",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("is_witnessed", True), ("kind__in", ["courier", "till", "transit", "vault"])
                            ),
                            models.Q(
                                models.Q(
                                    ("kind__in", ["courier", "till", "transit", "vault"]), _negated=True
                                ),
                                ("is_witnessed", False),
                            ),
                            _connector="OR",
                        ),
                        name="cash_account_is_witnessed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "code",
                                django.db.models.functions.text.Concat(
                                    "kind", models.Value(":"), "owner", models.Value(":"), "currency"
                                ),
                            )
                        ),
                        name="account_code_says_what_it_is",
                    ),
                ],
                "indexes": [models.Index(fields=["kind", "owner"], name="account_by_owner")],
            },
        ),
        migrations.CreateModel(
            name="Balance",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="balances",
                        to="money.account",
                    ),
                ),
                ("received", models.BigIntegerField(default=0)),
                ("given", models.BigIntegerField(default=0)),
                ("coming", models.BigIntegerField(default=0)),
                ("leaving", models.BigIntegerField(default=0)),
                ("side", models.SmallIntegerField()),
                ("floor", models.BigIntegerField(null=True)),
                ("ceiling", models.BigIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("blocked", "Nothing may leave"),
                            ("frozen", "Nothing moves"),
                            ("closed", "Closed"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("line_count", models.BigIntegerField(default=0)),
                ("chain", models.BinaryField(max_length=32, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("given__gte", 0),
                            ("received__gte", 0),
                            models.Q(
                                models.Q(("coming__gte", 0), ("leaving__gte", 0)),
                                models.Q(("ceiling", None), ("floor", None)),
                                _connector="OR",
                            ),
                        ),
                        name="balance_counts_from_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", (1, -1))), name="balance_grows_on_one_side"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("floor", None),
                            models.Q(
                                (
                                    "floor__lte",
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("received"), "-", models.F("given")
                                        ),
                                        "-",
                                        models.F("leaving"),
                                    ),
                                ),
                                ("side", 1),
                            ),
                            models.Q(
                                (
                                    "floor__lte",
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("given"), "-", models.F("received")
                                        ),
                                        "-",
                                        models.F("coming"),
                                    ),
                                ),
                                ("side", -1),
                            ),
                            _connector="OR",
                        ),
                        name="balance_not_below_its_floor",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ceiling", None),
                            models.Q(
                                (
                                    "ceiling__gte",
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("received"), "+", models.F("coming")
                                        ),
                                        "-",
                                        models.F("given"),
                                    ),
                                ),
                                ("side", 1),
                            ),
                            models.Q(
                                (
                                    "ceiling__gte",
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("given"), "+", models.F("leaving")
                                        ),
                                        "-",
                                        models.F("received"),
                                    ),
                                ),
                                ("side", -1),
                            ),
                            _connector="OR",
                        ),
                        name="balance_not_above_its_ceiling",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            models.Q(("received", models.F("given")), ("coming", 0), ("leaving", 0)),
                            _connector="OR",
                        ),
                        name="closed_account_holds_nothing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(unique=True)),
                ("request", models.BinaryField(max_length=32)),
                ("kind", models.CharField(max_length=24)),
                (
                    "phase",
                    models.CharField(
                        choices=[("posted", "Moved"), ("held", "Set aside"), ("released", "Let go")],
                        max_length=8,
                    ),
                ),
                ("subject", models.CharField(blank=True, default="", max_length=40)),
                ("office_code", models.CharField(blank=True, default="", max_length=12)),
                ("business_date", models.DateField()),
                ("happened_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                (
                    "actor_kind",
                    models.CharField(
                        choices=[
                            ("person", "Person"),
                            ("device", "Device"),
                            ("system", "System"),
                            ("partner", "Partner"),
                        ],
                        max_length=8,
                    ),
                ),
                ("actor_name", models.CharField(max_length=150)),
                ("rate", models.CharField(blank=True, default="", max_length=40)),
                ("note", models.CharField(blank=True, default="", max_length=200)),
                (
                    "reverses",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="money.entry",
                    ),
                ),
                (
                    "settles",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="money.entry",
                    ),
                ),
                ("lane", models.PositiveSmallIntegerField()),
                ("seal_number", models.PositiveBigIntegerField()),
                ("digest", models.BinaryField(max_length=32)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("phase__in", ["posted", "held", "released"])),
                        name="entry_has_a_known_phase",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("phase", "released"), _negated=True),
                            models.Q(("settles", None), _negated=True),
                            _connector="OR",
                        ),
                        name="entry_that_lets_go_names_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("settles", None), ("reverses", None), _connector="OR"),
                        name="entry_names_one_other_at_most",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at", None), ("phase", "held"), _connector="OR"),
                        name="entry_expires_only_when_held",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("subject", ""), _negated=True),
                        fields=["subject", "id"],
                        name="entry_by_subject",
                    ),
                    models.Index(
                        condition=models.Q(("phase", "held")), fields=["expires_at"], name="entry_held"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "entry_id", "leg", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="money.entry",
                    ),
                ),
                ("leg", models.PositiveSmallIntegerField()),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="money.account",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="money.account",
                    ),
                ),
                ("amount", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("business_date", models.DateField()),
                ("is_held", models.BooleanField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="transfer_moves_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", models.F("target")), _negated=True),
                        name="transfer_between_two_accounts",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["source", "entry"], name="transfer_by_source"),
                    models.Index(fields=["target", "entry"], name="transfer_by_target"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="money.account",
                    ),
                ),
                ("number", models.BigIntegerField()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="money.entry"
                    ),
                ),
                ("delta", models.BigIntegerField()),
                ("after", models.BigIntegerField()),
                ("chain", models.BinaryField(max_length=32)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "account"), name="line_once_for_an_entry"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="line_counts_from_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Touch",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id",
                        "entry_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="money.account",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="money.entry",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ClosedDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "book",
                    models.CharField(
                        choices=[("post", "The post"), ("bank", "The postal bank")], max_length=4
                    ),
                ),
                ("business_date", models.DateField()),
                ("closed_at", models.DateTimeField()),
                (
                    "actor_kind",
                    models.CharField(
                        choices=[
                            ("person", "Person"),
                            ("device", "Device"),
                            ("system", "System"),
                            ("partner", "Partner"),
                        ],
                        max_length=8,
                    ),
                ),
                ("actor_name", models.CharField(max_length=150)),
                ("entry_count", models.BigIntegerField()),
                ("transfer_count", models.BigIntegerField()),
                ("trial_balance", models.JSONField()),
                ("heads", models.JSONField()),
                ("previous", models.BinaryField(max_length=32)),
                ("root", models.BinaryField(max_length=32)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("book", "business_date"), name="day_is_closed_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="DaySignature",
            fields=[
                (
                    "day",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="signature",
                        serialize=False,
                        to="money.closedday",
                    ),
                ),
                ("public_key", models.BinaryField(max_length=32)),
                ("signature", models.BinaryField(max_length=64)),
                ("signed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="DayBalance",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id",
                        "business_date",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="money.account",
                    ),
                ),
                ("business_date", models.DateField()),
                ("received", models.BigIntegerField()),
                ("given", models.BigIntegerField()),
            ],
        ),
        *(
            append_only(f"money_{table}")
            for table in (
                "account",
                "entry",
                "transfer",
                "line",
                "touch",
                "closedday",
                "daysignature",
                "daybalance",
            )
        ),
        guard_transfers(),
    ]
