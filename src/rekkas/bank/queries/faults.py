"""Whether what the bank keeps of its accounts agrees with the ledger: nothing is found, or something is wrong."""

from collections.abc import Generator
from itertools import islice

from postkit.evidence import Fault
from rekkas.bank.models import BankAccount, FeeLine, InterestLine
from rekkas.money import queries as money
from rekkas.money.queries.many import keys_known

CHUNK = 5_000


def account_faults() -> Generator[Fault]:
    """Accounts whose state is not that of the ledger, and lines of interest or fees without their entry."""
    rows = BankAccount.objects.order_by("pk").values_list("number", "ledger", "state").iterator(CHUNK)
    while part := list(islice(rows, CHUNK)):
        held = {line.code: line for line in money.accounts(codes=[ledger for _, ledger, _ in part])}
        for number, ledger, state in part:
            if ledger not in held:
                yield Fault(f"account {number}", "not-in-the-ledger")
            elif held[ledger].state != state:
                yield Fault(f"account {number}", "state-differs")
    for table, name in ((InterestLine, "interest"), (FeeLine, "fee")):
        lines = table._default_manager.order_by("pk").values_list("entry", "account__number").iterator(CHUNK)
        while some := list(islice(lines, CHUNK)):
            known = keys_known(entry for entry, _ in some)
            yield from (
                Fault(f"{name} of account {number}", "without-entry")
                for entry, number in some
                if entry not in known
            )
