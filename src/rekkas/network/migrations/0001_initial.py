import uuid

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("territory", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Edition",
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
                ("edition", models.UUIDField(default=uuid.uuid4)),
                ("pack_digest", models.CharField(blank=True, default="", max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Office",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("agency", "Agency"),
                            ("delivery", "Delivery office"),
                            ("sorting", "Sorting centre"),
                            ("exchange", "Office of exchange"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("latitude", models.FloatField(verbose_name="latitude")),
                ("longitude", models.FloatField(verbose_name="longitude")),
                (
                    "opens_min",
                    models.PositiveSmallIntegerField(verbose_name="opens, in minutes after midnight"),
                ),
                (
                    "closes_min",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MaxValueValidator(
                                1440, "Minutes after midnight: at most 1440."
                            )
                        ],
                        verbose_name="closes, in minutes after midnight",
                    ),
                ),
                (
                    "open_days",
                    models.CharField(
                        blank=True,
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^1?2?3?4?5?6?7?$",
                                "Write the days as digits in order, 1 for Monday to 7 for Sunday.",
                            )
                        ],
                        verbose_name="days open",
                    ),
                ),
                (
                    "cut_off_min",
                    models.PositiveSmallIntegerField(
                        verbose_name="last hand-over of the day, in minutes after midnight"
                    ),
                ),
                (
                    "delivery_days",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^1?2?3?4?5?6?7?$",
                                "Write the days as digits in order, 1 for Monday to 7 for Sunday.",
                            )
                        ],
                        verbose_name="days of delivery",
                    ),
                ),
                ("closed_from", models.DateField(blank=True, null=True, verbose_name="closed from")),
                (
                    "closed_until",
                    models.DateField(blank=True, null=True, verbose_name="closed until, that day included"),
                ),
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
                    "hub",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.office",
                        to_field="code",
                        verbose_name="sorting centre",
                    ),
                ),
                (
                    "locality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.locality",
                        to_field="code",
                        verbose_name="locality",
                    ),
                ),
            ],
            options={
                "verbose_name": "office",
                "verbose_name_plural": "offices",
            },
        ),
        migrations.CreateModel(
            name="Trip",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=16, unique=True, verbose_name="code")),
                (
                    "days",
                    models.CharField(
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^1?2?3?4?5?6?7?$",
                                "Write the days as digits in order, 1 for Monday to 7 for Sunday.",
                            )
                        ],
                        verbose_name="days",
                    ),
                ),
                (
                    "departs_min",
                    models.PositiveSmallIntegerField(verbose_name="departs, in minutes after midnight"),
                ),
                ("duration_min", models.PositiveIntegerField(verbose_name="duration in minutes")),
                (
                    "mode",
                    models.CharField(
                        choices=[("road", "Road"), ("rail", "Rail"), ("air", "Air"), ("foot", "On foot")],
                        default="road",
                        max_length=4,
                        verbose_name="mode",
                    ),
                ),
                ("retired", models.BooleanField(default=False, verbose_name="retired")),
                (
                    "destination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.office",
                        to_field="code",
                        verbose_name="destination",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.office",
                        to_field="code",
                        verbose_name="origin",
                    ),
                ),
            ],
            options={
                "verbose_name": "trip",
                "verbose_name_plural": "trips",
            },
        ),
        migrations.AddIndex(
            model_name="office",
            index=models.Index(fields=["country", "kind", "name"], name="office_by_kind_and_name"),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["agency", "delivery", "sorting", "exchange"])),
                name="office_is_of_a_known_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_min__gt", models.F("opens_min"))),
                name="office_closes_after_it_opens",
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_min__lte", 1440)), name="office_closes_by_midnight"
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cut_off_min__gte", models.F("opens_min")), ("cut_off_min__lte", models.F("closes_min"))
                ),
                name="office_cuts_off_while_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_until", None),
                    models.Q(("closed_from__isnull", False), ("closed_until__gte", models.F("closed_from"))),
                    _connector="OR",
                ),
                name="office_reopens_after_it_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("hub", None), models.Q(("hub", models.F("code")), _negated=True), _connector="OR"
                ),
                name="office_does_not_hang_on_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))),
                name="office_is_on_the_globe",
            ),
        ),
        migrations.AddConstraint(
            model_name="trip",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin", models.F("destination")), _negated=True),
                name="trip_leads_elsewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="trip",
            constraint=models.CheckConstraint(
                condition=models.Q(("duration_min__gt", 0)), name="trip_takes_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="trip",
            constraint=models.CheckConstraint(
                condition=models.Q(("departs_min__lt", 1440)), name="trip_departs_within_the_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="trip",
            constraint=models.CheckConstraint(
                condition=models.Q(("days", ""), _negated=True), name="trip_runs_on_some_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="trip",
            constraint=models.CheckConstraint(
                condition=models.Q(("mode__in", ["road", "rail", "air", "foot"])),
                name="trip_is_of_a_known_mode",
            ),
        ),
    ]
