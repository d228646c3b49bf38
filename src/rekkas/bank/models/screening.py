"""Sanction lists in force and in the past, and the likenesses to them that a person must decide."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from postkit.sanctions import Birth
from rekkas.bank.choices import ListCode, ListedKind, MatchState
from rekkas.bank.models.people import Customer


class SanctionList(models.Model):
    """One version of a list, named by the digest of its file. One version of each list is in force."""

    code = models.CharField(_("list"), max_length=8, choices=ListCode.choices)
    listed_on = models.DateField(_("of"))
    digest = models.CharField(_("SHA-256 of the file"), max_length=64, unique=True)
    entry_count = models.PositiveIntegerField(_("entries"))
    new_count = models.PositiveIntegerField(_("new or changed"))
    left_count = models.PositiveIntegerField(_("left"))
    loaded_at = models.DateTimeField(_("loaded"))
    loaded_by = models.CharField(max_length=80)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("code",), condition=Q(retired_at=None), name="bank_list_has_one_version_in_force"
            ),
            models.CheckConstraint(name="bank_list_is_a_known_one", condition=Q(code__in=ListCode.values)),
            models.CheckConstraint(name="bank_list_holds_something", condition=Q(entry_count__gt=0)),
        )


class SanctionEntry(models.Model):
    """What a list says of one person or entity, once for each content: a change is another entry.

    ``names`` holds pairs of text and quality, ``births`` pairs of days, ``papers`` triples of number, kind and
    country. One that left the list is kept, no longer in force.
    """

    code = models.CharField(max_length=8, choices=ListCode.choices)
    entry_id = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=6, choices=ListedKind.choices)
    names = models.JSONField()
    births = models.JSONField(default=list)
    countries = models.JSONField(default=list)
    papers = models.JSONField(default=list)
    programmes = models.JSONField(default=list)
    listed_on = models.DateField(null=True)
    first_list = models.ForeignKey(SanctionList, models.PROTECT, related_name="+")
    last_list = models.ForeignKey(SanctionList, models.PROTECT, related_name="+")
    in_force = models.BooleanField(default=True)
    to_screen = models.BooleanField(default=True)

    class Meta:
        indexes = (
            models.Index(fields=("code", "entry_id"), name="bank_entry_by_its_number"),
            models.Index(fields=("id",), condition=Q(to_screen=True), name="bank_entry_to_screen"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("code", "entry_id"), condition=Q(in_force=True), name="bank_entry_says_one_thing"
            ),
            models.CheckConstraint(
                name="bank_entry_is_of_a_known_kind", condition=Q(kind__in=ListedKind.values)
            ),
        )

    @property
    def primary_name(self) -> str:
        return str(self.names[0][0])

    @property
    def spans(self) -> tuple[Birth, ...]:
        return tuple(Birth(date.fromisoformat(a), date.fromisoformat(b)) for a, b in self.births)


class SanctionKey(models.Model):
    """What the index holds of an entry: keys of its names, and the numbers of its papers."""

    entry = models.ForeignKey(SanctionEntry, models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    is_paper = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("is_paper", "key", "entry"), name="bank_entry_key_is_held_once"),
        )


class ScreeningMatch(models.Model):
    """A customer who may be somebody on a list. A person decides, who has not enrolled the customer."""

    number = models.CharField(max_length=16, unique=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    entry = models.ForeignKey(SanctionEntry, models.PROTECT, related_name="+")
    list_digest = models.CharField(max_length=64)
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField()
    state = models.CharField(max_length=9, choices=MatchState.choices, default=MatchState.OPEN)
    opened_at = models.DateTimeField()
    enrolled_by = models.CharField(max_length=80)
    decided_by = models.CharField(max_length=80, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        indexes = (
            models.Index(
                fields=("-score", "id"), condition=Q(state=MatchState.OPEN), name="bank_match_to_decide"
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("customer", "entry"), name="bank_match_is_asked_once"),
            models.CheckConstraint(
                name="bank_match_is_in_a_known_state", condition=Q(state__in=MatchState.values)
            ),
            models.CheckConstraint(
                name="bank_match_is_decided_by_a_person_with_a_note",
                condition=Q(state=MatchState.OPEN, decided_by="", decided_at=None)
                | (~Q(state=MatchState.OPEN) & ~Q(decided_by="") & Q(decided_at__isnull=False) & ~Q(note="")),
            ),
            models.CheckConstraint(
                name="bank_match_is_decided_by_another_than_the_clerk",
                condition=Q(decided_by="") | ~Q(decided_by=F("enrolled_by")),
            ),
            models.CheckConstraint(name="bank_match_score_is_in_thousandths", condition=Q(score__lte=1000)),
        )
