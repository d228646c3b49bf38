import uuid

import django.db.models.deletion
from django.db import migrations, models

import rekkas.territory.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Country",
            fields=[
                (
                    "iso",
                    models.CharField(
                        max_length=2, primary_key=True, serialize=False, verbose_name="ISO code"
                    ),
                ),
                ("name_en", models.CharField(max_length=80, verbose_name="name in English")),
                (
                    "name_fr",
                    models.CharField(blank=True, default="", max_length=80, verbose_name="name in French"),
                ),
                (
                    "name_ar",
                    models.CharField(blank=True, default="", max_length=80, verbose_name="name in Arabic"),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                ("decimals", models.PositiveSmallIntegerField(verbose_name="decimals of the currency")),
                (
                    "time_zone",
                    models.CharField(
                        max_length=40,
                        validators=[rekkas.territory.models.validate_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                ("languages", models.JSONField(default=list, verbose_name="languages")),
                (
                    "postcode_pattern",
                    models.CharField(
                        blank=True, default="", max_length=80, verbose_name="pattern of a postcode"
                    ),
                ),
                (
                    "generated",
                    models.BooleanField(
                        default=False, verbose_name="a demonstration, not the operator's own list"
                    ),
                ),
                ("notice_en", models.TextField(blank=True, default="", verbose_name="notice in English")),
                ("notice_fr", models.TextField(blank=True, default="", verbose_name="notice in French")),
                ("notice_ar", models.TextField(blank=True, default="", verbose_name="notice in Arabic")),
                ("outline", models.JSONField(blank=True, default=list, verbose_name="outline")),
                ("edition", models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="edition")),
                ("pack_digest", models.CharField(blank=True, default="", editable=False, max_length=64)),
            ],
            options={
                "verbose_name": "country",
                "verbose_name_plural": "countries",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("decimals__lte", 4)), name="country_currency_has_few_decimals"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("time_zone", ""), _negated=True), name="country_has_a_time_zone"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Region",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "name_ar",
                    models.CharField(blank=True, default="", max_length=120, verbose_name="name in Arabic"),
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
            ],
            options={
                "verbose_name": "region",
                "verbose_name_plural": "regions",
            },
        ),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("date", models.DateField(verbose_name="date")),
                ("name_en", models.CharField(max_length=120, verbose_name="name in English")),
                (
                    "name_fr",
                    models.CharField(blank=True, default="", max_length=120, verbose_name="name in French"),
                ),
                (
                    "name_ar",
                    models.CharField(blank=True, default="", max_length=120, verbose_name="name in Arabic"),
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
            ],
            options={
                "verbose_name": "public holiday",
                "verbose_name_plural": "public holidays",
                "constraints": [
                    models.UniqueConstraint(fields=("country", "date"), name="holiday_is_named_once_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="Locality",
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
                ("also", models.JSONField(blank=True, default=list, verbose_name="other spellings")),
                (
                    "postcode",
                    models.CharField(blank=True, default="", max_length=12, verbose_name="postcode"),
                ),
                ("latitude", models.FloatField(verbose_name="latitude")),
                ("longitude", models.FloatField(verbose_name="longitude")),
                ("population", models.PositiveIntegerField(default=0, verbose_name="population")),
                ("delivery_office_code", models.CharField(max_length=12, verbose_name="delivery office")),
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
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.region",
                        to_field="code",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "locality",
                "verbose_name_plural": "localities",
                "indexes": [models.Index(fields=["country", "name"], name="locality_by_name")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))),
                        name="locality_is_on_the_globe",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("delivery_office_code", ""), _negated=True),
                        name="locality_has_a_delivery_office",
                    ),
                ],
            },
        ),
    ]
