"""The shapes against the standard: every element that a version has stands in its shape, in the same sequence."""

import pytest

from postkit.iso20022 import entries, initiation, interbank, parts, statement, statuses
from postkit.iso20022.shape import Shape
from tests.postkit.iso20022.judges import books_of
from tests.postkit.iso20022.samples import SAMPLES

PARTY = {"": parts._PARTY}
AGENT = {
    "": parts._AGENT,
    "FinInstnId": parts._INSTITUTIONS["BICFI"],
    "FinInstnId/ClrSysMmbId": parts._MEMBER,
}
OLD_AGENT = AGENT | {"FinInstnId": parts._INSTITUTIONS["BIC"]}
ACCOUNT = {"": parts.ACCOUNT, "Id": parts._ACCOUNT_ID, "Id/Othr": parts._OTHER_ID}
REASON = {"": parts._REASON, "Rsn": parts._CHOICE}
REMITTANCE = {
    "": parts._REMITTANCE, "Strd": parts._STRUCTURED, "Strd/CdtrRefInf": parts._REFERENCE,
}  # fmt: skip
EITHER = {"": parts._EITHER, "Pty": parts._PARTY}
SETTLEMENT = {"": interbank._SETTLEMENT, "SttlmAcct": parts.ACCOUNT, "ClrSys": parts._CHOICE}


def under(path: str, shapes: dict[str, Shape]) -> dict[str, Shape]:
    return {f"{path}/{inner}".rstrip("/"): shape for inner, shape in shapes.items()}


def initiation_shapes(agent: dict[str, Shape]) -> dict[str, Shape]:
    transfer = "PmtInf/CdtTrfTxInf"
    return {
        "": initiation._BODY, "GrpHdr": initiation._HEADER, "PmtInf": initiation._PAYMENT,
        transfer: initiation._TRANSFER, f"{transfer}/PmtId": initiation._IDENTIFICATION,
        f"{transfer}/Amt": initiation._AMOUNT,
        **under("GrpHdr/InitgPty", PARTY), **under("PmtInf/Dbtr", PARTY), **under(f"{transfer}/Cdtr", PARTY),
        **under("PmtInf/DbtrAcct", ACCOUNT), **under(f"{transfer}/CdtrAcct", ACCOUNT),
        **under("PmtInf/DbtrAgt", agent), **under(f"{transfer}/CdtrAgt", agent),
        **under(f"{transfer}/RmtInf", REMITTANCE),
    }  # fmt: skip


CUSTOMER_STATUS = {
    "": statuses._CUSTOMER_BODY, "GrpHdr": statuses._CUSTOMER_HEADER, "OrgnlGrpInfAndSts": statuses._WHOLE,
    "OrgnlPmtInfAndSts": statuses._PAYMENT, "OrgnlPmtInfAndSts/TxInfAndSts": statuses._CUSTOMER_TRANSFER,
    **under("OrgnlGrpInfAndSts/StsRsnInf", REASON),
}  # fmt: skip
ENTRY = {
    "": entries._ENTRY, "Sts": entries._STATE, "BookgDt": entries._DAY, "BkTxCd": entries._KIND,
    "BkTxCd/Domn": entries._DOMAIN_CODE, "BkTxCd/Domn/Fmly": entries._FAMILY, "BkTxCd/Prtry": entries._OWN_CODE,
    "NtryDtls": entries._DETAILS, "NtryDtls/TxDtls": entries._DETAIL, "NtryDtls/TxDtls/Refs": entries._REFERENCES,
    "NtryDtls/TxDtls/RltdPties": entries._PARTIES, "NtryDtls/TxDtls/RtrInf": entries._RETURN,
    **under("NtryDtls/TxDtls/RltdPties/Dbtr", EITHER), **under("NtryDtls/TxDtls/RltdPties/CdtrAcct", ACCOUNT),
    **under("NtryDtls/TxDtls/RmtInf", REMITTANCE),
}  # fmt: skip
SHAPES: dict[str, dict[str, Shape]] = {
    "pain.001.001.03": initiation_shapes(OLD_AGENT),
    "pain.001.001.09": initiation_shapes(AGENT) | {"PmtInf/ReqdExctnDt": initiation._DAY},
    "pain.002.001.03": CUSTOMER_STATUS,
    "pain.002.001.10": CUSTOMER_STATUS,
    "pacs.008.001.08": {
        "": interbank._TRANSFERS_BODY, "GrpHdr": interbank._TRANSFERS_HEADER, "CdtTrfTxInf": interbank._TRANSFER,
        "CdtTrfTxInf/PmtId": interbank._IDENTIFICATION, **under("GrpHdr/SttlmInf", SETTLEMENT),
        **under("CdtTrfTxInf/Dbtr", PARTY), **under("CdtTrfTxInf/CdtrAcct", ACCOUNT),
        **under("CdtTrfTxInf/CdtrAgt", AGENT), **under("CdtTrfTxInf/RmtInf", REMITTANCE),
    },
    "pacs.002.001.10": {
        "": statuses._INTERBANK_BODY, "GrpHdr": statuses._INTERBANK_HEADER, "OrgnlGrpInfAndSts": statuses._WHOLE,
        "TxInfAndSts": statuses._INTERBANK_TRANSFER, **under("TxInfAndSts/StsRsnInf", REASON),
    },
    "pacs.004.001.09": {
        "": interbank._RETURNS_BODY, "GrpHdr": interbank._RETURNS_HEADER, "OrgnlGrpInf": interbank._ORIGINAL,
        "TxInf": interbank._RETURNED, **under("GrpHdr/SttlmInf", SETTLEMENT), **under("TxInf/RtrRsnInf", REASON),
    },
    "camt.053.001.08": {
        "": statement._STATEMENTS_BODY, "GrpHdr": statement._HEADER, "Stmt": statement._STATEMENT,
        "Stmt/StmtPgntn": statement._PAGE, "Stmt/FrToDt": statement._PERIOD, "Stmt/Acct": statement._ACCOUNT,
        "Stmt/Bal": statement._BALANCE, "Stmt/Bal/Tp": statement._BALANCE_TYPE, **under("Stmt/Ntry", ENTRY),
    },
    "camt.054.001.08": {
        "": statement._ADVICES_BODY, "GrpHdr": statement._HEADER, "Ntfctn": statement._ADVICE,
        "Ntfctn/Acct": statement._ACCOUNT, **under("Ntfctn/Ntry", ENTRY),
    },
}  # fmt: skip


# Where the standard has many and the profile one: a report of ours answers one message.
ONE_ALONE = {("pacs.002.001.10", "OrgnlGrpInfAndSts")}


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_every_element_of_the_standard_has_its_word_in_the_profile(name: str) -> None:
    for book in books_of(name):
        for path, shape in SHAPES[name].items():
            children = book.at(path)
            names = [child.name for child in children]

            assert [word for word in shape.names if word in names] == names, (name, path)
            for child in children:
                mark, is_many = shape.marks[child.name]
                place = (name, path, child.name)
                assert child.may_be_missing or child.name in shape.needed, place
                assert mark == "!" or is_many == child.may_be_many or (name, child.name) in ONE_ALONE, place
