"""Evidence that a record was not touched, and its check by anybody: see `seals` for the idea, `books` for a file of it.

``python -m postkit.evidence FILE`` checks an exported file, or the receipts of a till, without a server or a network.
"""

from postkit.evidence.seals import (
    START,
    Fault,
    KeptSeal,
    SealedRow,
    Value,
    chain_digest,
    faults_in_lane,
    is_signed,
    row_digest,
    seal_digest,
)

__all__ = [
    "START",
    "Fault",
    "KeptSeal",
    "SealedRow",
    "Value",
    "chain_digest",
    "faults_in_lane",
    "is_signed",
    "row_digest",
    "seal_digest",
]
