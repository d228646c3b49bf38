"""The messages of ISO 20022 that are read and written here, in one table.

A message's full name has four parts: what it is about, which message, a variant (always 001) and the version of its
form. The name stands in the namespace of the document, and each version has an element of its own below `Document`.

>>> VERSIONS["pacs.008.001.08"].namespace
'urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08'
>>> VERSIONS["pain.001.001.03"].answer
'pain.002.001.03'
"""

from dataclasses import dataclass

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of one message: its name, its element, the element that holds a BIC, and which message answers it."""

    name: str
    body: str
    bic: str = "BICFI"
    answer: str = ""

    @property
    def namespace(self) -> str:
        return f"{NAMESPACE}{self.name}"

    @property
    def message(self) -> str:
        """The name without variant and version: `pain.001`."""
        return self.name[:8]


_TABLE = (
    # what customers send in, and the answer
    Version("pain.001.001.03", "CstmrCdtTrfInitn", bic="BIC", answer="pain.002.001.03"),
    Version("pain.001.001.09", "CstmrCdtTrfInitn", answer="pain.002.001.10"),
    Version("pain.002.001.03", "CstmrPmtStsRpt", bic="BIC"),
    Version("pain.002.001.10", "CstmrPmtStsRpt"),
    # between banks: the transfer, its status, its return
    Version("pacs.008.001.08", "FIToFICstmrCdtTrf", answer="pacs.002.001.10"),
    Version("pacs.002.001.10", "FIToFIPmtStsRpt"),
    Version("pacs.004.001.09", "PmtRtr", answer="pacs.002.001.10"),
    # what account holders are sent: the statement, the advice
    Version("camt.053.001.08", "BkToCstmrStmt"),
    Version("camt.054.001.08", "BkToCstmrDbtCdtNtfctn"),
)
VERSIONS = {version.name: version for version in _TABLE}
