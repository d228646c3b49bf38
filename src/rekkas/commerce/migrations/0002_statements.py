import django.db.models.deletion
from django.db import migrations, models

from rekkas.base.append_only import append_only
from rekkas.commerce.guards import guard_lines


class PaymentsOfTheOldLedger(Exception):
    """What was paid before statements were made hangs on transfers that the ledger no longer reads."""


def refuse_to_lose_payments(apps, editor):
    for name in ("DuePayout", "Payout"):
        if apps.get_model("commerce", name).objects.exists():
            raise PaymentsOfTheOldLedger(
                "Dues and payments of an earlier version are here, whose ledger cannot be read. Nothing was changed. "
                "Begin with an empty database; docs/operations/upgrade.md tells how to take the balances over."
            )


class Migration(migrations.Migration):
    dependencies = [("commerce", "0001_initial")]

    operations = [
        migrations.RunPython(refuse_to_lose_payments, migrations.RunPython.noop),
        migrations.DeleteModel("DuePayout"),
        migrations.DeleteModel("Payout"),
        migrations.CreateModel(
            name="CodCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=80)),
                ("since", models.DateTimeField()),
                ("item_count", models.PositiveIntegerField(default=0)),
                ("exception_count", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="CodException",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.CharField(max_length=40)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("delivered-without-cash", "Delivered, and no cash was taken in"),
                            (
                                "refused-then-delivered",
                                "Refused, later said to be delivered, and no cash was taken in",
                            ),
                            ("cash-without-delivery", "Cash was taken in, and nothing was delivered"),
                            ("partial", "Less cash was taken in than was due"),
                            ("wrong-amount", "The amounts of delivery, cash and statement differ"),
                            ("delivered-twice", "Two scans say that it was delivered"),
                            ("carried-too-long", "The cash has been in a postman’s bag for more than a day"),
                            (
                                "kept-too-long",
                                "The cash has been in an office’s safe for more than three days",
                            ),
                            ("banked-without-line", "The cash is in the bank and on no statement’s list"),
                            (
                                "line-without-cash",
                                "It is on a statement’s list, and its cash is not in the bank",
                            ),
                        ],
                        max_length=24,
                    ),
                ),
                ("customer_code", models.CharField(blank=True, default="", max_length=24)),
                ("currency", models.CharField(blank=True, default="", max_length=3)),
                ("expected", models.BigIntegerField(default=0)),
                ("found", models.BigIntegerField(default=0)),
                ("place", models.CharField(blank=True, default="", max_length=80)),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("explained", "Explained"), ("gone", "No longer found")],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("explanation", models.CharField(blank=True, default="", max_length=500)),
                ("explained_at", models.DateTimeField(null=True)),
                ("explained_by", models.CharField(blank=True, default="", max_length=80)),
            ],
            options={
                "indexes": [models.Index(fields=["state", "id"], name="exception_by_state")],
                "constraints": [
                    models.UniqueConstraint(fields=("subject", "reason"), name="exception_is_listed_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reason__in",
                                [
                                    "delivered-without-cash",
                                    "refused-then-delivered",
                                    "cash-without-delivery",
                                    "partial",
                                    "wrong-amount",
                                    "delivered-twice",
                                    "carried-too-long",
                                    "kept-too-long",
                                    "banked-without-line",
                                    "line-without-cash",
                                ],
                            )
                        ),
                        name="exception_has_a_known_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "explained"), _negated=True),
                            models.Q(
                                models.Q(("explanation", ""), _negated=True),
                                models.Q(("explained_by", ""), _negated=True),
                                ("explained_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="exception_is_explained_in_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MerchantTerms",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("customer_code", models.CharField(max_length=24)),
                ("currency", models.CharField(max_length=3)),
                ("valid_from", models.DateField(verbose_name="from")),
                (
                    "cycle",
                    models.CharField(
                        choices=[
                            ("working-days", "Every working day"),
                            ("weekly", "Once a week"),
                            ("monthly", "Once a month"),
                            ("after-days", "So many days after the cash is in"),
                        ],
                        max_length=12,
                        verbose_name="paid out",
                    ),
                ),
                ("days", models.CharField(default="12345", max_length=7)),
                ("weekday", models.PositiveSmallIntegerField(default=0)),
                ("month_day", models.PositiveSmallIntegerField(default=0)),
                ("after_days", models.PositiveSmallIntegerField(default=0)),
                ("minimum", models.BigIntegerField(default=0)),
                (
                    "pay_way",
                    models.CharField(
                        choices=[
                            ("bank", "To an account at the postal bank"),
                            ("elsewhere", "To an account at another bank"),
                        ],
                        max_length=9,
                    ),
                ),
                ("pay_to", models.CharField(blank=True, default="", max_length=34)),
                ("fee", models.BigIntegerField(default=0)),
                ("fee_per_mille", models.PositiveSmallIntegerField(default=0)),
                ("tax_per_mille", models.PositiveSmallIntegerField(default=0)),
                ("return_fee", models.BigIntegerField(default=0)),
                (
                    "fees_taken",
                    models.CharField(
                        choices=[("deducted", "From what is paid out"), ("invoiced", "By an invoice")],
                        max_length=8,
                    ),
                ),
                ("agreed_at", models.DateTimeField()),
                ("agreed_by", models.CharField(max_length=80)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["customer_code", "currency", "valid_from"], name="terms_in_force")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cycle__in", ["working-days", "weekly", "monthly", "after-days"])
                        ),
                        name="terms_have_a_known_cycle",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pay_way", "elsewhere"),
                            models.Q(("pay_way", "bank"), models.Q(("pay_to", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="terms_say_where_to_pay",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fees_taken__in", ["deducted", "invoiced"])),
                        name="terms_take_fees_in_a_known_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fee__gte", 0),
                            ("fee_per_mille__lte", 1000),
                            ("minimum__gte", 0),
                            ("return_fee__gte", 0),
                            ("tax_per_mille__lte", 1000),
                        ),
                        name="terms_take_no_less_than_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("after_days", 0), ("cycle", "working-days"), ("month_day", 0), ("weekday", 0)
                            ),
                            models.Q(
                                ("after_days", 0),
                                ("cycle", "weekly"),
                                ("month_day", 0),
                                ("weekday__range", (1, 7)),
                            ),
                            models.Q(
                                ("after_days", 0),
                                ("cycle", "monthly"),
                                ("month_day__range", (1, 31)),
                                ("weekday", 0),
                            ),
                            models.Q(
                                ("after_days__lte", 90),
                                ("cycle", "after-days"),
                                ("month_day", 0),
                                ("weekday", 0),
                            ),
                            _connector="OR",
                        ),
                        name="terms_name_the_day_of_their_cycle",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days", ""), _negated=True), name="terms_know_their_weekdays"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RobberyReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=16, unique=True)),
                ("courier", models.CharField(max_length=80)),
                ("office_code", models.CharField(max_length=12)),
                ("currency", models.CharField(max_length=3)),
                ("amount", models.BigIntegerField()),
                ("items", models.JSONField()),
                ("police_report", models.CharField(max_length=80)),
                ("account", models.TextField(max_length=2000)),
                ("robbed_at", models.DateTimeField()),
                ("reported_at", models.DateTimeField()),
                ("reported_by", models.CharField(max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reported", "Reported"),
                            ("approved", "Borne by the post"),
                            ("declined", "Declined"),
                        ],
                        default="reported",
                        max_length=8,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.CharField(blank=True, default="", max_length=80)),
                ("decided_why", models.CharField(blank=True, default="", max_length=200)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), models.Q(("police_report", ""), _negated=True)),
                        name="robbery_took_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", ""), ("state", "reported")),
                            models.Q(
                                models.Q(("state", "reported"), _negated=True),
                                ("decided_at__isnull", False),
                                models.Q(("decided_by", ""), _negated=True),
                                models.Q(("decided_by", models.F("reported_by")), _negated=True),
                                models.Q(("decided_by", models.F("courier")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="robbery_is_decided_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reported_by", models.F("courier")), _negated=True),
                        name="robbery_is_not_reported_by_the_robbed",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "reported")),
                        fields=("courier", "office_code", "currency"),
                        name="robbery_is_decided_before_the_next",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True)),
                ("customer_code", models.CharField(max_length=24)),
                ("currency", models.CharField(max_length=3)),
                ("sequence", models.PositiveIntegerField()),
                ("period", models.DateField()),
                ("is_by_hand", models.BooleanField()),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=80)),
                ("line_count", models.PositiveIntegerField()),
                ("opening", models.BigIntegerField()),
                ("amount", models.BigIntegerField()),
                ("fee", models.BigIntegerField()),
                ("tax", models.BigIntegerField()),
                ("is_invoiced", models.BooleanField()),
                ("paid", models.BigIntegerField()),
                ("closing", models.BigIntegerField()),
                (
                    "why_not_paid",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("below-minimum", "Less than the minimum of the contract"),
                            ("negative", "The merchant owes the post"),
                            ("account", "The account does not take it"),
                            ("returned", "A payment came back: agree terms anew"),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
                ("why_code", models.CharField(blank=True, default="", max_length=64)),
                ("entry", models.UUIDField(null=True, unique=True)),
                (
                    "terms",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commerce.merchantterms",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SettlementLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("collected", "Cash collected"),
                            ("returned", "Sent back to the merchant"),
                            ("correction", "Correction"),
                            ("payout-returned", "Payment that came back"),
                        ],
                        max_length=16,
                    ),
                ),
                ("customer_code", models.CharField(max_length=24)),
                ("currency", models.CharField(max_length=3)),
                ("subject", models.CharField(max_length=40)),
                ("reference", models.CharField(blank=True, default="", max_length=64)),
                ("amount", models.BigIntegerField()),
                ("collected_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, default="", max_length=16)),
                ("note", models.CharField(blank=True, default="", max_length=200)),
                ("noted_by", models.CharField(max_length=80)),
                ("entry", models.UUIDField(null=True, unique=True)),
                ("fee", models.BigIntegerField(default=0)),
                ("tax", models.BigIntegerField(default=0)),
                (
                    "statement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="commerce.statement",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Payout",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True)),
                ("customer_code", models.CharField(max_length=24)),
                ("amount", models.PositiveBigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("item_count", models.PositiveIntegerField()),
                ("paid_at", models.DateTimeField()),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("bank", "To an account at the postal bank"),
                            ("elsewhere", "To an account at another bank"),
                        ],
                        max_length=9,
                    ),
                ),
                ("account", models.CharField(blank=True, default="", max_length=34)),
                ("ledger", models.CharField(max_length=80)),
                ("entry", models.UUIDField(unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("paid", "Paid"), ("returned", "Came back")], default="paid", max_length=8
                    ),
                ),
                ("transfer", models.CharField(blank=True, default="", max_length=16)),
                ("unsent_code", models.CharField(blank=True, default="", max_length=64)),
                ("returned", models.PositiveBigIntegerField(default=0)),
                ("returned_at", models.DateTimeField(null=True)),
                ("returned_by", models.CharField(blank=True, default="", max_length=80)),
                ("returned_why", models.CharField(blank=True, default="", max_length=200)),
                (
                    "statement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payout",
                        to="commerce.statement",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CheckedMerchant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("customer_code", models.CharField(max_length=24)),
                ("currency", models.CharField(max_length=3)),
                ("taken", models.BigIntegerField()),
                ("due", models.BigIntegerField()),
                ("owed", models.BigIntegerField()),
                ("expected_taken", models.BigIntegerField()),
                ("expected_due", models.BigIntegerField()),
                ("agrees", models.BooleanField()),
                (
                    "check_made",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merchants",
                        to="commerce.codcheck",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("check_made", "customer_code", "currency"), name="merchant_is_checked_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckedDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("customer_code", models.CharField(max_length=24)),
                ("currency", models.CharField(max_length=3)),
                ("delivered_on", models.DateField()),
                ("item_count", models.PositiveIntegerField()),
                ("delivered", models.BigIntegerField()),
                ("taken", models.BigIntegerField()),
                ("remitted", models.BigIntegerField()),
                (
                    "check_made",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="days",
                        to="commerce.codcheck",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("check_made", "customer_code", "currency", "delivered_on"),
                        name="day_is_checked_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CarriedCash",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account", models.CharField(max_length=80)),
                ("office_code", models.CharField(max_length=12)),
                ("courier", models.CharField(max_length=80)),
                ("currency", models.CharField(max_length=3)),
                ("item_count", models.PositiveIntegerField()),
                ("amount", models.BigIntegerField()),
                ("held", models.BigIntegerField()),
                ("oldest_at", models.DateTimeField()),
                ("is_old", models.BooleanField()),
                (
                    "check_made",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bags",
                        to="commerce.codcheck",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("check_made", "account"), name="bag_is_checked_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(
                condition=models.Q(("closing", 0), _negated=True),
                fields=["customer_code", "currency"],
                name="statement_carried",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.UniqueConstraint(
                fields=("customer_code", "currency", "sequence"), name="statement_follows_one_statement"
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_by_hand", False)),
                fields=("customer_code", "currency", "period"),
                name="statement_once_for_a_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "closing",
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("opening"), "+", models.F("amount")
                                ),
                                "-",
                                models.F("paid"),
                            ),
                        ),
                        ("is_invoiced", True),
                    ),
                    models.Q(
                        (
                            "closing",
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("opening"), "+", models.F("amount")
                                    ),
                                    "-",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("fee"), "+", models.F("tax")
                                    ),
                                ),
                                "-",
                                models.F("paid"),
                            ),
                        ),
                        ("is_invoiced", False),
                    ),
                    _connector="OR",
                ),
                name="statement_adds_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("paid", 0),
                    models.Q(("closing", 0), ("paid__gt", 0), ("why_not_paid", "")),
                    _connector="OR",
                ),
                name="statement_pays_all_or_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(("fee__gte", 0), ("sequence__gte", 1), ("tax__gte", 0)),
                name="statement_charges_no_less_than_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(("line_count__gt", 0), ("paid__gt", 0), _connector="OR"),
                name="statement_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(("paid", 0), ("entry__isnull", False), _connector="OR"),
                name="statement_that_pays_moves_money",
            ),
        ),
        migrations.AddIndex(
            model_name="settlementline",
            index=models.Index(
                condition=models.Q(("statement", None)),
                fields=["customer_code", "currency"],
                name="due_still_open",
            ),
        ),
        migrations.AddIndex(
            model_name="settlementline",
            index=models.Index(fields=["subject"], name="due_by_subject"),
        ),
        migrations.AddConstraint(
            model_name="settlementline",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["collected", "returned", "correction", "payout-returned"])),
                name="due_is_of_a_known_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlementline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__gt", 0), ("kind__in", ("collected", "payout-returned"))),
                    models.Q(("amount", 0), ("kind", "returned")),
                    models.Q(
                        ("kind", "correction"),
                        ("reason__in", ["taken-back", "wrong-amount", "claim"]),
                        models.Q(("amount", 0), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="due_is_of_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlementline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ("correction", "payout-returned")), _negated=True),
                    ("entry__isnull", False),
                    _connector="OR",
                ),
                name="due_is_corrected_by_an_entry",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlementline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("fee", 0), ("tax", 0)),
                    models.Q(("fee__gte", 0), ("statement__isnull", False), ("tax__gte", 0)),
                    _connector="OR",
                ),
                name="due_is_charged_on_a_statement",
            ),
        ),
        migrations.AddIndex(
            model_name="payout",
            index=models.Index(fields=["customer_code", "-id"], name="payout_by_customer"),
        ),
        migrations.AddIndex(
            model_name="payout",
            index=models.Index(
                condition=models.Q(("state", "paid"), ("transfer", ""), ("way", "elsewhere")),
                fields=["unsent_code", "id"],
                name="payout_unsent",
            ),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="payout_pays_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("returned", 0), ("returned_at", None), ("state", "paid")),
                    models.Q(
                        ("returned_at__isnull", False),
                        ("state", "returned"),
                        ("returned__gt", 0),
                        ("returned__lte", models.F("amount")),
                        models.Q(("returned_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="payout_comes_back_at_a_moment_and_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["bank", "elsewhere"])), name="payout_goes_a_known_way"
            ),
        ),
        append_only("commerce_statement"),
        append_only("commerce_merchantterms"),
        guard_lines(),
    ]
