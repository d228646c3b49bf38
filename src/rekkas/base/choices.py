"""Who can act, and in which role."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ActorKind(TextChoices):
    PERSON = "person", _("Person")
    DEVICE = "device", _("Device")
    SYSTEM = "system", _("System")
    PARTNER = "partner", _("Partner")


class Role(TextChoices):
    CLERK = "clerk", _("Counter clerk")
    SORTER = "sorter", _("Sorter")
    COURIER = "courier", _("Postman")
    TREASURER = "treasurer", _("Treasurer")
    MANAGER = "manager", _("Office manager")
    INSPECTOR = "inspector", _("Inspector")
    PLANNER = "planner", _("Network planner")
    ENGINEER = "engineer", _("Engineer")
    COMPLIANCE = "compliance", _("Compliance officer")
    SUPERVISOR = "supervisor", _("Supervisor")
    ADMINISTRATOR = "administrator", _("Administrator")
    SALES = "sales", _("Sales")


class SubjectKind(TextChoices):
    """At what somebody looked: whoever is behind it is told."""

    CUSTOMER = "customer", _("Customer of the bank")
    PHONE = "phone", _("Telephone")
    ITEM = "item", _("Item")
    ORDER = "order", _("Money order")
    SEARCH = "search", _("Search")


# Whoever stands where customers of the bank come.
_CUSTOMERS = frozenset(
    {
        "bank.invite_customer", "bank.enrol_customer", "bank.note_document", "bank.raise_level", "bank.amend_customer",
        "view.customers",
    }
)  # fmt: skip
# Whoever decides who is on a list: never the clerk who enrolled.
_SCREENING = frozenset(
    {
        "bank.screen_customers", "bank.decide_match", "bank.load_sanction_list", "bank.block_customer",
        "bank.unblock_customer",
    }
)  # fmt: skip

# What a clerk does with the cash in their own hands, and what is done for the cash of a whole office.
_OWN_CASH = frozenset(
    {
        "cash.open_till", "cash.close_till", "cash.keep_draft", "cash.question_mismatch", "cash.acknowledge_lines",
        "cash.move_to_vault", "cash.confirm_move", "cash.sign_pouch", "cash.dispute_discrepancy",
        "cash.add_statement", "view.till",
    }
)  # fmt: skip
_OFFICE_CASH = _OWN_CASH | {
    "cash.recount_till", "cash.move_to_till", "cash.entrust_vault", "cash.count_vault", "cash.send_cash",
    "cash.receive_cash", "cash.bank_surplus", "cash.announce_needs", "cash.withdraw_needs", "cash.assign_case",
    "cash.explain_discrepancy", "cash.propose_write_off", "cash.grant_support_access", "cash.end_support_access",
}  # fmt: skip
# Who answers questions about cash. What the post bears is proposed by one and approved by another, at the treasury.
_CASES = frozenset(
    {"cash.add_statement", "cash.assign_case", "cash.explain_discrepancy", "cash.propose_write_off"}
)
_TREASURY = _CASES | {
    "cash.supply_cash", "cash.sign_pouch", "cash.set_cash_terms", "cash.announce_needs", "cash.withdraw_needs",
    "cash.write_off_discrepancy", "view.cash",
}  # fmt: skip

# Money orders and bills: what is done at a counter, at a door, by who signs beside another, and for a whole country.
_AT_THE_DOOR = frozenset({"payments.begin_payment", "payments.pay_money_order", "payments.resolve_payment"})
_PAYMENTS = _AT_THE_DOOR | {
    "payments.issue_money_order", "payments.cancel_money_order", "payments.refuse_money_order",
    "payments.reimburse_money_order", "payments.ask_signature", "payments.redirect_money_order",
    "payments.reverse_payment", "payments.send_to_door", "payments.bring_back_money_order", "payments.pay_bill",
    "payments.cancel_bill_payment", "view.payments",
}  # fmt: skip
_SIGNING = frozenset(
    {"payments.sign_payment", "payments.sign_request", "payments.unlock_money_order", "payments.renew_code"}
)
_LOOKING_INTO = frozenset(
    {"payments.lock_money_order", "payments.clear_money_order", "payments.refuse_money_order"}
)
_REMITTING = frozenset(
    {
        "payments.load_bills", "payments.remit_biller", "payments.announce_money_orders",
        "payments.expire_money_orders", "payments.prescribe_money_orders", "view.payments",
    }
)  # fmt: skip

# Accounts: what is done at a counter, what an authority orders, what is done once for all accounts.
_ACCOUNTS = frozenset(
    {
        "bank.open_account", "bank.close_account", "bank.deposit", "bank.withdraw", "bank.transfer_between",
        "bank.issue_statement", "view.bank",
    }
)  # fmt: skip
_BLOCKING = frozenset({"bank.block_account", "bank.unblock_account"})
_ALL_ACCOUNTS = frozenset(
    {
        "bank.capitalise_interest", "bank.charge_fees", "bank.mark_dormant", "bank.issue_statements",
        "bank.renew_accounts", "view.bank",
    }
)  # fmt: skip

# Transfers to and from other banks: what is done at a counter, by who looks beside another, and for the clearing.
_TRANSFERS = frozenset(
    {"payments.receive_payment_file", "payments.send_transfer", "payments.cancel_transfer", "view.payments"}
)
_SECOND_LOOK = frozenset(
    {"payments.approve_payment_file", "payments.decline_payment_file", "payments.approve_transfer"}
)
_CLEARING = _SECOND_LOOK | {
    "payments.cancel_transfer", "payments.carry_out_due_files", "payments.close_cut_off",
    "payments.receive_interbank_file", "payments.receive_status", "payments.receive_return",
    "payments.allocate_money", "payments.send_money_back", "payments.explain_exception",
    "payments.settle_clearing", "payments.send_payouts", "view.payments",
}  # fmt: skip

# What a machine of one customer never has: entries of any account, and sight of every account.
NOT_FOR_CUSTOMERS = ("money.post_transfers", "view.money")
# What a person does in the books by hand.
_BOOKS = frozenset({"money.reverse_entry", "money.close_day", "money.sign_day"})

# Who a merchant is, and until when.
_MERCHANTS = frozenset(
    {
        "catalogue.agree_contract", "catalogue.end_contract", "merchant.check_merchant", "merchant.close_merchant",
        "view.merchants",
    }
)  # fmt: skip

# Pages that change nothing and name nobody's money or papers.
_NETWORK_VIEWS = frozenset({"view.desk", "view.mail", "view.network"})

# What a clerk does alone, and what somebody else beside a clerk decides: acts that are held, refunds that are large.
_COUNTER = frozenset(
    {
        "counter.accept_parcels", "counter.settle_visit", "counter.refund_line", "counter.take_act",
        "counter.know_device", "counter.reserve_device_numbers", "counter.retire_device", "counter.take_ticket",
        "counter.call_next", "counter.recall_ticket", "counter.serve_ticket", "counter.pass_ticket",
        "counter.begin_break", "counter.end_break", "counter.choose_errands",
    }
)  # fmt: skip
_COUNTER_DECISIONS = frozenset(
    {"counter.release_act", "counter.decline_act", "counter.repay_act", "counter.refund_over"}
)

# Whoever stands at a counter.
_AT_A_COUNTER = _CUSTOMERS | _ACCOUNTS | _OWN_CASH | _PAYMENTS | _TRANSFERS | frozenset(
    {"mail.*", "delivery.*", "view.desk", "view.mail", "view.till"}
) | _COUNTER  # fmt: skip
# What everybody does for themselves: see rekkas.base.commands.sessions.
_ONESELF = frozenset({"base.choose_pin", "base.resume_session", "view.oneself"})

# A permission is the name of a verb; a star stands for all verbs of an app. `view.*` are the pages that change nothing.
ROLE_PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.CLERK: _AT_A_COUNTER,
    # Whoever watches the tills of a hall: stands at each counter, lets go what is held, says yes to what is given back.
    Role.SUPERVISOR: _AT_A_COUNTER
    | _SIGNING
    | _SECOND_LOOK
    | _COUNTER_DECISIONS
    | frozenset({"ussd.finish_callback"})
    | frozenset(
        {
            "cash.recount_till",
            "cash.move_to_till",
            "cash.assign_case",
            "cash.explain_discrepancy",
            "cash.grant_support_access",
            "cash.end_support_access",
            "view.cash",
            "view.people",
        }
    ),
    # Whoever says who may do what does none of it.
    Role.ADMINISTRATOR: frozenset({"base.*", "view.desk", "view.people", "view.network"}),
    Role.SORTER: frozenset({"mail.*", "view.desk", "view.mail"}),
    # Whoever carries cash does not count it in.
    Role.COURIER: _AT_THE_DOOR
    | frozenset(
        {
            "cash.acknowledge_lines",
            "cash.dispute_discrepancy",
            "delivery.take_out",
            "delivery.attempt_delivery",
            "delivery.deliver_items",
            "delivery.await_collection",
            "mail.record_scans",
            "view.desk",
            "view.mail",
            "view.round",
            "view.till",
        }
    ),
    Role.TREASURER: _TREASURY
    | _ALL_ACCOUNTS
    | _REMITTING
    | _CLEARING
    | _BOOKS
    | _MERCHANTS
    | frozenset({"commerce.*", "view.desk", "view.mail", "view.till", "view.money"}),
    Role.MANAGER: _CUSTOMERS
    | _ACCOUNTS
    | _BLOCKING
    | _OFFICE_CASH
    | _PAYMENTS
    | _SIGNING
    | _TRANSFERS
    | _SECOND_LOOK
    | _BOOKS
    | frozenset(
        {
            "counter.*",
            "mail.*",
            "delivery.*",
            "view.*",
            "bank.block_customer",
            "bank.close_customer",
            "commerce.report_robbery",
            "reach.retry_text",
            "reach.set_simulator",
            "ussd.finish_callback",
        }
    ),
    Role.INSPECTOR: _CASES
    | frozenset(
        {"cash.declare_known_error", "commerce.reconcile_cod", "commerce.explain_exception", "view.*"}
    ),
    Role.COMPLIANCE: _SCREENING | _BLOCKING | _LOOKING_INTO | frozenset({"view.*"}),
    # Whoever looks after merchants: knows who they are, agrees contracts, and moves no money.
    Role.SALES: _MERCHANTS | frozenset({"view.desk", "view.mail", "view.network"}),
    Role.PLANNER: _NETWORK_VIEWS | frozenset({"strategy.*", "network.*"}),
    # Whoever keeps the program running sees a till only where its office lets them in.
    Role.ENGINEER: _NETWORK_VIEWS
    | frozenset(
        {
            "base.issue_api_key",
            "base.revoke_api_key",
            "territory.*",
            "network.*",
            "catalogue.load_catalogue",
            "catalogue.register_customer",
            "mail.*",
            "bank.load_bank",
            "bank.load_bank_terms",
            "payments.load_payments",
            "payments.load_clearing",
            "cash.load_cash",
            "merchant.load_merchants",
            "cash.ask_support_access",
            "cash.end_support_access",
            "cash.recover_entry",
            "view.till",
            "reach.retry_text",
            "reach.set_simulator",
            "view.reach",
        }
    ),
}
for _role, _permissions in ROLE_PERMISSIONS.items():
    ROLE_PERMISSIONS[_role] = _permissions | _ONESELF
