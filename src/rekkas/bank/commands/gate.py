"""Whether money may move: who the holder is, what blocks an account, by which way, up to which sum.

All of it is looked at under the locks of the accounts, so that of two movements at the same moment the second sees
what the first has used of a limit.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from rekkas.bank import queries
from rekkas.bank.choices import Channel, LimitRule
from rekkas.bank.errors import (
    AnotherCurrency,
    BankAccountBlocked,
    BankAccountClosed,
    ChannelClosed,
    CustomerNotActive,
    Held,
    LimitReached,
    SameAccount,
)
from rekkas.bank.models import BankAccount, ProductFee
from rekkas.bank.queries.accounts import accounts_for_update, what_raises
from rekkas.bank.queries.limits import Allowances, Use, allowances, fee_for, fees_on, raised_by
from rekkas.base.actors import Moment
from rekkas.base.bulk import add_to_rows, insert_all
from rekkas.design.formats import money_text
from rekkas.money.choices import AccountState, EntryKind
from rekkas.money.errors import NothingMoves

Party = BankAccount | str  # an account of a customer, or a place of the ledger
OUT = (LimitRule.DAY_OUT, LimitRule.MONTH_OUT)
IN = (LimitRule.DAY_IN, LimitRule.MONTH_IN)


@dataclass(slots=True)
class Move:
    """An amount on its way, as customers say it: it leaves ``giver`` and arrives at ``taker``.

    ``channel`` is empty between two accounts: whose they are says which it is. ``fee`` is the code of what is paid
    besides. ``for_holder`` where nobody but the holder moves it; a list of credits asks more of the taker.
    """

    key: UUID
    amount: int
    currency: str
    giver: Party
    taker: Party
    kind: EntryKind
    channel: Channel | None = None
    fee: str = ""
    subject: str = ""
    note: str = ""
    office: str = ""
    for_holder: bool = True
    uses: list[Use] = field(default_factory=list)

    @property
    def parties(self) -> tuple[Party, Party]:
        return self.giver, self.taker


class Gate:
    """The accounts of a batch, locked, with all that decides whether they may move. Lets one through after another."""

    def __init__(self, moves: Iterable[Move], at: Moment, *, explains: bool) -> None:
        named = {one.pk for move in moves for one in move.parties if isinstance(one, BankAccount)}
        self.rows = accounts_for_update(named)
        self.days = {pk: at.astimezone(row.zone).date() for pk, row in self.rows.items()}
        self.held = queries.held_among({row.holder.number for row in self.rows.values()})
        self.explains = explains
        self.allowances = Allowances()
        self.fees: dict[tuple[int, str], ProductFee] = {}
        for day in sorted(set(self.days.values())):
            rows = [row for pk, row in self.rows.items() if self.days[pk] == day]
            found = allowances(rows, day)
            self.allowances = Allowances(
                {**self.allowances.limits, **found.limits}, self.allowances.uses | found.uses
            )
            self.fees |= fees_on({row.product_id for row in rows}, day)

    def fresh(self, party: Party) -> BankAccount | None:
        """An account as it is under its lock; nothing for a place of the ledger."""
        return self.rows[party.pk] if isinstance(party, BankAccount) else None

    def day(self, row: BankAccount) -> date:
        return self.days[row.pk]

    def let(self, move: Move) -> int:
        """Count the movement against its limits and say what it costs; what may not be is refused."""
        giver, taker = map(self.fresh, move.parties)
        if move.amount <= 0:
            raise NothingMoves()
        if giver and taker and giver.pk == taker.pk:
            raise SameAccount(account=giver.number)
        for row in filter(None, (giver, taker)):
            if row.is_closed:
                raise BankAccountClosed(account=row.number)
            if row.currency != move.currency:
                raise AnotherCurrency(account=row.number, kept=row.currency, given=move.currency)
            self._check_channel(row, move, giver, taker)
        if giver:
            self._check_giver(giver)
        if taker:
            self._check_taker(taker, move)
        counted: list[tuple[BankAccount, LimitRule]] = []
        for side, rules in ((giver, OUT), (taker, IN)):
            if side:
                self._check_limits(side, move, rules)
                counted += [(side, rule) for rule in rules]
        for row, rule in counted:
            if self.allowances.limit(row, rule) is not None:
                use = self.allowances.use(row, rule, self.day(row))
                use.more += move.amount
                move.uses.append(use)
        return self.price(move)

    def price(self, move: Move) -> int:
        """What a movement costs, if it may move or not."""
        giver, taker = map(self.fresh, move.parties)
        return fee_for(self._fee(giver or taker, move), move.amount)

    def take_back(self, move: Move) -> None:
        """What the ledger declined has used nothing."""
        for use in move.uses:
            use.more -= move.amount
        move.uses.clear()

    def write_uses(self) -> None:
        """Keep what was used, in two statements."""
        used = {place: use for place, use in self.allowances.uses.items() if use.more}
        insert_all(
            "bank_limituse", ("account_id", "rule", "period", "amount"),
            [(*place, use.more) for place, use in used.items() if use.row is None],
        )  # fmt: skip
        more = [(use.row, use.more) for use in used.values() if use.row is not None]
        add_to_rows("bank_limituse", ("id", "amount"), more, key="id")

    def _fee(self, row: BankAccount | None, move: Move) -> ProductFee | None:
        return self.fees.get((row.product_id, move.fee)) if row and move.fee else None

    def _check_channel(
        self, row: BankAccount, move: Move, giver: BankAccount | None, taker: BankAccount | None
    ) -> None:
        is_own = giver is not None and taker is not None and giver.holder_id == taker.holder_id
        channel = move.channel or (Channel.OWN_ACCOUNT if is_own else Channel.TRANSFER)
        if channel.value not in row.product.channels:
            raise ChannelClosed(account=row.number, product=row.product.name, channel=channel.label)

    def _check_giver(self, row: BankAccount) -> None:
        """What is wrong with the holder is said before the state of the account, which follows from it."""
        self._check_holder(row)
        if row.state != AccountState.OPEN:
            raise BankAccountBlocked(account=row.number, state=row.get_state_display())

    def _check_taker(self, row: BankAccount, move: Move) -> None:
        """Money may come into an account that is blocked, but not by a list: its sender is told, and sends it anew."""
        if not move.for_holder:
            self._check_holder(row)
        if row.state == AccountState.FROZEN or (row.state != AccountState.OPEN and not move.for_holder):
            raise BankAccountBlocked(account=row.number, state=row.get_state_display())

    def _check_holder(self, row: BankAccount) -> None:
        holder = row.holder
        if not holder.is_active:
            raise CustomerNotActive(customer=holder.number, status=holder.get_status_display())
        if holder.number in self.held:
            raise Held(customer=holder.number)

    def _check_limits(self, row: BankAccount, move: Move, rules: Iterable[LimitRule]) -> None:
        most = self.allowances.limit(row, LimitRule.OPERATION)
        if most is not None and move.amount > most:
            self._refuse(row, LimitRule.OPERATION, most, most)
        for rule in rules:
            most = self.allowances.limit(row, rule)
            if most is None:
                continue
            use = self.allowances.use(row, rule, self.day(row))
            left = most - use.before - use.more
            if move.amount > left:
                self._refuse(row, rule, most, max(left, 0))

    def _refuse(self, row: BankAccount, rule: LimitRule, most: int, left: int) -> None:
        level = raised_by(row, rule, most, self.day(row)) if self.explains else None
        raise LimitReached(
            account=row.number, rule=rule.label, limit=money_text(most, row.currency),
            left=money_text(left, row.currency), raised_by=what_raises([level.name] if level else []),
        )  # fmt: skip
