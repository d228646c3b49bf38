"""The places where money can be, and what may become of a transfer."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

LANES = 8  # chains of seals; a striped account has one balance in each
STRIPES_AT_MOST = 16


class Book(TextChoices):
    """A legal person with books of its own. Money never moves between two books, only beside each other in both."""

    POST = "post", _("The post")
    BANK = "bank", _("The postal bank")


# Accounts of a merchant beside what was taken for them: what they owe, and what waits to be invoiced.
OWED, TO_INVOICE = "owed", "invoices"  # `merchant:ATLAS/owed:MAD`


class AccountClass(TextChoices):
    ASSET = "asset", _("Assets")
    LIABILITY = "liability", _("Liabilities")
    INCOME = "income", _("Income")
    EXPENSE = "expense", _("Expenses")


class AccountKind(TextChoices):
    """The first word of an account's code: `till:MA0001/fatima:MAD`."""

    TILL = "till", _("Clerk’s till")
    COURIER = "courier", _("Postman’s bag")
    VAULT = "vault", _("Office safe")
    TRANSIT = "transit", _("Cash on the road")
    SUSPENSE = "suspense", _("To be explained")
    MIRROR = "mirror", _("Between the post and its bank")
    MERCHANT = "merchant", _("Merchant, cash on delivery")
    DUE = "due", _("Due to a merchant")
    ORDER = "order", _("Money order to be paid")
    BILLER = "biller", _("Collected for a biller")
    DUTY = "duty", _("Collected for an administration")
    HELD = "held", _("Taken at a counter, not yet decided")
    ACQUIRER = "acquirer", _("Cards, to come from the acquirer")
    PARTNER = "partner", _("Partner post")
    EXCHANGE = "exchange", _("Exchange of the post")
    INCOME = "income", _("Income")
    EXPENSE = "expense", _("Expense")
    RESERVE = "reserve", _("The bank’s cash and reserves")
    CURRENT = "current", _("Current account")
    SAVINGS = "savings", _("Savings book")
    WALLET = "wallet", _("Wallet")
    CLEARING = "clearing", _("Clearing with other banks")
    UNALLOCATED = "unallocated", _("Received and not yet allotted")
    FEES = "fees", _("Fees of the bank")
    INTEREST = "interest", _("Interest paid")
    TAX = "tax", _("Tax withheld")
    POSITION = "position", _("Exchange of the bank")


@dataclass(frozen=True, slots=True)
class KindRule:
    """What is true of every account of a kind.

    ``floor`` is the least that it may hold (none: no limit), counted on the side where it grows; ``is_witnessed``
    where each movement gets a line that its keeper can prove; ``stripes`` above one for hot accounts.
    """

    book: Book
    account_class: AccountClass
    floor: int | None = None
    is_witnessed: bool = False
    is_striped: bool = False
    opens_itself: bool = True

    @property
    def side(self) -> int:
        """1 where what comes in makes it grow (assets, expenses), -1 where what goes out does."""
        return 1 if self.account_class in (AccountClass.ASSET, AccountClass.EXPENSE) else -1

    @property
    def stripes(self) -> int:
        return LANES if self.is_striped else 1


_ASSET, _LIABILITY = AccountClass.ASSET, AccountClass.LIABILITY
_CASH = KindRule(Book.POST, _ASSET, floor=0, is_witnessed=True)
_DEPOSIT = KindRule(Book.BANK, _LIABILITY, floor=0, opens_itself=False)

_ISO_4217 = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF
CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD
HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD
LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK
PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS
TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XDR XOF XPF YER ZAR ZMW
ZWG
"""
# The currencies in use: an account in another would be counted with decimals that nobody knows.
CURRENCIES = frozenset(_ISO_4217.split())
EXCHANGE_KINDS = frozenset({"exchange", "position"})  # between two currencies of one book

# A mirror's book is the other one than its owner's: `mirror:bank:MAD` is what the post's books say of the bank.
RULES: dict[str, KindRule] = {
    AccountKind.TILL: _CASH,
    AccountKind.COURIER: _CASH,
    AccountKind.VAULT: _CASH,
    AccountKind.TRANSIT: _CASH,
    AccountKind.SUSPENSE: KindRule(Book.POST, _ASSET),
    AccountKind.MIRROR: KindRule(Book.POST, _ASSET, is_striped=True),
    AccountKind.MERCHANT: KindRule(Book.POST, _LIABILITY),
    AccountKind.DUE: KindRule(Book.POST, _LIABILITY, floor=0),
    AccountKind.ORDER: KindRule(Book.POST, _LIABILITY, floor=0),
    AccountKind.BILLER: KindRule(Book.POST, _LIABILITY, is_striped=True),
    AccountKind.DUTY: KindRule(Book.POST, _LIABILITY, is_striped=True),
    AccountKind.HELD: KindRule(Book.POST, _LIABILITY),
    AccountKind.ACQUIRER: KindRule(Book.POST, _ASSET, is_striped=True),
    AccountKind.PARTNER: KindRule(Book.POST, _LIABILITY),
    AccountKind.EXCHANGE: KindRule(Book.POST, _ASSET),
    AccountKind.INCOME: KindRule(Book.POST, AccountClass.INCOME, is_striped=True),
    AccountKind.EXPENSE: KindRule(Book.POST, AccountClass.EXPENSE, is_striped=True),
    AccountKind.RESERVE: KindRule(Book.BANK, _ASSET, is_striped=True),
    AccountKind.CURRENT: _DEPOSIT,
    AccountKind.SAVINGS: _DEPOSIT,
    AccountKind.WALLET: _DEPOSIT,
    AccountKind.CLEARING: KindRule(Book.BANK, _LIABILITY, is_striped=True),
    AccountKind.UNALLOCATED: KindRule(Book.BANK, _LIABILITY),
    AccountKind.FEES: KindRule(Book.BANK, AccountClass.INCOME, is_striped=True),
    AccountKind.INTEREST: KindRule(Book.BANK, AccountClass.EXPENSE, is_striped=True),
    AccountKind.TAX: KindRule(Book.BANK, _LIABILITY, is_striped=True),
    AccountKind.POSITION: KindRule(Book.BANK, _ASSET),
}
CASH_KINDS = frozenset({AccountKind.TILL, AccountKind.COURIER, AccountKind.VAULT, AccountKind.TRANSIT})
OFFICE_KINDS = CASH_KINDS - {AccountKind.TRANSIT}  # owned by an office or somebody in it: `MA0001/fatima`
CUSTOMER_KINDS = frozenset({AccountKind.CURRENT, AccountKind.SAVINGS, AccountKind.WALLET})
ON_THE_WAY = frozenset({AccountKind.TRANSIT, AccountKind.SUSPENSE})  # cash of no one office
# Accounts that neither a hand in the books nor a machine touches, with the verb of the app that keeps them true.
KEPT_BY: dict[str, str] = {
    **dict.fromkeys(CUSTOMER_KINDS, "bank.transfer_between"),
    AccountKind.ORDER: "payments.cancel_money_order",
    AccountKind.BILLER: "payments.cancel_bill_payment",
    AccountKind.DUTY: "counter.refund_line",
    AccountKind.HELD: "counter.release_act",
    AccountKind.MERCHANT: "commerce.correct_due",
    AccountKind.DUE: "commerce.correct_due",
    AccountKind.CLEARING: "payments.cancel_transfer",
    AccountKind.UNALLOCATED: "payments.send_money_back",
    AccountKind.TRANSIT: "cash.receive_cash",
    AccountKind.SUSPENSE: "cash.explain_discrepancy",
    AccountKind.INTEREST: "bank.capitalise_interest",
    AccountKind.TAX: "bank.capitalise_interest",
    AccountKind.FEES: "bank.charge_fees",
}
WITNESSED_KINDS = frozenset(kind for kind, rule in RULES.items() if rule.is_witnessed)


class AccountState(TextChoices):
    OPEN = "open", _("Open")
    BLOCKED = "blocked", _("Nothing may leave")
    FROZEN = "frozen", _("Nothing moves")
    CLOSED = "closed", _("Closed")


class Phase(TextChoices):
    """What an entry does: moves money, sets it aside, or lets what was set aside go."""

    POSTED = "posted", _("Moved")
    HELD = "held", _("Set aside")
    RELEASED = "released", _("Let go")


class EntryKind(TextChoices):
    POSTAGE = "postage", _("Postage paid")
    ARTICLE_SOLD = "article-sold", _("Sold at the counter")
    ADMINISTRATION_PAID = "administration-paid", _("Paid for an administrative service")
    CARD_PAID = "card-paid", _("Paid by card")
    REFUNDED = "refunded", _("Given back at the counter")
    CARD_REFUNDED = "card-refunded", _("Given back on a card")
    ACT_HELD = "act-held", _("Taken without a network, held")
    ACT_DECIDED = "act-decided", _("Held act decided")
    COD_COLLECTED = "cod-collected", _("Cash on delivery taken from the addressee")
    COD_HANDED_OVER = "cod-handed-over", _("Cash on delivery handed over at the office")
    COD_BANKED = "cod-banked", _("Cash on delivery paid into the bank")
    COD_LOST = "cod-lost", _("Cash on delivery lost, borne by the post")
    COD_PAID = "cod-paid", _("Cash on delivery paid to the merchant")
    COD_FEE = "cod-fee", _("Fee for cash on delivery")
    CASH_MOVED = "cash-moved", _("Cash between till and safe")
    CASH_SENT = "cash-sent", _("Cash sent off")
    CASH_RECEIVED = "cash-received", _("Cash received")
    CASH_BANKED = "cash-banked", _("Cash paid into the bank")
    CASH_SUPPLIED = "cash-supplied", _("Cash supplied by the bank")
    CASH_DIFFERENCE = "cash-difference", _("Difference found in a count")
    CASH_EXPLAINED = "cash-explained", _("Difference explained")
    DEPOSIT = "deposit", _("Paid in at the counter")
    WITHDRAWAL = "withdrawal", _("Paid out at the counter")
    ACCOUNT_TRANSFER = "account-transfer", _("Transfer between accounts")
    CREDIT_TRANSFER_OUT = "credit-transfer-out", _("Transfer to another bank")
    CREDIT_TRANSFER_IN = "credit-transfer-in", _("Transfer from another bank")
    CREDIT_TRANSFER_RETURN = "credit-transfer-return", _("Transfer returned")
    SALARY = "salary", _("Salary or pension")
    ORDER_ISSUED = "order-issued", _("Money order issued")
    ORDER_PAID = "order-paid", _("Money order paid")
    ORDER_REIMBURSED = "order-reimbursed", _("Money order given back to its sender")
    ORDER_FEE = "order-fee", _("Fee for a money order")
    BILL_PAID = "bill-paid", _("Bill paid")
    BILL_CANCELLED = "bill-cancelled", _("Bill payment cancelled")
    BILLER_REMITTED = "biller-remitted", _("Remitted to a biller")
    FEE = "fee", _("Fee")
    INTEREST = "interest", _("Interest")
    TAX = "tax", _("Tax withheld")
    EXCHANGE = "exchange", _("Exchange of currencies")
    SETTLEMENT = "settlement", _("Settlement between the post and its bank")
    REVERSAL = "reversal", _("Reversal")
    CORRECTION = "correction", _("Correction")


# What an app above makes, with the verb by which it is undone there. The rest is reversed by hand: postage, a
# correction, an exchange.
UNDONE_BY: dict[str, str] = {
    **dict.fromkeys(
        (EntryKind.ARTICLE_SOLD, EntryKind.ADMINISTRATION_PAID, EntryKind.CARD_PAID), "counter.refund_line"
    ),
    **dict.fromkeys((EntryKind.REFUNDED, EntryKind.CARD_REFUNDED), "counter.settle_visit"),
    **dict.fromkeys((EntryKind.ACT_HELD, EntryKind.ACT_DECIDED), "counter.release_act"),
    **dict.fromkeys(
        (EntryKind.COD_COLLECTED, EntryKind.COD_HANDED_OVER, EntryKind.COD_BANKED, EntryKind.COD_LOST,
         EntryKind.COD_PAID, EntryKind.COD_FEE),
        "commerce.correct_due",
    ),
    EntryKind.CASH_MOVED: "cash.recover_entry",
    EntryKind.CASH_SENT: "cash.receive_cash",
    EntryKind.CASH_RECEIVED: "cash.send_cash",
    EntryKind.CASH_BANKED: "cash.recover_entry",
    EntryKind.CASH_SUPPLIED: "cash.bank_surplus",
    EntryKind.CASH_DIFFERENCE: "cash.explain_discrepancy",
    EntryKind.CASH_EXPLAINED: "cash.recover_entry",
    EntryKind.DEPOSIT: "bank.withdraw",
    EntryKind.WITHDRAWAL: "bank.deposit",
    EntryKind.ACCOUNT_TRANSFER: "bank.transfer_between",
    EntryKind.CREDIT_TRANSFER_OUT: "payments.cancel_transfer",
    EntryKind.CREDIT_TRANSFER_IN: "payments.send_money_back",
    EntryKind.CREDIT_TRANSFER_RETURN: "payments.allocate_money",
    EntryKind.SALARY: "bank.transfer_between",
    EntryKind.ORDER_ISSUED: "payments.cancel_money_order",
    EntryKind.ORDER_PAID: "payments.reverse_payment",
    EntryKind.ORDER_REIMBURSED: "payments.issue_money_order",
    EntryKind.ORDER_FEE: "payments.cancel_money_order",
    EntryKind.BILL_PAID: "payments.cancel_bill_payment",
    EntryKind.BILL_CANCELLED: "payments.pay_bill",
    EntryKind.BILLER_REMITTED: "payments.remit_biller",
    EntryKind.FEE: "bank.transfer_between",
    EntryKind.INTEREST: "bank.capitalise_interest",
    EntryKind.TAX: "bank.capitalise_interest",
    EntryKind.SETTLEMENT: "payments.settle_clearing",
}  # fmt: skip


# What concerns an item of the mail, and nobody's account.
MAIL_KINDS = (
    EntryKind.POSTAGE, EntryKind.COD_COLLECTED, EntryKind.COD_HANDED_OVER, EntryKind.COD_BANKED, EntryKind.COD_LOST,
    EntryKind.COD_PAID, EntryKind.COD_FEE,
)  # fmt: skip


class Posted(TextChoices):
    """What became of one transfer of a batch."""

    POSTED = "posted", _("Posted")
    REPEATED = "repeated", _("Already posted")
    DECLINED = "declined", _("Declined")


def rule_of(kind: str, owner: str) -> KindRule:
    """What is true of an account of this kind and owner."""
    rule = RULES[kind]
    if kind == AccountKind.MIRROR and owner == Book.POST:
        return KindRule(Book.BANK, _ASSET, is_striped=True)
    return rule
