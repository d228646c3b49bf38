"""How a batch of entries enters the ledger: read, lock, look again, judge, write. See docs/algorithms/ledger.md.

Every step is a constant number of statements. Balances of accounts that can have limits are locked in the order of
their numbers; then a lane, which chains the batch to the one before; and only then is anything judged, so that
whoever waited sees what the other did. Striped accounts are not locked: the lane's holder alone writes its stripe.
"""

from rekkas.money.posting.accounts import OpenAs, Purse, open_accounts, parts_of, take_purses
from rekkas.money.posting.batch import post_batch
from rekkas.money.queries import RECORD

__all__ = ["RECORD", "OpenAs", "Purse", "open_accounts", "parts_of", "post_batch", "take_purses"]
