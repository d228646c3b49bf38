"""The clearing with other banks: its rules, its cut-offs, the files that go and come, what is kept aside, settlements.

A file between banks is kept byte for byte. What a line of it says is noted with what became of it, so that nothing
that another bank has said is lost.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rekkas.money.choices import AccountKind
from rekkas.money.entries import account_code
from rekkas.payments.choices import AsideReason, Direction, NoteOutcome, Rule, Unknown
from rekkas.territory.choices import in_reader_language


class NamedInReaderLanguage(models.Model):
    """A row of the pack that has names."""

    name_en = models.CharField(_("name in English"), max_length=80)
    name_fr = models.CharField(_("name in French"), max_length=80, blank=True, default="")
    name_ar = models.CharField(_("name in Arabic"), max_length=80, blank=True, default="")

    class Meta:
        abstract = True

    @property
    def shown_name(self) -> str:
        return in_reader_language(en=self.name_en, fr=self.name_fr, ar=self.name_ar)


class Clearing(NamedInReaderLanguage):
    """How transfers of a country reach other banks, and who we are there: from its pack. No limit is no limit."""

    country = models.OneToOneField("territory.Country", models.PROTECT, primary_key=True, related_name="+")
    code = models.CharField(max_length=24)
    currency = models.CharField(max_length=3)
    system = models.CharField(max_length=35)
    bic = models.CharField("BIC", max_length=11)
    member = models.CharField(_("number in the clearing"), max_length=11)
    member_digits = models.PositiveSmallIntegerField()
    days = models.CharField(_("weekdays"), max_length=7)
    cut_offs = models.JSONField(_("cut-offs, in minutes after midnight"))
    transfer_at_most = models.PositiveBigIntegerField(null=True)
    instant_at_most = models.PositiveBigIntegerField(null=True)
    second_person_from = models.PositiveBigIntegerField()
    payments_at_most = models.PositiveIntegerField()
    days_back_at_most = models.PositiveSmallIntegerField()
    accept = models.CharField(max_length=5, choices=Rule.choices)
    funds = models.CharField(max_length=5, choices=Rule.choices)
    unknown = models.CharField(max_length=6, choices=Unknown.choices)
    keep_hours = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="clearing_rules_are_known",
                condition=Q(accept__in=Rule.values, funds__in=Rule.values, unknown__in=Unknown.values),
            ),
        )

    @property
    def ledger(self) -> str:
        """The account on which stands what we owe other banks, less what they owe us."""
        return account_code(AccountKind.CLEARING, self.code, self.currency)

    @property
    def unallocated_ledger(self) -> str:
        """The account of what came for an account that does not take it."""
        return account_code(AccountKind.UNALLOCATED, self.code, self.currency)


class ClearingBank(NamedInReaderLanguage):
    """Another bank that the clearing reaches. One that left the pack is retired, never deleted."""

    country = models.ForeignKey("territory.Country", models.PROTECT, related_name="+")
    member = models.CharField(_("number in the clearing"), max_length=11)
    bic = models.CharField("BIC", max_length=11, blank=True, default="")
    retired = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("country", "member"), name="clearing_bank_is_listed_once"),
        )


class ClearingFile(models.Model):
    """A file between banks, byte for byte: written once or received once. Append-only.

    ``cut_off`` is that whose transfers it holds; a transfer sent at once has a file of its own. ``answers`` is the
    file that it answers.
    """

    direction = models.CharField(max_length=3, choices=Direction.choices)
    message = models.CharField(max_length=8)  # pacs.008, pacs.002, pacs.004
    message_id = models.CharField(max_length=35)
    sender = models.CharField(max_length=11, blank=True, default="")
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64, null=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    transfer_count = models.PositiveIntegerField()
    total = models.BigIntegerField(default=0)
    settled_date = models.DateField(null=True)
    cut_off = models.ForeignKey("CutOff", models.PROTECT, related_name="files", null=True)
    answers = models.ForeignKey("self", models.PROTECT, related_name="answered_by", null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="clearing_file_goes_one_way", condition=Q(direction__in=Direction.values)
            ),
            models.UniqueConstraint(fields=("direction", "digest"), name="clearing_file_is_kept_once"),
            models.UniqueConstraint(
                fields=("direction", "sender", "fingerprint"),
                condition=Q(fingerprint__isnull=False),
                name="clearing_file_moves_money_once",
            ),
            models.UniqueConstraint(
                fields=("direction", "sender", "message", "message_id"), name="clearing_file_has_its_own_id"
            ),
            models.UniqueConstraint(
                fields=("cut_off",),
                condition=Q(direction=Direction.OUT, message="pacs.008"),
                name="cut_off_has_one_file_of_transfers",
            ),
        )

    @property
    def file_name(self) -> str:
        """Under which name it is handed out."""
        return f"{self.message_id}.{self.message}.xml"


class CutOff(models.Model):
    """One closing of the clearing's day: everything that waited then is in its files. Never changed."""

    country = models.ForeignKey("territory.Country", models.PROTECT, related_name="+")
    business_date = models.DateField(_("day"))
    ordinal = models.PositiveSmallIntegerField(_("cut-off"))
    transfer_count = models.PositiveIntegerField()
    total = models.BigIntegerField()
    return_count = models.PositiveIntegerField()
    return_total = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    closed_at = models.DateTimeField()
    closed_by = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("country", "business_date", "ordinal"), name="cut_off_is_closed_once"
            ),
        )


class ClearingSettlement(models.Model):
    """What the banks owed one another up to a day, settled through the central bank. Append-only."""

    country = models.ForeignKey("territory.Country", models.PROTECT, related_name="+")
    settled_date = models.DateField(_("day"))
    currency = models.CharField(max_length=3)
    given = models.BigIntegerField()
    received = models.BigIntegerField()
    entry = models.UUIDField(unique=True)
    settled_at = models.DateTimeField()
    settled_by = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("country", "settled_date"), name="clearing_day_is_settled_once"),
            models.CheckConstraint(
                name="clearing_settlement_moves_something",
                condition=Q(given__gte=0, received__gte=0) & (Q(given__gt=0) | Q(received__gt=0)),
            ),
        )

    @property
    def net(self) -> int:
        """What came in less what went out."""
        return self.received - self.given


class StatusNote(models.Model):
    """What one line of a file from another bank said, and what became of it. What was kept aside waits for a person."""

    DIGITS = 12  # of the file's digest, before the line's position in the number

    file = models.ForeignKey(ClearingFile, models.PROTECT, related_name="notes")
    position = models.PositiveIntegerField()
    transaction_id = models.CharField(max_length=35, blank=True, default="")
    end_to_end_id = models.CharField(max_length=35, blank=True, default="")
    status = models.CharField(max_length=4)
    amount = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=35, blank=True, default="")
    reason_text = models.CharField(max_length=500, blank=True, default="")
    transfer = models.ForeignKey("CreditTransfer", models.PROTECT, related_name="notes", null=True)
    outcome = models.CharField(max_length=8, choices=NoteOutcome.choices)
    aside = models.CharField(max_length=11, choices=AsideReason.choices, blank=True, default="")
    explained_at = models.DateTimeField(null=True)
    explained_by = models.CharField(max_length=80, blank=True, default="")
    explanation = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes = (
            models.Index(
                fields=("id",),
                condition=Q(outcome=NoteOutcome.ASIDE, explained_at=None),
                name="note_kept_aside",
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("file", "position"), name="note_of_a_line_is_made_once"),
            models.CheckConstraint(
                name="note_has_a_known_outcome", condition=Q(outcome__in=NoteOutcome.values)
            ),
            models.CheckConstraint(
                name="note_kept_aside_says_why",
                condition=Q(outcome=NoteOutcome.ASIDE, aside__in=AsideReason.values)
                | (~Q(outcome=NoteOutcome.ASIDE) & Q(aside="", explained_at=None)),
            ),
            models.CheckConstraint(
                name="note_is_explained_by_a_person_in_words",
                condition=Q(explained_at=None, explained_by="", explanation="")
                | (Q(explained_at__isnull=False) & ~Q(explained_by="") & ~Q(explanation="")),
            ),
        )

    @property
    def number(self) -> str:
        """Under which number people speak of it."""
        return f"{self.file.digest[: self.DIGITS]}-{self.position}"


class Unallocated(models.Model):
    """Money that came and that no account takes, until a person has decided; the clock runs out at ``due_at``."""

    number = models.CharField(_("number"), max_length=16, unique=True)
    country = models.ForeignKey("territory.Country", models.PROTECT, related_name="+")
    transfer = models.OneToOneField("CreditTransfer", models.PROTECT, related_name="unallocated")
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    code = models.CharField(max_length=40)  # of the refusal with which the account declined it
    since = models.DateTimeField()
    due_at = models.DateTimeField()
    proposed_to = models.CharField(max_length=80, blank=True, default="")
    proposed_by = models.CharField(max_length=80, blank=True, default="")
    allotted_to = models.CharField(max_length=80, blank=True, default="")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        indexes = (models.Index(fields=("due_at",), condition=Q(closed_at=None), name="unallocated_open"),)
        constraints = (
            models.CheckConstraint(name="unallocated_is_something", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="unallocated_is_allotted_by_another",
                condition=Q(allotted_to="") | Q(proposed_by="") | ~Q(closed_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="unallocated_is_closed_by_somebody",
                condition=Q(closed_at=None, closed_by="") | (Q(closed_at__isnull=False) & ~Q(closed_by="")),
            ),
        )
