import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("mail", "0005_items_by_phone"),
    ]

    operations = [
        migrations.CreateModel(
            name="Shipment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(unique=True)),
                ("customer_code", models.CharField(max_length=24)),
                ("reference", models.CharField(blank=True, default="", max_length=60)),
                ("content_digest", models.BinaryField(max_length=32)),
                ("number", models.CharField(max_length=35)),
                ("parcel_count", models.PositiveSmallIntegerField()),
                ("addressee_name", models.CharField(max_length=160)),
                ("amount", models.PositiveBigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("lines", models.JSONField()),
                ("promise_date", models.DateField(null=True)),
                ("likely_date", models.DateField(null=True)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=80)),
            ],
            options={
                "indexes": [models.Index(fields=["customer_code", "-id"], name="shipment_by_customer")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("reference", ""), _negated=True),
                        fields=("customer_code", "reference"),
                        name="shipment_reference_is_its_merchants_own",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("parcel_count__gt", 0)), name="shipment_has_parcels"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Parcel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("contents", models.CharField(blank=True, default="", max_length=120)),
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mail.unit"
                    ),
                ),
                (
                    "shipment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="shipping.shipment",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("shipment", "place"), name="parcel_has_its_place_in_a_shipment"
                    )
                ],
            },
        ),
    ]
