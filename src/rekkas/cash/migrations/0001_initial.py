import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from rekkas.base.append_only import append_only
from rekkas.cash.guards import guard_evidence


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("network", "0003_movement_stops"),
        ("territory", "0002_peaks"),
    ]

    operations = [
        migrations.CreateModel(
            name="CashRules",
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
                ("currency", models.CharField(max_length=3)),
                ("body", models.JSONField()),
                ("loaded_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="DiscrepancyCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("count", "A till was counted"),
                            ("vault", "The vault was counted"),
                            ("move", "Cash was handed over"),
                            ("pouch", "A pouch was opened"),
                            ("mismatch", "The record does not agree with itself"),
                        ],
                        max_length=8,
                    ),
                ),
                ("account", models.CharField(max_length=80)),
                ("reference", models.CharField(max_length=32)),
                ("clerk", models.CharField(blank=True, default="", max_length=80)),
                ("currency", models.CharField(max_length=3)),
                ("amount", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "A question"),
                            ("disputed", "Disputed"),
                            ("explained", "Explained"),
                            ("recovered", "Found again"),
                            ("written-off", "Borne by the post"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("owner", models.CharField(max_length=80)),
                ("opened_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.office",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at", None)), fields=["due_at"], name="case_waiting"
                    ),
                    models.Index(fields=["office", "-id"], name="case_by_office"),
                    models.Index(fields=["account", "id"], name="case_by_account"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["open", "disputed", "explained", "recovered", "written-off"])
                        ),
                        name="case_is_in_a_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("owner", ""), _negated=True),
                            models.Q(("owner", models.F("clerk")), _negated=True),
                        ),
                        name="case_is_owned_by_another_than_its_clerk",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at", None), ("state__in", ("open", "disputed"))),
                            models.Q(
                                models.Q(("state__in", ("open", "disputed")), _negated=True),
                                ("settled_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="case_is_settled_or_has_a_clock",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficeCash",
            fields=[
                (
                    "office",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="network.office",
                        to_field="code",
                    ),
                ),
                ("last_number", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account", models.CharField(max_length=80)),
                ("number", models.BigIntegerField()),
                ("seen_by", models.CharField(max_length=80)),
                ("seen_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "number"), name="line_is_acknowledged_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CashCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account", models.CharField(max_length=80)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("opening", "Opening of a till"),
                            ("taken", "Taken from the vault"),
                            ("closing", "Closing of a till"),
                            ("recount", "Counted again"),
                            ("move", "Cash handed over"),
                            ("pouch", "Contents of a pouch"),
                            ("vault", "Count of the vault"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reference", models.CharField(max_length=32)),
                ("pieces", models.TextField(blank=True, default="")),
                ("amount", models.BigIntegerField()),
                ("actor_kind", models.CharField(max_length=8)),
                ("actor_name", models.CharField(max_length=80)),
                ("counted_at", models.DateTimeField()),
                ("at_line", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["account", "id"], name="cash_count_by_account")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="cash_count_is_not_below_zero"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseStatement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opened", "Asked"),
                            ("assigned", "Handed to another"),
                            ("disputed", "Disputed"),
                            ("said", "Said"),
                            ("suggested", "Said where it belongs: another must say the same"),
                            ("explained", "Explained"),
                            ("proposed", "Proposed that the post bears it"),
                            ("written-off", "Borne by the post"),
                        ],
                        max_length=12,
                    ),
                ),
                ("text", models.TextField()),
                ("actor_kind", models.CharField(max_length=8)),
                ("actor_name", models.CharField(max_length=80)),
                ("said_at", models.DateTimeField()),
                ("amount", models.BigIntegerField(null=True)),
                ("entry_key", models.UUIDField(null=True)),
                ("account", models.CharField(blank=True, default="", max_length=80)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="cash.discrepancycase",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="KnownError",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=24)),
                ("edition", models.PositiveSmallIntegerField()),
                ("title_en", models.CharField(max_length=120)),
                ("title_fr", models.CharField(max_length=120)),
                ("title_ar", models.CharField(max_length=120)),
                ("effect_en", models.TextField()),
                ("effect_fr", models.TextField()),
                ("effect_ar", models.TextField()),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("versions", models.CharField(blank=True, default="", max_length=80)),
                (
                    "hit_kind",
                    models.CharField(
                        choices=[
                            ("everywhere", "Every office"),
                            ("offices", "These offices"),
                            ("entries", "Tills with entries of these kinds"),
                        ],
                        max_length=12,
                    ),
                ),
                ("hits", models.JSONField(default=list)),
                ("declared_by", models.CharField(max_length=80)),
                ("declared_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "edition"), name="known_error_edition_is_told_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="known_error_ends_after_it_began",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("to-vault", "From a till into the vault"),
                            ("to-till", "From the vault into a till"),
                        ],
                        max_length=8,
                    ),
                ),
                ("clerk", models.CharField(max_length=80)),
                ("currency", models.CharField(max_length=3)),
                ("amount", models.BigIntegerField()),
                ("pieces", models.TextField(blank=True, default="")),
                ("given_by", models.CharField(max_length=80)),
                ("given_at", models.DateTimeField()),
                ("business_date", models.DateField()),
                ("entry_key", models.UUIDField(unique=True)),
                ("taken_by", models.CharField(blank=True, default="", max_length=80)),
                ("taken_at", models.DateTimeField(null=True)),
                ("taken_amount", models.BigIntegerField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cash.discrepancycase",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.office",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("taken_by", "")), fields=["office", "id"], name="move_waiting"
                    ),
                    models.Index(fields=["office", "-id"], name="move_by_office"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="move_is_of_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["to-vault", "to-till"])), name="move_goes_a_known_way"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("taken_by", models.F("given_by")), _negated=True),
                        name="move_is_taken_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("taken_amount", None), ("taken_at", None), ("taken_by", "")),
                            models.Q(
                                models.Q(("taken_by", ""), _negated=True),
                                ("taken_amount__gte", 0),
                                ("taken_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="move_that_is_taken_was_counted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pouch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=32, unique=True)),
                ("seal", models.CharField(max_length=32)),
                ("currency", models.CharField(max_length=3)),
                ("amount", models.BigIntegerField()),
                ("pieces", models.TextField(blank=True, default="")),
                ("sent_by", models.CharField(max_length=80)),
                ("sent_at", models.DateTimeField()),
                ("sent_witness", models.CharField(blank=True, default="", max_length=80)),
                ("received_by", models.CharField(blank=True, default="", max_length=80)),
                ("received_at", models.DateTimeField(null=True)),
                ("received_witness", models.CharField(blank=True, default="", max_length=80)),
                ("received_amount", models.BigIntegerField(null=True)),
                ("received_pieces", models.TextField(blank=True, default="")),
                ("seal_found", models.CharField(blank=True, default="", max_length=32)),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cash.discrepancycase",
                    ),
                ),
                (
                    "destination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.office",
                        to_field="code",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.office",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["destination", "-id"], name="pouch_by_destination"),
                    models.Index(fields=["origin", "-id"], name="pouch_by_origin"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="pouch_holds_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("origin", None),
                            models.Q(("origin", models.F("destination")), _negated=True),
                            _connector="OR",
                        ),
                        name="pouch_goes_elsewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_witness", ""),
                            models.Q(("sent_witness", models.F("sent_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="pouch_is_signed_by_two_at_its_origin",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("received_witness", ""),
                            models.Q(("received_witness", models.F("received_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="pouch_is_signed_by_two_at_its_destination",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("received_amount", None), ("received_at", None), ("received_by", "")),
                            models.Q(
                                ("received_amount__gte", 0),
                                ("received_at__isnull", False),
                                models.Q(("received_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="received_pouch_was_counted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuestionedEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("balance", "what it should hold is not what its lines say"),
                            ("hidden", "money was moved that left no line"),
                            ("line", "a line does not follow from the one before it"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reference", models.CharField(max_length=64)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questioned",
                        to="cash.discrepancycase",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "account", "kind", "reference"),
                        name="mismatch_is_questioned_once_in_a_case",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SupportAccess",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True)),
                ("supporter", models.CharField(max_length=80)),
                ("reason", models.CharField(max_length=300)),
                ("minutes", models.PositiveSmallIntegerField()),
                ("asked_at", models.DateTimeField()),
                ("granted_by", models.CharField(blank=True, default="", max_length=80)),
                ("granted_at", models.DateTimeField(null=True)),
                ("until", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(blank=True, default="", max_length=80)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.office",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["office", "-id"], name="support_by_office")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("granted_by", models.F("supporter")), _negated=True),
                        name="support_is_granted_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("granted_at", None), ("until", None)),
                            models.Q(("granted_at__isnull", False), ("until__gt", models.F("granted_at"))),
                            _connector="OR",
                        ),
                        name="granted_support_has_its_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TillSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True)),
                ("clerk", models.CharField(max_length=80)),
                ("currency", models.CharField(max_length=3)),
                ("account", models.CharField(max_length=80)),
                ("business_date", models.DateField()),
                ("opened_at", models.DateTimeField()),
                ("before_line", models.BigIntegerField()),
                ("before_chain", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("counted", "To be counted again"), ("closed", "Closed")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True)),
                ("last_line", models.BigIntegerField(null=True)),
                ("last_chain", models.CharField(blank=True, default="", max_length=64)),
                ("expected", models.BigIntegerField(null=True)),
                ("counted", models.BigIntegerField(null=True)),
                ("counted_by", models.CharField(blank=True, default="", max_length=80)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.office",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["office", "-opened_at"], name="till_session_by_office"),
                    models.Index(fields=["account", "-last_line"], name="till_session_by_account"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "closed"), _negated=True),
                        fields=("account",),
                        name="till_is_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "counted", "closed"])),
                        name="till_session_is_in_a_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("counted__gte", 0),
                                ("expected__isnull", False),
                                ("last_line__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="closed_till_was_counted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CountDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("pieces", models.TextField()),
                ("saved_at", models.DateTimeField()),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="cash.tillsession",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "day"), name="count_draft_of_a_session_and_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VaultKeeper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("keeper", models.CharField(max_length=80)),
                ("since", models.DateTimeField()),
                ("entrusted_by", models.CharField(max_length=80)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.office",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("keeper", ""), _negated=True), name="vault_keeper_is_named"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CashNeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(unique=True)),
                ("currency", models.CharField(max_length=3)),
                ("amount", models.BigIntegerField()),
                ("day", models.DateField()),
                ("reason", models.CharField(max_length=120)),
                ("announced_by", models.CharField(max_length=80)),
                ("announced_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.office",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=["office", "currency", "day"],
                        name="cash_need_by_office",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="cash_need_is_of_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CashTerms",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("minimum", models.BigIntegerField()),
                ("maximum", models.BigIntegerField()),
                ("bundle", models.BigIntegerField()),
                ("tolerance", models.BigIntegerField()),
                ("investigator", models.CharField(blank=True, default="", max_length=80)),
                ("set_by", models.CharField(max_length=80)),
                ("set_at", models.DateTimeField()),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.office",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["office", "currency", "-id"], name="cash_terms_by_office")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("bundle__gt", 0),
                            (
                                "maximum__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("minimum"), "+", models.F("bundle")
                                ),
                            ),
                            ("minimum__gte", 0),
                        ),
                        name="cash_terms_leave_a_bundle_between",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("tolerance__gte", 0)), name="cash_tolerance_is_not_below_zero"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WriteOff",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="write_off",
                        serialize=False,
                        to="cash.discrepancycase",
                    ),
                ),
                ("reason", models.TextField()),
                ("proposed_by", models.CharField(max_length=80)),
                ("proposed_at", models.DateTimeField()),
                ("approved_by", models.CharField(blank=True, default="", max_length=80)),
                ("approved_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                        name="write_off_is_approved_by_another",
                    )
                ],
            },
        ),
        *(
            append_only(f"cash_{table}")
            for table in (
                "cashterms",
                "vaultkeeper",
                "cashcount",
                "acknowledgement",
                "casestatement",
                "questionedentry",
                "knownerror",
            )
        ),
        guard_evidence(),
    ]
