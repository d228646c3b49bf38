import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0003_reach"),
        ("territory", "0003_hijri_and_amazigh"),
    ]

    operations = [
        migrations.CreateModel(
            name="MerchantRules",
            fields=[
                (
                    "country",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="territory.country",
                    ),
                ),
                ("body", models.JSONField()),
                ("loaded_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Merchant",
            fields=[
                (
                    "customer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="catalogue.customer",
                        to_field="code",
                    ),
                ),
                ("tax_scheme", models.CharField(max_length=16)),
                ("tax_number", models.CharField(max_length=24, verbose_name="tax number")),
                (
                    "state",
                    models.CharField(
                        choices=[("new", "Not checked yet"), ("checked", "Checked"), ("closed", "Closed")],
                        default="new",
                        max_length=8,
                    ),
                ),
                ("since", models.DateTimeField()),
                ("checked_at", models.DateTimeField(null=True)),
                ("checked_by", models.CharField(blank=True, default="", max_length=80)),
                ("notes_on_check", models.CharField(blank=True, default="", max_length=300)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tax_scheme", "tax_number"), name="merchant_is_known_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["new", "checked", "closed"])),
                        name="merchant_is_in_a_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "checked"), _negated=True),
                            models.Q(
                                ("checked_at__isnull", False), models.Q(("checked_by", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="merchant_checked_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("email", models.CharField(max_length=254, verbose_name="e-mail")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "Owner"),
                            ("shipper", "Shipping"),
                            ("accountant", "Accounts"),
                            ("developer", "Development"),
                            ("reader", "Reading only"),
                        ],
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                ("language", models.CharField(blank=True, default="", max_length=8)),
                ("secret_hash", models.CharField(blank=True, default="", max_length=128)),
                ("wrong", models.PositiveSmallIntegerField(default=0)),
                ("shut_until", models.DateTimeField(null=True)),
                ("code_hash", models.CharField(blank=True, default="", max_length=64)),
                ("code_until", models.DateTimeField(null=True)),
                ("code_wrong", models.PositiveSmallIntegerField(default=0)),
                ("code_sent_at", models.DateTimeField(null=True)),
                ("visits", models.PositiveIntegerField(default=1)),
                ("since", models.DateTimeField()),
                ("invited_by", models.CharField(blank=True, default="", max_length=80)),
                ("proved_at", models.DateTimeField(null=True)),
                ("last_in_at", models.DateTimeField(null=True)),
                ("retired_at", models.DateTimeField(null=True)),
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
                        fields=("merchant", "place"), name="member_has_a_place_of_their_own"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at", None)),
                        fields=("email",),
                        name="mailbox_is_one_members_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role__in", ["owner", "shipper", "accountant", "developer", "reader"])
                        ),
                        name="member_has_a_known_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("email__contains", "@")), name="member_has_a_mailbox"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PickupAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(max_length=40, verbose_name="name of this address")),
                ("name", models.CharField(max_length=120, verbose_name="who is there")),
                ("street", models.CharField(max_length=200, verbose_name="street and house")),
                ("phone", models.CharField(max_length=24, verbose_name="telephone")),
                ("is_usual", models.BooleanField(default=False)),
                ("recorded_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "locality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.locality",
                        to_field="code",
                        verbose_name="town or village",
                    ),
                ),
                (
                    "merchant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="merchant.merchant"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_usual", True), ("removed_at", None)),
                        fields=("merchant",),
                        name="merchant_has_one_usual_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("label", ""), _negated=True), models.Q(("name", ""), _negated=True)
                        ),
                        name="pickup_address_is_somewhere",
                    ),
                ],
            },
        ),
    ]
