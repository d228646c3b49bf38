"""What becomes of tills, moves, pouches and questions about cash."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy

from rekkas.money.choices import CASH_KINDS, CUSTOMER_KINDS, KEPT_BY, AccountKind, EntryKind

CASE_DESK = "inspection"  # who owns a question where nobody was named: a desk, never its clerk
COUNTING = "cash-count"  # the system in whose name a difference is set aside
RECOVERY = "recovery"  # the system in whose name an entry is moved back after a fault
LOSSES, SURPLUSES = "cash-losses", "cash-surpluses"
ASKED = gettext_noop("What was counted differs from the record. This is a question, not a debt.")
MISMATCHED = gettext_noop("The record does not agree with itself. This is a question, not a debt.")

# Cash that only changes its place within the post, or was counted: no need of the public.
INTERNAL_KINDS = frozenset(
    {
        EntryKind.CASH_MOVED, EntryKind.CASH_SENT, EntryKind.CASH_RECEIVED, EntryKind.CASH_BANKED,
        EntryKind.CASH_SUPPLIED, EntryKind.CASH_DIFFERENCE, EntryKind.CASH_EXPLAINED, EntryKind.COD_HANDED_OVER,
        EntryKind.COD_BANKED,
    }
)  # fmt: skip

# What a question about cash may go to on one person's word: the post's own. All else is another's, or the bank's.
OWN_KINDS = CASH_KINDS | {AccountKind.INCOME, AccountKind.EXPENSE}
# What an app keeps for others: no shortage is taken from it. What was too much may be a customer's, or for the bank to
# allot; to all others it goes by the verbs of their apps.
KEPT_KINDS = frozenset(KEPT_BY) - CASH_KINDS - {AccountKind.SUSPENSE}
OWED_KINDS = CUSTOMER_KINDS | {AccountKind.UNALLOCATED}
MOST = 10**15  # far above what an office holds, in smallest units; sums of it still fit a column


class SessionState(TextChoices):
    OPEN = "open", pgettext_lazy("till", "Open")
    COUNTED = "counted", _("To be counted again")
    CLOSED = "closed", _("Closed")


class CountPurpose(TextChoices):
    OPENING = "opening", _("Opening of a till")
    TAKEN = "taken", _("Taken from the vault")
    CLOSING = "closing", _("Closing of a till")
    RECOUNT = "recount", _("Counted again")
    MOVE = "move", _("Cash handed over")
    POUCH = "pouch", _("Contents of a pouch")
    VAULT = "vault", _("Count of the vault")


class Way(TextChoices):
    TO_VAULT = "to-vault", _("From a till into the vault")
    TO_TILL = "to-till", _("From the vault into a till")


class CaseKind(TextChoices):
    COUNT = "count", _("A till was counted")
    VAULT = "vault", _("The vault was counted")
    MOVE = "move", _("Cash was handed over")
    POUCH = "pouch", _("A pouch was opened")
    MISMATCH = "mismatch", _("The record does not agree with itself")


class CaseState(TextChoices):
    OPEN = "open", _("A question")
    DISPUTED = "disputed", _("Disputed")
    EXPLAINED = "explained", _("Explained")
    RECOVERED = "recovered", _("Found again")
    WRITTEN_OFF = "written-off", _("Borne by the post")


WAITING = (CaseState.OPEN, CaseState.DISPUTED)


class StatementKind(TextChoices):
    OPENED = "opened", _("Asked")
    ASSIGNED = "assigned", _("Handed to another")
    DISPUTED = "disputed", _("Disputed")
    SAID = "said", _("Said")
    SUGGESTED = "suggested", _("Said where it belongs: another must say the same")
    EXPLAINED = "explained", _("Explained")
    PROPOSED = "proposed", _("Proposed that the post bears it")
    WRITTEN_OFF = "written-off", _("Borne by the post")


class MismatchKind(TextChoices):
    """How a till's record can disagree with itself."""

    BALANCE = "balance", _("what it should hold is not what its lines say")
    HIDDEN = "hidden", _("money was moved that left no line")
    LINE = "line", _("a line does not follow from the one before it")


class HitKind(TextChoices):
    """How one finds whom a known error touched."""

    EVERYWHERE = "everywhere", _("Every office")
    OFFICES = "offices", _("These offices")
    ENTRIES = "entries", _("Tills with entries of these kinds")
