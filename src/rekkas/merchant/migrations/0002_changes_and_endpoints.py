import django.db.models.deletion
from django.db import migrations, models

from rekkas.base.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("merchant", "0001_merchants"),
    ]

    operations = [
        migrations.CreateModel(
            name="Journal",
            fields=[
                (
                    "merchant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="merchant.merchant",
                    ),
                ),
                ("last_number", models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="RecordRead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("last_event", models.PositiveBigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Endpoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("url", models.CharField(max_length=500, verbose_name="address")),
                ("kinds", models.JSONField(default=list)),
                ("secret", models.TextField()),
                ("old_secret", models.TextField(blank=True, default="")),
                ("old_until", models.DateTimeField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Sent to"), ("paused", "Paused"), ("removed", "Removed")],
                        default="open",
                        max_length=8,
                    ),
                ),
                (
                    "why_paused",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("by-hand", "Paused by your team"),
                            ("broken", "Took nothing for a day"),
                            ("gone", "Says that it is there no longer"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                ("state_at", models.DateTimeField()),
                ("since", models.DateTimeField()),
                ("cursor", models.PositiveBigIntegerField()),
                ("failed_in_row", models.PositiveIntegerField(default=0)),
                ("rests_until", models.DateTimeField(null=True)),
                ("tried_at", models.DateTimeField(null=True)),
                ("taken_at", models.DateTimeField(null=True)),
                ("lease", models.UUIDField(null=True)),
                ("leased_until", models.DateTimeField(null=True)),
                (
                    "merchant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="merchant.merchant",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveBigIntegerField()),
                ("at", models.DateTimeField()),
                ("status", models.PositiveSmallIntegerField(default=0)),
                ("problem", models.CharField(blank=True, default="", max_length=12)),
                ("duration_ms", models.PositiveIntegerField()),
                ("answer", models.CharField(blank=True, default="", max_length=200)),
                ("is_last", models.BooleanField(default=False)),
                (
                    "endpoint",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="merchant.endpoint",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Held",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveBigIntegerField()),
                ("subject", models.CharField(max_length=40)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("failed_at", models.DateTimeField(null=True)),
                ("next_at", models.DateTimeField(null=True)),
                ("was_answered", models.BooleanField(default=False)),
                (
                    "endpoint",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="merchant.endpoint",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveBigIntegerField()),
                ("source", models.CharField(max_length=80, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("parcel.status", "A parcel is somewhere else, or something else"),
                            ("payout.made", "A payment is made"),
                            ("payout.returned", "A payment came back"),
                            ("endpoint.test", "A test, asked for on these pages"),
                        ],
                        max_length=24,
                    ),
                ),
                ("subject", models.CharField(max_length=40)),
                ("status", models.CharField(blank=True, default="", max_length=16)),
                ("reason", models.CharField(blank=True, default="", max_length=24)),
                ("event_code", models.CharField(blank=True, default="", max_length=3)),
                ("raw_code", models.CharField(blank=True, default="", max_length=32)),
                ("office_code", models.CharField(blank=True, default="", max_length=12)),
                ("happened_at", models.DateTimeField()),
                ("offset_min", models.SmallIntegerField()),
                ("recorded_at", models.DateTimeField()),
                ("body", models.TextField()),
                (
                    "merchant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="merchant.merchant",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("merchant", "number"), name="change_has_a_number_of_its_own"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="change_is_numbered_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["parcel.status", "payout.made", "payout.returned", "endpoint.test"])
                        ),
                        name="change_is_of_a_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject", ""), _negated=True), models.Q(("source", ""), _negated=True)
                        ),
                        name="change_is_of_something",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="endpoint",
            constraint=models.UniqueConstraint(
                fields=("merchant", "place"), name="endpoint_has_a_place_of_its_own"
            ),
        ),
        migrations.AddConstraint(
            model_name="endpoint",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "removed"), _negated=True),
                fields=("merchant", "url"),
                name="endpoint_is_known_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="endpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "paused"), ("why_paused__in", ["by-hand", "broken", "gone"])),
                    models.Q(("state__in", ("open", "removed")), ("why_paused", "")),
                    _connector="OR",
                ),
                name="endpoint_is_paused_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="endpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(("old_secret", ""), ("old_until__isnull", False), _connector="OR"),
                name="endpoint_old_secret_ends",
            ),
        ),
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(
                models.F("endpoint"),
                models.OrderBy(models.F("id"), descending=True),
                name="attempt_by_endpoint",
            ),
        ),
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(fields=["at"], name="attempt_by_age"),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("problem", ""), ("status__gte", 200), ("status__lt", 300)),
                    models.Q(("problem", ""), _negated=True),
                    _connector="OR",
                ),
                name="attempt_was_taken_or_has_a_problem",
            ),
        ),
        migrations.AddIndex(
            model_name="held",
            index=models.Index(fields=["endpoint", "subject", "number"], name="held_by_subject"),
        ),
        migrations.AddIndex(
            model_name="held",
            index=models.Index(fields=["endpoint", "next_at"], name="held_due"),
        ),
        migrations.AddConstraint(
            model_name="held",
            constraint=models.UniqueConstraint(fields=("endpoint", "number"), name="change_is_held_once"),
        ),
        migrations.AddConstraint(
            model_name="held",
            constraint=models.CheckConstraint(
                condition=models.Q(("attempts", 0), ("failed_at__isnull", False), _connector="OR"),
                name="held_change_failed_or_waits",
            ),
        ),
        append_only("merchant_change"),
    ]
