"""Files of payments: received, approved by a second person, carried out when their day has come."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from postkit.iso20022 import initiation
from postkit.iso20022.fingerprint import Fingerprint, fingerprint
from postkit.iso20022.initiation import CreditTransfer as Wish
from postkit.iso20022.initiation import Initiation, PaymentInformation
from rekkas.bank import queries as bank
from rekkas.bank.queries.accounts import accounts_named, accounts_of
from rekkas.base.actors import Actor, Moment, author_name, is_author
from rekkas.base.command import command
from rekkas.base.errors import Refused
from rekkas.design.formats import day_text, moment_text
from rekkas.payments.choices import FilePurpose, FileState, ReasonCode, Rule, TransferState
from rekkas.payments.commands.transfer_money import carry_out
from rekkas.payments.commands.transfer_reading import file_name, opened
from rekkas.payments.commands.transfer_steps import Step, add_transfers, take_steps
from rekkas.payments.entries import CarriedOut, FileTaken
from rekkas.payments.errors import (
    DayNotOpen,
    ExplanationMissing,
    FileDecided,
    FileRepeated,
    OwnPaymentFile,
    PayerNotTheirs,
    TooManyPayments,
)
from rekkas.payments.models import Clearing, CreditTransfer, PaymentFile
from rekkas.payments.models.transfers import NOT_PROVIDED
from rekkas.payments.numbers import take
from rekkas.payments.queries.clearing import Directory, clearing_rules, day_of, directory, zone_of
from rekkas.payments.queries.transfers import (
    OpenDays,
    Payee,
    asked_before,
    due_in,
    files_due,
    like_payment_file,
    open_days,
    payees_of,
    payment_file_for_update,
    same_payment_file,
    turned_down,
)

FILES_AT_ONCE = 100
S = TransferState


@command
def receive_payment_file(
    *, content: bytes, name: str, customer: str, purpose: FilePurpose = FilePurpose.PAYMENTS, office: str = "",
    by: Actor, at: Moment, key: str | None = None,
) -> FileTaken:  # fmt: skip
    """Take a file of payments (pain.001) from a customer, each payment for itself, and the file once.

    The same payments under another name are refused. What is due is carried out at once, unless the sum needs a
    second person.
    """
    payer = bank.customer(customer)
    rules = clearing_rules(payer.country_id)
    shown = file_name(name)
    message = opened(initiation.read, content, shown)
    count = sum(1 for _ in message.transfers)
    if count > rules.payments_at_most:
        raise TooManyPayments(count=count, most=rules.payments_at_most)
    mark = fingerprint(message)
    _check_is_new(rules, payer.pk, mark, shown)
    sources = _sources(message, payer.number)
    days = open_days(rules, day_of(rules, at))
    _check_days(message, days, shown)
    like = like_payment_file(mark.likeness)
    file = PaymentFile(
        number=f"PF{take('payment-file')[0]:08}", customer=payer, country_id=payer.country_id, name=shown,
        purpose=purpose, content=content, digest=sha256(content).hexdigest(), fingerprint=mark.content,
        likeness=mark.likeness, version=message.version, message_id=message.message_id, currency=rules.currency,
        payment_count=count, total=message.totals().get(rules.currency, 0), state=FileState.RECEIVED,
        needs_second=False, like=like, received_at=at, received_by=author_name(by),
        office_code=office or by.office or "",
    )  # fmt: skip
    wanted = _wanted(message, sources, rules)
    reasons = _reasons(wanted, rules, payer.pk, days)
    is_refused = all(reasons) or (any(reasons) and rules.accept == Rule.WHOLE)
    file.needs_second = file.total >= rules.second_person_from
    if is_refused:
        file.state = FileState.REJECTED
    elif not file.needs_second:
        file.state = FileState.APPROVED
    turn = turned_down(mark.content)
    file.save(force_insert=True)
    rows = [
        _transfer(file, one, payment_key(file.digest, turn, place, one.wish), at)
        for place, one in enumerate(wanted)
    ]
    bad = _reject(rows, [reason or (ReasonCode.NARR if is_refused else None) for reason in reasons])
    add_transfers(rows, by=by, at=at)
    done: Counter[TransferState] = Counter()
    if file.state == FileState.APPROVED:
        today = day_of(rules, at)
        due = [row for row in rows if row.state == S.RECEIVED and row.requested_date <= today]
        accounts = {
            one.wish.creditor_account.number: one.payee.account for one in wanted if one.payee.account
        }
        done = _carry_out(file, rules, due, accounts, by=by, at=at)
    return FileTaken(
        file.number, FileState(file.state), len(rows) - bad - done[S.REJECTED], bad + done[S.REJECTED],
        like.number if like else "",
    )  # fmt: skip


@command
def approve_payment_file(*, number: str, by: Actor, at: Moment, key: str | None = None) -> CarriedOut:
    """Approve a file of payments that somebody else has sent in; what is due of it is carried out at once."""
    file = payment_file_for_update(number)
    if file.state != FileState.RECEIVED:
        raise FileDecided(number=file.number, state=file.get_state_display())
    if is_author(by, file.received_by):
        raise OwnPaymentFile(number=file.number)
    _decide(file, FileState.APPROVED, "", by, at)
    return _said(_carry_out_due(file, clearing_rules(file.country_id), by=by, at=at))


@command
def decline_payment_file(*, number: str, why: str, by: Actor, at: Moment, key: str | None = None) -> int:
    """Decline a file of payments of which nothing was carried out yet. Returns how many payments it held."""
    file = payment_file_for_update(number)
    if not why.strip():
        raise ExplanationMissing
    rows = list(CreditTransfer.objects.select_for_update().filter(file=file).order_by("id"))
    open_rows = [row for row in rows if row.state == S.RECEIVED]
    if file.state not in (FileState.RECEIVED, FileState.APPROVED) or not open_rows:
        raise FileDecided(number=file.number, state=file.get_state_display())
    steps = [Step(row, S.CANCELLED, ReasonCode.CUST, why.strip()) for row in open_rows]
    take_steps(steps, by=by, at=at)
    if any(row.state in (S.WAITING, S.SENT, S.SETTLED, S.RETURNED) for row in rows):
        file.state, file.decided_why = FileState.EXECUTED, why.strip()[:200]
        file.save(update_fields=["state", "decided_why"])
    else:
        _decide(file, FileState.CANCELLED, why.strip(), by, at)
    return len(open_rows)


@command
def carry_out_due_files(*, country: str, by: Actor, at: Moment) -> CarriedOut:
    """Carry out the payments of approved files whose day has come: a hundred files at once."""
    rules = clearing_rules(country)
    numbers = files_due(country, day_of(rules, at), FILES_AT_ONCE)
    done: Counter[TransferState] = Counter()
    for number in numbers:
        done += _carry_out_due(payment_file_for_update(number), rules, by=by, at=at)
    return _said(done, is_more=len(numbers) == FILES_AT_ONCE)


def _said(done: Counter[TransferState], *, is_more: bool = False) -> CarriedOut:
    return CarriedOut(done[S.SETTLED], done[S.WAITING], done[S.REJECTED], is_more)


def _carry_out_due(file: PaymentFile, rules: Clearing, *, by: Actor, at: Moment) -> Counter[TransferState]:
    """What is due of an approved file is moved."""
    if file.state != FileState.APPROVED:
        return Counter()
    rows = due_in(file, day_of(rules, at))
    for row in rows:
        row.file = file
    return _carry_out(file, rules, rows, {}, by=by, at=at)


def _carry_out(
    file: PaymentFile, rules: Clearing, rows: Sequence[CreditTransfer], accounts: Mapping[str, Any], *, by: Actor,
    at: Moment,
) -> Counter[TransferState]:  # fmt: skip
    """Move the money of payments; the file is done when no payment of it waits for its day.

    ``accounts`` are those of payees that were looked up a moment ago.
    """
    steps = carry_out(rules, rows, Rule(rules.funds), accounts, by=by, at=at)
    left = CreditTransfer.objects.filter(file=file, state=S.RECEIVED).exists()
    if not left:
        paid = CreditTransfer.objects.filter(file=file).exclude(state__in=(S.REJECTED, S.CANCELLED)).exists()
        file.state = FileState.EXECUTED if paid else FileState.REJECTED
    file.save(update_fields=["state"])
    return Counter(step.after for step in steps)


def _decide(file: PaymentFile, state: FileState, why: str, by: Actor, at: Moment) -> None:
    file.state, file.decided_by, file.decided_at, file.decided_why = state, author_name(by), at, why[:200]
    file.save(update_fields=["state", "decided_by", "decided_at", "decided_why"])


def _check_is_new(rules: Clearing, customer: int, mark: Fingerprint, name: str) -> None:
    """The same payments under another name, and other payments under the same number of the sender, are refused."""
    first = same_payment_file(customer, fingerprint=mark.content, message_id=mark.message_id)
    if first is not None:
        at = first.received_at.astimezone(zone_of(rules))
        raise FileRepeated(name=name, first=first.name, at=moment_text(at), number=first.number)


def _check_days(message: Initiation, days: OpenDays, name: str) -> None:
    """A file is refused whole when none of its payments has a day that can be asked for; else each has its reason."""
    asked = [payment.requested_date for payment in message.payments]
    if not any(day in days for day in asked):
        first, last = day_text(days.first), day_text(days.last)
        raise DayNotOpen(
            name=name, date=day_text(asked[0]), first=first, last=last, reason=ReasonCode.DT01.value
        )


def _sources(message: Initiation, customer: str) -> dict[str, Any]:
    """The accounts from which a file pays, by their numbers as written. All must be those of the customer."""
    mine = {row.pk for row in accounts_of(customer)}
    texts = list(dict.fromkeys(payment.debtor_account.number for payment in message.payments))
    found = dict(zip(texts, accounts_named(texts), strict=True))
    for text, row in found.items():
        if isinstance(row, Refused) or row.pk not in mine:
            raise PayerNotTheirs(customer=customer, account=text)
    return found


@dataclass(frozen=True, slots=True)
class Wanted:
    """One payment that is asked for: from which account of ours, and where that of its payee is."""

    payment: PaymentInformation
    wish: Wish
    source: Any
    payee: Payee


def _wanted(message: Initiation, sources: Mapping[str, Any], rules: Clearing) -> list[Wanted]:
    wishes = [(payment, wish) for payment in message.payments for wish in payment.transfers]
    payees = payees_of(rules, [wish.creditor_account for _, wish in wishes])
    return [
        Wanted(payment, wish, sources[payment.debtor_account.number], payee)
        for (payment, wish), payee in zip(wishes, payees, strict=True)
    ]


def _reasons(
    wanted: Sequence[Wanted], rules: Clearing, customer: int, days: OpenDays
) -> list[ReasonCode | None]:
    """Why each payment cannot be made, where that is plain already."""
    known = asked_before(customer, {one.wish.end_to_end_id for one in wanted} - {NOT_PROVIDED})
    banks = directory(rules.country_id)
    return [
        ReasonCode.AM05 if one.wish.end_to_end_id in known else _why_not(one, rules, banks, days)
        for one in wanted
    ]


def _reject(rows: Sequence[CreditTransfer], reasons: Sequence[ReasonCode | None]) -> int:
    """Mark what cannot be made, and say how much that is."""
    for row, reason in zip(rows, reasons, strict=True):
        if reason:
            row.state, row.reason = S.REJECTED, reason
    return sum(row.state == S.REJECTED for row in rows)


def payment_key(digest: str, turn: int, place: int, wish: Wish) -> UUID:
    """The key in the ledger of a payment: from the file and its own reference, the same each time it is tried.

    ``turn`` counts how often the file was turned down: what is asked anew after that is another payment.
    """
    return uuid5(NAMESPACE_OID, f"payment {digest} {turn} {place} {wish.end_to_end_id}")


def _transfer(file: PaymentFile, one: Wanted, key: UUID, at: Moment) -> CreditTransfer:
    payment, wish, payee = one.payment, one.wish, one.payee
    return CreditTransfer(
        country_id=file.country_id, way=payee.way, file=file, payment_id=payment.payment_id,
        customer_id=file.customer_id, payer_name=payment.debtor, payer_account=account_text(one.source),
        payer_ledger=one.source.ledger, payee_name=wish.creditor, payee_account=wish.creditor_account.number,
        payee_ledger=payee.account.ledger if payee.account else "", payee_bank=payee.bank, amount=wish.amount,
        currency=wish.currency, end_to_end_id=wish.end_to_end_id, instruction_id=wish.instruction_id,
        remittance=wish.remittance.text[:500], payee_references=list(wish.remittance.references),
        requested_date=payment.requested_date, key=key, received_at=at, received_by=file.received_by,
        office_code=file.office_code,
    )  # fmt: skip


def account_text(account: Any) -> str:
    """The number under which others know an account of ours."""
    number: str = account.iban or account.rib or account.number
    return number


def _why_not(one: Wanted, rules: Clearing, banks: Directory, days: OpenDays) -> ReasonCode | None:
    """Why a payment cannot be made, as far as its own words tell."""
    wish, payee = one.wish, one.payee
    if payee.reason:
        return payee.reason
    kept = payee.account.currency if payee.account else rules.currency
    if {wish.currency, one.source.currency, wish.creditor_account.currency or wish.currency} != {kept}:
        return ReasonCode.AM03
    if payee.bank and rules.transfer_at_most is not None and wish.amount > rules.transfer_at_most:
        return ReasonCode.AM02
    if payee.account and payee.account.pk == one.source.pk:
        return ReasonCode.AG01
    if one.payment.requested_date not in days:
        return ReasonCode.DT01
    return None if _names_its_bank(wish, payee, rules, banks) else ReasonCode.RC01


def _names_its_bank(wish: Wish, payee: Payee, rules: Clearing, banks: Directory) -> bool:
    """Whether the bank that is named beside an account is the one at which the account is."""
    said = wish.creditor_agent
    if said is None:
        return True
    member = payee.bank or rules.member
    bic = rules.bic if member == rules.member else getattr(banks.by_member.get(member), "bic", "")
    return said.member in ("", member) and (not bic or said.bic[:8] in ("", bic[:8]))
