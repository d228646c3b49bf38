"""The record of a till, bag or vault as its keeper can prove it, and whatever in it does not agree."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext as _

from postkit.evidence import START
from postkit.till import Receipt, prove, to_text
from rekkas.base.choices import ActorKind
from rekkas.base.errors import NotFound
from rekkas.cash.choices import WAITING, CountPurpose, MismatchKind, SessionState
from rekkas.cash.models import Acknowledgement, CashCount, QuestionedEntry, TillSession, VaultKeeper
from rekkas.design.formats import money_text
from rekkas.desk.listings import Listing
from rekkas.money.choices import CASH_KINDS, AccountKind, EntryKind
from rekkas.money.queries import TillLine, balance, entry_keyed, lines_of, unwitnessed
from rekkas.money.times import microseconds


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an account stands: what the ledger says it holds, and its last line."""

    account: str
    balance: int
    number: int
    after: int
    chain: bytes


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Something in a till's record that does not agree, with words for people."""

    kind: MismatchKind
    reference: str
    amount: int
    what: str


def cash_named(account: str) -> tuple[str, str, str]:
    """The kind, owner and currency that a till, bag, vault or pouch is named by; nothing else is found here.

    >>> cash_named("till:MA0001/fatima:MAD")
    ('till', 'MA0001/fatima', 'MAD')
    """
    parts = account.split(":")
    if len(parts) != 3 or parts[0] not in CASH_KINDS or not account.isprintable():
        raise NotFound(what=account[:80])
    return parts[0], parts[1], parts[2]


def keeper_named_in(account: str) -> str:
    """Whose till or bag an account is; nobody's for a vault or pouch.

    >>> keeper_named_in("till:MA0001/fatima:MAD"), keeper_named_in("vault:MA0001:MAD")
    ('fatima', '')
    """
    return account.split(":")[1].partition("/")[2]


def office_of(account: str) -> str:
    """The office at which a till, bag or vault is."""
    return account.split(":")[1].partition("/")[0]


def currency_of(account: str) -> str:
    return account.rpartition(":")[2]


def last_line(account: str) -> TillLine | None:
    """The last line of an account: by the account's own number, so that it is one step along an index."""
    owner = list(lines_of(account).rows.order_by().values_list("account_id", flat=True)[:1])
    if not owner:
        return None
    lines = lines_of()
    return next(iter(lines.read(list(lines.rows.filter(account_id=owner[0]).order_by("-number")[:1]))), None)


def line(account: str, number: int) -> TillLine | None:
    """One line by its number."""
    lines = lines_of(account, since=number - 1)
    return next(iter(lines.read(list(lines.rows.filter(number=number)))), None)


def standing(account: str) -> Standing:
    """Where an account stands; one that never moved has no line and holds nothing."""
    last = last_line(account)
    if last is None:
        return Standing(account, balance(account), 0, 0, START)
    return Standing(account, balance(account), last.number, last.after, last.chain)


def receipt_of(line: TillLine) -> Receipt:
    """A line as its paper says it."""
    return Receipt(
        line.account, line.number, line.delta, line.after, line.key.hex, line.kind, line.subject, line.office,
        line.business_date.isoformat(), microseconds(line.happened_at), line.actor_kind, line.actor_name,
        line.chain.hex(),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A line to print on a receipt, with the text of its square code."""

    line: TillLine
    text: str


def receipt_lines(keys: Iterable[UUID]) -> list[ReceiptLine]:
    """The lines that entries left on tills, bags, vaults and pouches: what the receipt of an operation shows."""
    asked = list(keys)
    return [ReceiptLine(line, to_text(receipt_of(line))) for line in lines_of(keys=asked)] if asked else []


def mismatches(account: str) -> list[Mismatch]:
    """What in the record of a till does not agree and is not being asked about.

    The lines since it was last closed, with those written while it was closed, are recomputed as the clerk would from
    the receipts; what the ledger says it holds is compared with them; and the database itself names entries that left
    no line. What was asked about is named again once its question is settled and it still does not agree; an entry
    without a line stays for ever and is asked about once.
    """
    now = standing(account)
    found = [*_line_faults(account), *_hidden(account)]
    if now.balance != now.after:
        by = now.balance - now.after
        amount = money_text(abs(by), currency_of(account))
        what = _("what it should hold differs by %(amount)s from its lines") % {"amount": amount}
        found.append(Mismatch(MismatchKind.BALANCE, str(by), by, what))
    if not found:
        return []
    asks = Q(case__state__in=WAITING) | Q(kind=MismatchKind.HIDDEN)
    known = set(QuestionedEntry.objects.filter(asks, account=account).values_list("kind", "reference"))
    return [one for one in found if (one.kind.value, one.reference) not in known]


def _line_faults(account: str) -> Iterable[Mismatch]:
    since = seen_until(account)
    closed = last_closed(account)
    receipts = [receipt_of(one) for one in lines_of(account, since=max(since - 1, 0))]
    head = next((receipt for receipt in receipts if receipt.number == since), None)
    proofs = prove(receipts)
    wrong = {proof.wrong.number for proof in proofs if proof.wrong}
    wrong |= {gap.first for proof in proofs for gap in proof.gaps}
    if since and (head is None or (closed and head.chain != closed.last_chain)):
        wrong.add(since)
    for number in sorted(wrong):
        what = _("line %(number)s does not follow from the one before it") % {"number": number}
        yield Mismatch(MismatchKind.LINE, str(number), 0, what)


def _hidden(account: str) -> Iterable[Mismatch]:
    for key in unwitnessed(account):
        entry = entry_keyed(key)
        if entry is None:
            continue
        moved = sum(
            (leg.target.code == account) * leg.amount - (leg.source.code == account) * leg.amount
            for leg in entry.transfers.all()
        )
        what = _("%(who)s moved %(amount)s and left no line (entry %(key)s)") % {
            "who": entry.actor_name, "amount": money_text(moved, currency_of(account)), "key": key.hex[:8],
        }  # fmt: skip
        yield Mismatch(MismatchKind.HIDDEN, key.hex, moved, what)


def last_closed(account: str) -> TillSession | None:
    """The session in which a till was last closed."""
    closed = TillSession.objects.filter(account=account, state=SessionState.CLOSED)
    return closed.order_by("-last_line", "-id").first()


def seen_until(account: str) -> int:
    """The line up to which a till was closed, or a vault counted: none before it waits to be seen."""
    if keeper_named_in(account):
        closed = last_closed(account)
        return (closed.last_line or 0) if closed else 0
    counts = CashCount.objects.filter(account=account, purpose=CountPurpose.VAULT)
    return counts.aggregate(last=Max("at_line"))["last"] or 0


def unseen_lines(account: str) -> list[TillLine]:
    """The lines of a till, bag or vault that its keeper did not make and did not say they saw; by number."""
    rows = lines_of(account, since=seen_until(account))
    seen = Acknowledgement.objects.filter(account=account).values("number")
    return rows.read(list(rows.rows.exclude(_made_by_keeper(account)).exclude(number__in=seen)))


def others_lines(account: str) -> list[TillLine]:
    """Every line that another than the keeper made, seen or not; by number."""
    rows = lines_of(account)
    return rows.read(list(rows.rows.exclude(_made_by_keeper(account))))


def others_since_closing(session: TillSession) -> list[tuple[TillLine, Acknowledgement | None]]:
    """Every line of others from the closing before a session to its own, or until now; each with who says they saw it.

    Those that were seen are shown too: so an acknowledgement that nobody made is found by whoever should have made it.
    """
    earlier = TillSession.objects.filter(
        account=session.account, id__lt=session.pk, state=SessionState.CLOSED
    )
    since = earlier.aggregate(last=Max("last_line"))["last"] or 0
    lines = lines_of(session.account, since=since)
    rows = lines.rows.exclude(_made_by_keeper(session.account))
    if session.last_line is not None:
        rows = rows.filter(number__lte=session.last_line)
    seen = {row.number: row for row in Acknowledgement.objects.filter(account=session.account)}
    return [(line, seen.get(line.number)) for line in lines.read(list(rows))]


def _in_a_session(account: Any) -> Exists:
    """Whether a line was written while its till was open: before that and after it nobody of this name wrote."""
    over = TillSession.objects.filter(account=account, before_line__lt=OuterRef("number"))
    return Exists(over.filter(Q(last_line=None) | Q(last_line__gte=OuterRef("number"))))


def _made_by_keeper(account: str) -> Q:
    person = Q(entry__actor_kind=ActorKind.PERSON)
    keeper = keeper_named_in(account)
    if keeper:
        own = person & Q(entry__actor_name=keeper)
        return own & Q(_in_a_session(account)) if account.startswith(f"{AccountKind.TILL}:") else own
    terms = list(VaultKeeper.objects.filter(office_id=office_of(account)).order_by("id"))
    made = Q(number=0)  # nobody keeps it: every line is another’s
    for term, after in zip_longest(terms, terms[1:]):
        held = person & Q(entry__actor_name=term.keeper, entry__recorded_at__gte=term.since)
        made |= held & Q(entry__recorded_at__lt=after.since) if after else held
    return made


def unseen_counts(office: str) -> dict[str, int]:
    """How many lines wait to be seen on each till of an office, by account: those written to since they were closed."""
    tills: Any = lines_of().rows.filter(
        account__kind=AccountKind.TILL, account__owner__startswith=f"{office}/"
    )  # fmt: skip
    own = Concat(Value(f"{office}/"), F("entry__actor_name"))
    others = tills.exclude(
        Q(entry__actor_kind=ActorKind.PERSON, account__owner=own)
        & Q(_in_a_session(OuterRef("account__code")))
    )
    closed = TillSession.objects.filter(account=OuterRef("account__code"), state=SessionState.CLOSED)
    ended = Coalesce(Subquery(closed.order_by("-last_line").values("last_line")[:1]), 0)
    seen = Acknowledgement.objects.filter(account=OuterRef("account__code"), number=OuterRef("number"))
    waiting = others.filter(~Exists(seen), number__gt=ended)
    return dict(waiting.order_by().values_list("account__code").annotate(count=Count("number")))


def lines_in(session: TillSession, *, kind: str = "") -> Listing[TillLine]:
    """The lines of a till from its opening to its closing, or until now; of one kind, or all."""
    lines = lines_of(session.account, since=session.before_line)
    rows = lines.rows
    if session.last_line is not None:
        rows = rows.filter(number__lte=session.last_line)
    if kind:
        rows = rows.filter(entry__kind=kind)
    return Listing(rows, lines.read)


def totals_of(session: TillSession) -> dict[str, tuple[int, int]]:
    """What happened in a till from its opening to its closing: for each kind how often, and how much in all."""
    rows = lines_in(session).rows.order_by("entry__kind").values_list("entry__kind")
    found = rows.annotate(count=Count("number"), total=Sum("delta"))
    return {kind: (count, int(total)) for kind, count, total in found}


def lines_marked(account: str, mark: str) -> list[TillLine]:
    """The lines of a till that bear a mark: one, or none."""
    rows = lines_of(account)
    found: Sequence[TillLine] = rows.read(list(rows.rows.order_by("-number")[:2_000]))
    return [one for one in found if one.mark == mark.strip().upper()]


def line_words(line: TillLine) -> str:
    """A line in a few words: its number, what it is, how much, who made it."""
    return _("number %(number)s, %(kind)s, %(amount)s, by %(who)s") % {
        "number": line.number, "kind": str(EntryKind(line.kind).label),
        "amount": money_text(line.delta, line.currency), "who": line.actor_name,
    }  # fmt: skip
