import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import rekkas.catalogue.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("territory", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Product",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=24, verbose_name="code")),
                ("name_en", models.CharField(max_length=80, verbose_name="name in English")),
                (
                    "name_fr",
                    models.CharField(blank=True, default="", max_length=80, verbose_name="name in French"),
                ),
                (
                    "name_ar",
                    models.CharField(blank=True, default="", max_length=80, verbose_name="name in Arabic"),
                ),
                (
                    "prefix",
                    models.CharField(
                        max_length=2,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z]{2}$", "Write two capital letters, as on the label."
                            )
                        ],
                        verbose_name="S10 service indicator",
                    ),
                ),
                ("max_weight_g", models.PositiveIntegerField(verbose_name="heaviest item, in grams")),
                ("cod_allowed", models.BooleanField(default=False, verbose_name="cash on delivery")),
                (
                    "max_cod",
                    models.PositiveBigIntegerField(
                        default=0, verbose_name="highest amount collected (0: no limit)"
                    ),
                ),
                ("kept_days", models.PositiveSmallIntegerField(verbose_name="days kept at the office")),
                ("retired", models.BooleanField(default=False, verbose_name="retired")),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.country",
                        verbose_name="country",
                    ),
                ),
            ],
            options={
                "verbose_name": "product",
                "verbose_name_plural": "products",
            },
        ),
        migrations.CreateModel(
            name="PriceRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=32, verbose_name="code")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("base", "Carriage"),
                            ("cod", "Cash on delivery"),
                            ("insured", "Declared value"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "zone",
                    models.CharField(
                        choices=[
                            ("local", "Within the locality"),
                            ("regional", "Within the region"),
                            ("national", "In the whole country"),
                            ("any", "Everywhere"),
                        ],
                        max_length=8,
                        verbose_name="zone",
                    ),
                ),
                (
                    "up_to_weight_g",
                    models.PositiveIntegerField(default=0, verbose_name="up to this weight, in grams"),
                ),
                (
                    "amount",
                    models.PositiveBigIntegerField(
                        default=0, verbose_name="amount, in the currency's smallest unit"
                    ),
                ),
                (
                    "per_mille",
                    models.PositiveIntegerField(default=0, verbose_name="thousandths of the value"),
                ),
                ("label_en", models.CharField(max_length=120, verbose_name="label in English")),
                (
                    "label_fr",
                    models.CharField(blank=True, default="", max_length=120, verbose_name="label in French"),
                ),
                (
                    "label_ar",
                    models.CharField(blank=True, default="", max_length=120, verbose_name="label in Arabic"),
                ),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.country",
                        verbose_name="country",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.product",
                        verbose_name="product",
                    ),
                ),
            ],
            options={
                "verbose_name": "price",
                "verbose_name_plural": "prices",
            },
        ),
        migrations.CreateModel(
            name="Customer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=16, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "name_ar",
                    models.CharField(blank=True, default="", max_length=120, verbose_name="name in Arabic"),
                ),
                ("phone", models.CharField(blank=True, default="", max_length=24, verbose_name="telephone")),
                ("email", models.EmailField(blank=True, default="", max_length=254, verbose_name="e-mail")),
                (
                    "iban",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=34,
                        validators=[rekkas.catalogue.models.validate_iban],
                        verbose_name="IBAN",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="customer since")),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.country",
                        verbose_name="country",
                    ),
                ),
            ],
            options={
                "verbose_name": "customer",
                "verbose_name_plural": "customers",
                "indexes": [models.Index(fields=["country", "name"], name="customer_by_name")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code", ""), _negated=True), name="customer_has_a_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="customer_has_a_name"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.UniqueConstraint(
                fields=("country", "code"), name="product_code_is_used_once_a_country"
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(("max_weight_g__gt", 0)), name="product_carries_some_weight"
            ),
        ),
        migrations.AddConstraint(
            model_name="pricerule",
            constraint=models.UniqueConstraint(
                fields=("country", "code"), name="price_code_is_used_once_a_country"
            ),
        ),
        migrations.AddConstraint(
            model_name="pricerule",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["base", "cod", "insured"])), name="price_is_of_a_known_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="pricerule",
            constraint=models.CheckConstraint(
                condition=models.Q(("zone__in", ["local", "regional", "national", "any"])),
                name="price_is_for_a_known_zone",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricerule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "base"), _negated=True), ("up_to_weight_g__gt", 0), _connector="OR"
                ),
                name="carriage_is_priced_up_to_a_weight",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricerule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "base"), _negated=True), ("per_mille", 0), _connector="OR"
                ),
                name="carriage_is_not_a_share_of_a_value",
            ),
        ),
    ]
