"""An invoice and a credit note as a post would send them, and strategies for documents of any content."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from postkit.ubl import (
    Allowance,
    CreditNote,
    Identifier,
    Invoice,
    Line,
    Party,
    Payment,
    Period,
    Reference,
    Tax,
    line_amount,
    totalled,
)

STANDARD, REDUCED, EXEMPT = Tax("S", Decimal(20)), Tax("S", Decimal("5.5")), Tax("E")
POST = Party(
    name="La Poste d’Ici", trading_name="البريد", country="MA", street="1, place de la Poste", street_more="Bâtiment B",
    locality="Rabat", postcode="10000", region="Rabat-Salé-Kénitra",
    identifiers=(Identifier("001", "ICE"), Identifier("X-7")),
    tax_numbers=(Identifier("MA40", "VAT"), Identifier("77", "TP")), legal_number=Identifier("RC 12", "RC"),
    endpoint=Identifier("billing@post.example", "EM"), phone="+212537000000", email="billing@post.example",
)  # fmt: skip
ATLAS = Party(name="Atlas Crafts <SARL> & Co", country="MA", street="12, rue des Oliviers", locality="Fès")

INVOICE = totalled(
    Invoice(
        number="F-2026-0042", issue_date=date(2026, 4, 1), due_date=date(2026, 5, 1), currency="MAD",
        seller=POST, buyer=ATLAS,
        period=Period(date(2026, 3, 1), date(2026, 3, 31)), notes=("TVA sur les débits", "رأس المال 1 000 000 درهم"),
        lines=(
            Line(
                number="1", description="Colis contre remboursement", quantity=Decimal(1_240), unit="H87",
                price=2_912_50, price_quantity=Decimal(1_240), amount=2_912_50, tax=STANDARD, item_code="parcel-cod",
                references=(Reference("DEP-1", date(2026, 3, 2)), Reference("DEP-2")), note="Remise de contrat déduite",
            ),
            Line(
                number="2", description="Emballages", quantity=Decimal("2.5"), unit="KGM",
                price=1_001, amount=2_503, tax=REDUCED,
            ),
            Line(number="3", description="Timbres", quantity=Decimal(10), price=350, amount=3_500, tax=EXEMPT),
        ),
        allowances=(
            Allowance(amount=1_000, reason="Fidélité", tax=STANDARD),
            Allowance(amount=250, reason="Urgence", tax=REDUCED, is_charge=True),
        ),
        payments=(
            Payment(
                account="MA64011519000001205000534921", holder="La Poste d’Ici", bank="BCPOMAMC",
                reference="F-2026-0042",
            ),
            Payment(means="10"),
        ),
        terms="Trente jours", buyer_reference="Service achats", order="BC-17", contract="C-ATLAS-2",
        documents=(Reference("20260331-17", date(2026, 3, 31)),),
        specification="urn:example:invoice", process="urn:example:billing",
    ),
    {"E": "Timbres-poste, exonérés"},
)  # fmt: skip

CREDIT_NOTE = totalled(
    CreditNote(
        number="A-2026-0003", issue_date=date(2026, 4, 9), currency="TND", seller=POST, buyer=ATLAS,
        corrects=Reference("F-2026-0042", date(2026, 4, 1)), notes=("Colis perdu",),
        lines=(Line(number="1", description="Colis", quantity=Decimal(1), price=12_345, amount=12_345, tax=STANDARD),),
        allowances=(Allowance(amount=345, reason="Frais gardés", tax=STANDARD),),
        payments=(Payment(account="CCP 0042-17"),),
    )
)  # fmt: skip

SAMPLES = {"invoice": INVOICE, "credit-note": CREDIT_NOTE}

_LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "S"), exclude_characters="\ufffe\uffff")
WORDS = st.lists(st.text(_LETTERS, min_size=1, max_size=6), min_size=1, max_size=3).map(" ".join)
MAYBE = st.just("") | WORDS
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
_AMOUNTS = st.integers(0, 10**9)
_TAXES = st.sampled_from([STANDARD, REDUCED, EXEMPT, Tax("Z"), Tax("AE"), Tax("S", Decimal("9.975"))])
_NUMBERS = st.builds(Identifier, WORDS, MAYBE)
_REFERENCES = st.builds(Reference, WORDS, st.none() | DAYS)
_QUANTITIES = st.decimals(-1_000, 100_000, places=3, allow_nan=False)
REASONS = {"E": "exempt", "AE": "the buyer pays it", "O": "not taxed"}


def _few(of: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(of, max_size=2).map(tuple)


parties = st.builds(
    Party, name=WORDS, country=st.sampled_from(("MA", "TN", "SN")), trading_name=MAYBE, street=MAYBE, street_more=MAYBE,
    locality=MAYBE, postcode=MAYBE, region=MAYBE, identifiers=_few(_NUMBERS),
    tax_numbers=_few(st.builds(Identifier, WORDS, st.sampled_from(("VAT", "GST", "IF")))),
    legal_number=st.none() | _NUMBERS, endpoint=st.none() | _NUMBERS, phone=MAYBE, email=MAYBE,
)  # fmt: skip
payments = st.one_of(
    st.builds(Payment, account=st.just("MA64011519000001205000534921"), holder=MAYBE, bank=MAYBE, reference=MAYBE),
    st.builds(Payment, means=st.sampled_from(("10", "48")), reference=MAYBE),
)  # fmt: skip


@st.composite
def lines(draw: st.DrawFn, taxes: st.SearchStrategy[Tax] = _TAXES) -> tuple[Line, ...]:
    made = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        quantity, price = draw(_QUANTITIES), draw(_AMOUNTS)
        base = draw(st.sampled_from((Decimal(1), Decimal(100), Decimal("0.5"), Decimal(7))))
        line = Line(
            number=str(number), description=draw(WORDS), quantity=quantity,
            unit=draw(st.sampled_from(("H87", "C62", "KGM"))),
            price=price, price_quantity=base, amount=line_amount(quantity, price, base), tax=draw(taxes),
            item_code=draw(MAYBE), note=draw(MAYBE), references=draw(_few(_REFERENCES)),
        )  # fmt: skip
        made.append(line)
    return tuple(made)


@st.composite
def _shared(draw: st.DrawFn) -> dict[str, object]:
    return {
        "number": draw(WORDS), "issue_date": draw(DAYS), "currency": draw(st.sampled_from(("MAD", "TND", "XOF"))),
        "seller": draw(parties), "buyer": draw(parties), "lines": draw(lines()),
        "allowances": draw(_few(st.builds(
            Allowance, amount=_AMOUNTS, reason=WORDS, tax=st.sampled_from((STANDARD, REDUCED)), is_charge=st.booleans()
        ))),
        "payments": draw(_few(payments)), "terms": draw(MAYBE), "notes": draw(_few(WORDS)),
        "period": draw(st.none() | st.builds(Period, DAYS, st.none())), "buyer_reference": draw(MAYBE),
        "order": draw(MAYBE), "contract": draw(MAYBE), "documents": draw(_few(_REFERENCES)),
        "tax_scheme": draw(st.sampled_from(("VAT", "GST"))), "specification": draw(MAYBE), "process": draw(MAYBE),
    }  # fmt: skip


@st.composite
def documents(draw: st.DrawFn) -> Invoice | CreditNote:
    """A document whose sums agree, as `totalled` has worked them out."""
    shared = draw(_shared())
    if draw(st.booleans()):
        return totalled(Invoice(**shared, due_date=draw(DAYS)), REASONS)  # type: ignore[arg-type]
    return totalled(CreditNote(**shared, corrects=draw(_REFERENCES)), REASONS)  # type: ignore[arg-type]
