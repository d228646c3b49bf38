"""Which accounts a country's postal bank offers, what they pay and what they cost on a day."""

from datetime import date

from rekkas.bank.choices import PERIODIC_FEES
from rekkas.bank.errors import UnknownProduct
from rekkas.bank.models import AccountProduct, ProductFee, ProductRate


def products_of(country: str) -> list[AccountProduct]:
    """The accounts on offer in a country."""
    return list(AccountProduct.objects.filter(country=country, retired=False).order_by("id"))


def product(country: str, code: str) -> AccountProduct:
    """One sort of account, on offer or retired: an account opened long ago still has its rules."""
    found = AccountProduct.objects.filter(country=country, code=code).first()
    if found is None:
        raise UnknownProduct(product=code)
    return found


def rates_of(product: AccountProduct) -> list[ProductRate]:
    """What an account pays, from which day on: the earliest first, so that any day of the past can be worked out."""
    return list(ProductRate.objects.filter(product=product, retired=False).order_by("valid_from"))


def fee_on(product: AccountProduct, code: str, day: date) -> ProductFee | None:
    """What something costs on a day; none where it is free."""
    rows = ProductFee.objects.filter(product=product, code=code, retired=False, valid_from__lte=day)
    return rows.order_by("-valid_from").first()


def periodic_fees_of(product: AccountProduct, day: date) -> list[str]:
    """The codes of what is taken by period for a product, as its terms stand on a day."""
    return [code for code in PERIODIC_FEES if fee_on(product, code, day) is not None]
