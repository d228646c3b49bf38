"""What all messages are made of: accounts, banks, names, reasons, what a payment is for.

Idea: each part has a dataclass, the shape in which it is read, and the node as which it is written, side by side.

An account is an IBAN, a RIB or a number of another kind (`other`); a number of 24 digits that is not an IBAN is taken
for a RIB and must have its key. A bank is named by its BIC or by its number in the national clearing. Postal addresses,
contact details, legal identifications and the names of accounts are taken and not kept.

>>> account_of("MA64 0115 1900 0001 2050 0053 4921")
Account(number='MA64011519000001205000534921', scheme='iban', currency='')
>>> account_of("CCP 12345").scheme
'other'
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from postkit import iban
from postkit.iso20022.building import Node, group, leaf, lines, maybe, node
from postkit.iso20022.opening import refusal
from postkit.iso20022.shape import LINE, NAME, NOTE, Element, Found, Reader, Shape

Scheme = Literal["iban", "rib", "other"]

_SCHEMES: tuple[tuple[Scheme, Callable[[str], object]], ...] = (("iban", iban.parse), ("rib", iban.parse_rib))
_RIB = re.compile(r"[0-9]{24}")
_OTHER_LENGTH = 34
_NOT_PROVIDED = "NOTPROVIDED"
CURRENCY = re.compile(r"[A-Z]{3}")
_FOUR = re.compile(r"[A-Z0-9]{4}")
_SYSTEM = re.compile(r"[A-Z0-9]{3}")
BEARERS = ("DEBT", "CRED", "SHAR", "SLEV")

ACCOUNT = Shape("Id ~Tp? Ccy? ~Nm? ~Prxy?")
_ACCOUNT_ID = Shape("IBAN? Othr?")
_OTHER_ID = Shape("Id ~SchmeNm? ~Issr?")
_AGENT = Shape("FinInstnId ~BrnchId?")
_INSTITUTIONS = {bic: Shape(f"{bic}? ClrSysMmbId? ~LEI? ~Nm? ~PstlAdr? Othr?") for bic in ("BIC", "BICFI")}
_MEMBER = Shape("~ClrSysId? MmbId")
_PARTY = Shape("Nm? ~PstlAdr? ~Id? ~CtryOfRes? ~CtctDtls?")
_EITHER = Shape("Pty? ~Agt?")
_REASON = Shape("~Orgtr? Rsn? AddtlInf*")
_CHOICE = Shape("Cd? Prtry?")
_REMITTANCE = Shape("Ustrd* Strd*")
_STRUCTURED = Shape(
    "~RfrdDocInf* ~RfrdDocAmt? CdtrRefInf? ~Invcr? ~Invcee? ~TaxRmt? ~GrnshmtRmt? ~AddtlRmtInf*"
)
_REFERENCE = Shape("~Tp? Ref?")


@dataclass(frozen=True, slots=True)
class Account:
    """An account by its number, without blanks; the currency is empty where none is said."""

    number: str
    scheme: Scheme = "iban"
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Agent:
    """A bank, by its BIC or by its number in the national clearing."""

    bic: str = ""
    member: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was refused or sent back: a code of the external lists, or a code of one's own, and a text."""

    code: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Remittance:
    """What a payment is for: free text, one line for each element, and references the creditor has given out."""

    text: str = ""
    references: tuple[str, ...] = ()


UNTOLD = Remittance()


def account_of(text: str) -> Account:
    """The account that a text names: an IBAN, a RIB, or something else as it stands."""
    for scheme, read in _SCHEMES:
        try:
            return Account(str(read(text)), scheme)
        except iban.NotAnAccount:
            continue
    return Account(text, "other")


def account(reader: Reader, found: Found, name: str, shape: Shape = ACCOUNT) -> Account | None:
    """The account of a party; its number must agree with itself."""
    if name not in found:
        return None
    parts = reader.parts(found[name][0], shape)
    number = reader.inside(parts, "Id", _ACCOUNT_ID)
    if len(number) != 1:
        raise refusal("account", parts["Id"][0], "either IBAN or Othr")
    currency = reader.code(parts, "Ccy", CURRENCY)
    if "IBAN" in number:
        text = reader.leaf(number["IBAN"][0])
        if not _is_exact(iban.parse, text):
            raise refusal("account", number["IBAN"][0])
        return Account(text, "iban", currency)
    other = reader.inside(number, "Othr", _OTHER_ID)
    text = reader.text(other, "Id", _OTHER_LENGTH)
    if not _RIB.fullmatch(text):
        return Account(text, "other", currency)
    if not _is_exact(iban.parse_rib, text):
        raise refusal("account", other["Id"][0])
    return Account(text, "rib", currency)


def account_node(name: str, held: Account | None, *more: Node | None) -> Node | None:
    """An account; a RIB stands under `Othr` with its scheme."""
    if held is None:
        return None
    if held.scheme == "iban":
        number = leaf("IBAN", held.number)
    else:
        scheme = node("SchmeNm", leaf("Prtry", "RIB")) if held.scheme == "rib" else None
        number = node("Othr", leaf("Id", held.number), scheme)
    return node(name, node("Id", number), maybe("Ccy", held.currency), *more)


def agent(reader: Reader, found: Found, name: str, *, is_needed: bool = False) -> Agent | None:
    """The bank of a party; nothing where it is said not to be provided."""
    if name not in found:
        return None
    parts = reader.inside(
        reader.parts(found[name][0], _AGENT), "FinInstnId", _INSTITUTIONS[reader.version.bic]
    )
    bic = reader.text(parts, reader.version.bic)
    if bic and not _is_exact(iban.parse_bic, bic):
        raise refusal("agent", parts[reader.version.bic][0], repr(bic))
    member = reader.text(reader.inside(parts, "ClrSysMmbId", _MEMBER), "MmbId")
    if bic or member:
        return Agent(bic, member)
    other = reader.text(reader.inside(parts, "Othr", _OTHER_ID), "Id")
    if is_needed or other not in ("", _NOT_PROVIDED):
        raise refusal("agent", found[name][0])
    return None


def agent_node(name: str, bank: Agent | None, bic: str = "BICFI") -> Node | None:
    if bank is None:
        return None
    member = group("ClrSysMmbId", maybe("MmbId", bank.member))
    return node(name, node("FinInstnId", maybe(bic, bank.bic), member))


def agent_or_none_node(name: str, bank: Agent | None, bic: str = "BICFI") -> Node:
    """A bank where the standard wants one, said not to be provided where there is none."""
    none = node(name, node("FinInstnId", node("Othr", leaf("Id", _NOT_PROVIDED))))
    return agent_node(name, bank, bic) or none


def party(reader: Reader, found: Found, name: str, *, is_needed: bool = False) -> str:
    """The name of a party; the rest that is told of it is not kept."""
    if name not in found:
        return ""
    parts = reader.parts(found[name][0], _PARTY)
    if is_needed and "Nm" not in parts:
        raise refusal("missing", found[name][0], inside="Nm")
    return reader.text(parts, "Nm", NAME)


def either_party(reader: Reader, found: Found, name: str) -> str:
    """The name of a party that may be a bank as well; of a bank nothing is kept."""
    return party(reader, reader.inside(found, name, _EITHER), "Pty")


def party_node(name: str, said: str) -> Node:
    return node(name, maybe("Nm", said))


def reasons(reader: Reader, found: Found, name: str) -> tuple[Reason, ...]:
    return tuple(_reason(reader, element) for element in found.get(name, ()))


def reason_nodes(name: str, given: Sequence[Reason]) -> tuple[Node, ...]:
    return tuple(
        node(name, reason_code_node(reason.code), *lines("AddtlInf", reason.text)) for reason in given
    )


def reason_code_node(code: str) -> Node | None:
    """Four capitals or digits are a code of the external lists; another code is one's own."""
    return group("Rsn", maybe("Cd" if _FOUR.fullmatch(code) else "Prtry", code))


def chosen(reader: Reader, found: Found, name: str) -> str:
    """A code of a list or of one's own; empty where the element is missing."""
    if name not in found:
        return ""
    parts = reader.parts(found[name][0], _CHOICE)
    if len(parts) != 1:
        raise refusal("code", found[name][0], "either Cd or Prtry")
    return reader.text(parts, next(iter(parts)))


def system_node(name: str, system: str) -> Node | None:
    """A clearing system: three capitals or digits are a code of the external list."""
    return group(name, maybe("Cd" if _SYSTEM.fullmatch(system) else "Prtry", system))


def remittance(reader: Reader, found: Found, name: str) -> Remittance:
    if name not in found:
        return UNTOLD
    parts = reader.parts(found[name][0], _REMITTANCE)
    told = [
        reader.inside(reader.parts(element, _STRUCTURED), "CdtrRefInf", _REFERENCE)
        for element in parts.get("Strd", [])
    ]
    references = tuple(reader.text(reference, "Ref") for reference in told if "Ref" in reference)
    return Remittance(reader.lines(parts, "Ustrd", LINE), references)


def remittance_node(name: str, told: Remittance) -> Node | None:
    references = (node("Strd", node("CdtrRefInf", leaf("Ref", each))) for each in told.references)
    return group(name, *lines("Ustrd", told.text), *references)


def _reason(reader: Reader, element: Element) -> Reason:
    parts = reader.parts(element, _REASON)
    return Reason(chosen(reader, parts, "Rsn"), reader.lines(parts, "AddtlInf", NOTE))


def _is_exact(read: Callable[[str], object], text: str) -> bool:
    """Whether a number agrees with itself and is written as machines do: no blanks, no other digits."""
    try:
        return str(read(text)) == text
    except iban.NotAnAccount:
        return False
