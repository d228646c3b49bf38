import django.db.models.deletion
from django.db import migrations, models

from rekkas.base.append_only import append_only
from rekkas.payments.guards import guard_transfers


class Migration(migrations.Migration):
    dependencies = [
        ("bank", "0002_accounts"),
        ("payments", "0001_orders_and_bills"),
        ("territory", "0002_peaks"),
    ]

    operations = [
        migrations.CreateModel(
            name="Clearing",
            fields=[
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
                    "country",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="territory.country",
                    ),
                ),
                ("code", models.CharField(max_length=24)),
                ("currency", models.CharField(max_length=3)),
                ("system", models.CharField(max_length=35)),
                ("bic", models.CharField(max_length=11, verbose_name="BIC")),
                ("member", models.CharField(max_length=11, verbose_name="number in the clearing")),
                ("member_digits", models.PositiveSmallIntegerField()),
                ("days", models.CharField(max_length=7, verbose_name="weekdays")),
                ("cut_offs", models.JSONField(verbose_name="cut-offs, in minutes after midnight")),
                ("transfer_at_most", models.PositiveBigIntegerField(null=True)),
                ("instant_at_most", models.PositiveBigIntegerField(null=True)),
                ("second_person_from", models.PositiveBigIntegerField()),
                ("payments_at_most", models.PositiveIntegerField()),
                ("days_back_at_most", models.PositiveSmallIntegerField()),
                (
                    "accept",
                    models.CharField(
                        choices=[("whole", "All or none"), ("each", "Each for itself")], max_length=5
                    ),
                ),
                (
                    "funds",
                    models.CharField(
                        choices=[("whole", "All or none"), ("each", "Each for itself")], max_length=5
                    ),
                ),
                (
                    "unknown",
                    models.CharField(
                        choices=[("return", "Goes back with the next file"), ("keep", "Waits for a person")],
                        max_length=6,
                    ),
                ),
                ("keep_hours", models.PositiveSmallIntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accept__in", ["whole", "each"]),
                            ("funds__in", ["whole", "each"]),
                            ("unknown__in", ["return", "keep"]),
                        ),
                        name="clearing_rules_are_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClearingSettlement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("settled_date", models.DateField(verbose_name="day")),
                ("currency", models.CharField(max_length=3)),
                ("given", models.BigIntegerField()),
                ("received", models.BigIntegerField()),
                ("entry", models.UUIDField(unique=True)),
                ("settled_at", models.DateTimeField()),
                ("settled_by", models.CharField(max_length=80)),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="territory.country"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("country", "settled_date"), name="clearing_day_is_settled_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("given__gte", 0),
                            ("received__gte", 0),
                            models.Q(("given__gt", 0), ("received__gt", 0), _connector="OR"),
                        ),
                        name="clearing_settlement_moves_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CutOff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("business_date", models.DateField(verbose_name="day")),
                ("ordinal", models.PositiveSmallIntegerField(verbose_name="cut-off")),
                ("transfer_count", models.PositiveIntegerField()),
                ("total", models.BigIntegerField()),
                ("return_count", models.PositiveIntegerField()),
                ("return_total", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("closed_at", models.DateTimeField()),
                ("closed_by", models.CharField(max_length=80)),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="territory.country"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("country", "business_date", "ordinal"), name="cut_off_is_closed_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClearingFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("direction", models.CharField(choices=[("out", "Sent"), ("in", "Received")], max_length=3)),
                ("message", models.CharField(max_length=8)),
                ("message_id", models.CharField(max_length=35)),
                ("sender", models.CharField(blank=True, default="", max_length=11)),
                ("name", models.CharField(max_length=120)),
                ("content", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("fingerprint", models.CharField(max_length=64, null=True)),
                ("currency", models.CharField(blank=True, default="", max_length=3)),
                ("transfer_count", models.PositiveIntegerField()),
                ("total", models.BigIntegerField(default=0)),
                ("settled_date", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=80)),
                (
                    "answers",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answered_by",
                        to="payments.clearingfile",
                    ),
                ),
                (
                    "cut_off",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="payments.cutoff",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("direction__in", ["out", "in"])),
                        name="clearing_file_goes_one_way",
                    ),
                    models.UniqueConstraint(
                        fields=("direction", "digest"), name="clearing_file_is_kept_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("fingerprint__isnull", False)),
                        fields=("direction", "sender", "fingerprint"),
                        name="clearing_file_moves_money_once",
                    ),
                    models.UniqueConstraint(
                        fields=("direction", "sender", "message", "message_id"),
                        name="clearing_file_has_its_own_id",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("direction", "out"), ("message", "pacs.008")),
                        fields=("cut_off",),
                        name="cut_off_has_one_file_of_transfers",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=16, unique=True, verbose_name="number")),
                ("name", models.CharField(max_length=120, verbose_name="name of the file")),
                (
                    "purpose",
                    models.CharField(
                        choices=[("payments", "Payments"), ("salaries", "Salaries or pensions")],
                        max_length=8,
                        verbose_name="what for",
                    ),
                ),
                ("content", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("fingerprint", models.CharField(max_length=64)),
                ("likeness", models.CharField(db_index=True, max_length=64)),
                ("version", models.CharField(max_length=20)),
                ("message_id", models.CharField(max_length=35)),
                ("currency", models.CharField(max_length=3)),
                ("payment_count", models.PositiveIntegerField()),
                ("total", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Waits for a second person"),
                            ("approved", "Approved, waits for its day"),
                            ("executed", "Executed"),
                            ("rejected", "Rejected"),
                            ("cancelled", "Declined"),
                        ],
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("needs_second", models.BooleanField()),
                ("received_at", models.DateTimeField()),
                ("received_by", models.CharField(max_length=80)),
                ("office_code", models.CharField(blank=True, default="", max_length=12)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.CharField(blank=True, default="", max_length=80)),
                ("decided_why", models.CharField(blank=True, default="", max_length=200)),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="territory.country"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bank.customer"
                    ),
                ),
                (
                    "like",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.paymentfile",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "id"], name="payment_file_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["received", "approved", "executed", "rejected", "cancelled"])
                        ),
                        name="payment_file_is_in_a_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purpose__in", ["payments", "salaries"])),
                        name="payment_file_is_for_a_known_purpose",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("payment_count__gt", 0), ("total__gte", 0)),
                        name="payment_file_holds_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("approved", "executed")), _negated=True),
                            ("needs_second", False),
                            models.Q(
                                models.Q(("decided_by", ""), _negated=True),
                                models.Q(("decided_by", models.F("received_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="payment_file_is_approved_by_another",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("rejected", "cancelled")), _negated=True),
                        fields=("fingerprint",),
                        name="payment_file_is_taken_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("rejected", "cancelled")), _negated=True),
                        fields=("customer", "message_id"),
                        name="payment_file_has_its_own_message_id",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditTransfer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=16, unique=True, verbose_name="number")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("inside", "Between accounts of the bank"),
                            ("out", "To another bank"),
                            ("in", "From another bank"),
                        ],
                        max_length=6,
                    ),
                ),
                ("payment_id", models.CharField(blank=True, default="", max_length=35)),
                ("payer_name", models.CharField(max_length=140, verbose_name="payer")),
                ("payer_account", models.CharField(blank=True, default="", max_length=34)),
                ("payer_ledger", models.CharField(blank=True, default="", max_length=80)),
                ("payer_bank", models.CharField(blank=True, default="", max_length=11)),
                ("payee_name", models.CharField(max_length=140, verbose_name="payee")),
                ("payee_account", models.CharField(max_length=34)),
                ("payee_ledger", models.CharField(blank=True, default="", max_length=80)),
                ("payee_bank", models.CharField(blank=True, default="", max_length=11)),
                ("amount", models.BigIntegerField(verbose_name="amount")),
                ("fee", models.BigIntegerField(default=0)),
                ("currency", models.CharField(max_length=3)),
                ("end_to_end_id", models.CharField(max_length=35)),
                ("transaction_id", models.CharField(max_length=35)),
                ("instruction_id", models.CharField(blank=True, default="", max_length=35)),
                (
                    "remittance",
                    models.CharField(blank=True, default="", max_length=500, verbose_name="what for"),
                ),
                ("payee_references", models.JSONField(default=list)),
                ("requested_date", models.DateField(verbose_name="day")),
                ("key", models.UUIDField(unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("held", "Set aside until a person decides"),
                            ("waiting", "Waits for the next file"),
                            ("sent", "Sent"),
                            ("settled", "Settled"),
                            ("rejected", "Rejected"),
                            ("returned", "Returned"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=35)),
                ("reason_text", models.CharField(blank=True, default="", max_length=500)),
                ("received_at", models.DateTimeField()),
                ("received_by", models.CharField(max_length=80)),
                ("office_code", models.CharField(blank=True, default="", max_length=12)),
                ("approved_by", models.CharField(blank=True, default="", max_length=80)),
                ("returned", models.BigIntegerField(default=0)),
                (
                    "came_file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.clearingfile",
                    ),
                ),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="territory.country"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bank.customer",
                    ),
                ),
                (
                    "return_file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.clearingfile",
                    ),
                ),
                (
                    "return_settlement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.clearingsettlement",
                    ),
                ),
                (
                    "sent_file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.clearingfile",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.clearingsettlement",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="payments.paymentfile",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "requested_date", "id"], name="transfer_by_state"),
                    models.Index(fields=["customer", "-id"], name="transfer_by_customer"),
                    models.Index(fields=["transaction_id"], name="transfer_by_transaction"),
                    models.Index(
                        condition=models.Q(models.Q(("way", "inside"), _negated=True), ("settlement", None)),
                        fields=["id"],
                        name="transfer_to_settle",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["inside", "out", "in"])),
                        name="transfer_goes_a_known_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "received",
                                    "held",
                                    "waiting",
                                    "sent",
                                    "settled",
                                    "rejected",
                                    "returned",
                                    "cancelled",
                                ],
                            )
                        ),
                        name="transfer_is_in_a_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gt", 0),
                            ("fee__gte", 0),
                            ("returned__gte", 0),
                            ("returned__lte", models.F("amount")),
                        ),
                        name="credit_transfer_moves_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("way", "out"), _negated=True),
                            models.Q(
                                ("sent_file__isnull", False), ("state__in", ("sent", "settled", "returned"))
                            ),
                            models.Q(
                                ("sent_file", None),
                                ("state__in", ("received", "held", "waiting", "cancelled")),
                            ),
                            ("state", "rejected"),
                            _connector="OR",
                        ),
                        name="transfer_is_sent_in_a_file",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("way", "in"), _negated=True),
                            ("came_file__isnull", False),
                            _connector="OR",
                        ),
                        name="transfer_from_outside_came_in_a_file",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("returned", 0), ("state", "returned"), _connector="OR"),
                        name="transfer_returned_says_how_much",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", ""),
                            models.Q(("approved_by", models.F("received_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="transfer_is_approved_by_another",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("way", "in"), _negated=True),
                            models.Q(("end_to_end_id", "NOTPROVIDED"), _negated=True),
                            models.Q(("state__in", ("rejected", "cancelled")), _negated=True),
                        ),
                        fields=("customer", "end_to_end_id"),
                        name="transfer_is_asked_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("way", "in")),
                        fields=("payer_bank", "transaction_id"),
                        name="transfer_from_a_bank_comes_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StatusNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("transaction_id", models.CharField(blank=True, default="", max_length=35)),
                ("end_to_end_id", models.CharField(blank=True, default="", max_length=35)),
                ("status", models.CharField(max_length=4)),
                ("amount", models.BigIntegerField(null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=35)),
                ("reason_text", models.CharField(blank=True, default="", max_length=500)),
                (
                    "outcome",
                    models.CharField(
                        choices=[("applied", "Done"), ("repeated", "Said before"), ("aside", "Kept aside")],
                        max_length=8,
                    ),
                ),
                (
                    "aside",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unknown", "No transfer of ours is meant"),
                            ("not-sent", "The transfer was not sent yet"),
                            ("contradicts", "It says otherwise than what was said before"),
                            ("amount", "The amount is another"),
                            ("duplicate", "The transfer came before"),
                        ],
                        default="",
                        max_length=11,
                    ),
                ),
                ("explained_at", models.DateTimeField(null=True)),
                ("explained_by", models.CharField(blank=True, default="", max_length=80)),
                ("explanation", models.CharField(blank=True, default="", max_length=200)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="payments.clearingfile",
                    ),
                ),
                (
                    "transfer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="payments.credittransfer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("explained_at", None), ("outcome", "aside")),
                        fields=["id"],
                        name="note_kept_aside",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("file", "position"), name="note_of_a_line_is_made_once"),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["applied", "repeated", "aside"])),
                        name="note_has_a_known_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("aside__in", ["unknown", "not-sent", "contradicts", "amount", "duplicate"]),
                                ("outcome", "aside"),
                            ),
                            models.Q(
                                models.Q(("outcome", "aside"), _negated=True),
                                ("aside", ""),
                                ("explained_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="note_kept_aside_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("explained_at", None), ("explained_by", ""), ("explanation", "")),
                            models.Q(
                                ("explained_at__isnull", False),
                                models.Q(("explained_by", ""), _negated=True),
                                models.Q(("explanation", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="note_is_explained_by_a_person_in_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TransferEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("before", models.CharField(blank=True, max_length=9)),
                ("after", models.CharField(max_length=9)),
                ("reason", models.CharField(blank=True, default="", max_length=35)),
                ("happened_at", models.DateTimeField()),
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
                ("actor_name", models.CharField(max_length=80)),
                (
                    "transfer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="payments.credittransfer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("transfer", "before"), name="transfer_leaves_a_state_once"
                    ),
                    models.UniqueConstraint(
                        fields=("transfer", "after"), name="transfer_enters_a_state_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("after__in", ["received"]), ("before", "")),
                            models.Q(
                                ("after__in", ["cancelled", "held", "rejected", "settled", "waiting"]),
                                ("before", "received"),
                            ),
                            models.Q(
                                ("after__in", ["cancelled", "rejected", "settled", "waiting"]),
                                ("before", "held"),
                            ),
                            models.Q(("after__in", ["cancelled", "returned", "sent"]), ("before", "waiting")),
                            models.Q(("after__in", ["rejected", "returned", "settled"]), ("before", "sent")),
                            models.Q(("after__in", ["returned"]), ("before", "settled")),
                            _connector="OR",
                        ),
                        name="transfer_takes_a_known_step",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Unallocated",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=16, unique=True, verbose_name="number")),
                ("amount", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("code", models.CharField(max_length=40)),
                ("since", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("proposed_to", models.CharField(blank=True, default="", max_length=80)),
                ("proposed_by", models.CharField(blank=True, default="", max_length=80)),
                ("allotted_to", models.CharField(blank=True, default="", max_length=80)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by", models.CharField(blank=True, default="", max_length=80)),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="territory.country"
                    ),
                ),
                (
                    "transfer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unallocated",
                        to="payments.credittransfer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at", None)), fields=["due_at"], name="unallocated_open"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="unallocated_is_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("closed_by", "")),
                            models.Q(
                                ("closed_at__isnull", False), models.Q(("closed_by", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="unallocated_is_closed_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("allotted_to", ""),
                            ("proposed_by", ""),
                            models.Q(("closed_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="unallocated_is_allotted_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClearingBank",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("member", models.CharField(max_length=11, verbose_name="number in the clearing")),
                ("bic", models.CharField(blank=True, default="", max_length=11, verbose_name="BIC")),
                ("retired", models.BooleanField(default=False)),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="territory.country"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("country", "member"), name="clearing_bank_is_listed_once")
                ],
            },
        ),
        append_only("payments_transferevent"),
        append_only("payments_clearingfile"),
        append_only("payments_cutoff"),
        append_only("payments_clearingsettlement"),
        guard_transfers(),
    ]
