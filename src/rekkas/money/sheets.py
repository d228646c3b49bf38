"""The trial balance as people read it: by class, each kind on the side where it grows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rekkas.money.choices import RULES, AccountClass, AccountKind, Book


@dataclass(slots=True)
class ClassSheet:
    """The kinds of one class, with what they hold together."""

    account_class: AccountClass
    rows: list[tuple[AccountKind, int]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(held for _, held in self.rows)


@dataclass(slots=True)
class BookSheet:
    """One legal person's books in one currency. ``total`` is nothing, or the books do not agree."""

    book: Book
    currency: str
    classes: list[ClassSheet]
    total: int
    between: int

    @property
    def is_balanced(self) -> bool:
        return self.total == 0


@dataclass(slots=True)
class CurrencySheet:
    """The two books of a currency side by side, and what each says of the other."""

    currency: str
    books: list[BookSheet]

    @property
    def agree(self) -> bool:
        return sum(sheet.between for sheet in self.books) == 0


def sheets_of(sums: Sequence[tuple[str, str, str, int]]) -> list[CurrencySheet]:
    """From what each kind received less what it gave (book, kind, currency, amount)."""
    currencies = sorted({currency for _, _, currency, _ in sums})
    return [
        CurrencySheet(
            currency,
            [
                _book(
                    book, currency, [(kind, held) for b, kind, c, held in sums if (b, c) == (book, currency)]
                )
                for book in Book
            ],
        )
        for currency in currencies
    ]


def _book(book: Book, currency: str, rows: Iterable[tuple[str, int]]) -> BookSheet:
    classes = {one: ClassSheet(one) for one in AccountClass}
    total = between = 0
    for kind, held in rows:
        rule = RULES[kind]
        total += held
        between += held if kind == AccountKind.MIRROR else 0
        classes[rule.account_class].rows.append((AccountKind(kind), rule.side * held))
    return BookSheet(book, currency, [one for one in classes.values() if one.rows], total, between)
