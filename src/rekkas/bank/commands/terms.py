"""By which codes the bank of a country is known, and what it withholds: from its pack."""

from postkit.pack.bank_model import Bank
from rekkas.bank.models import BankTerms, InterestTax
from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.territory import queries as territory


@command
def load_bank_terms(*, bank: Bank, country: str, by: Actor, at: Moment) -> None:
    """Take in by which codes other banks know the bank of a country, and what is withheld from interest.

    Accounts that are open keep the RIB and the IBAN that they were given.
    """
    kept = territory.country(country)
    codes = {"rib_bank": bank.rib_bank, "rib_locality": bank.rib_locality, "bic": bank.bic}
    BankTerms.objects.update_or_create(country=kept, defaults=codes)
    taxes = InterestTax.objects.filter(country=kept)
    taxes.exclude(valid_from__in=[tax.valid_from for tax in bank.taxes]).update(retired=True)
    InterestTax.objects.bulk_create(
        [InterestTax(country=kept, valid_from=tax.valid_from, per_mille=tax.per_mille) for tax in bank.taxes],
        update_conflicts=True, unique_fields=["country", "valid_from"], update_fields=["per_mille", "retired"],
    )  # fmt: skip
