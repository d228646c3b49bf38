"""How the catalogue comes in, how a customer is taken under contract, and what is agreed with them."""

from rekkas.catalogue.commands.contracts import agree_contract, end_contract
from rekkas.catalogue.commands.loading import (
    LoadedCatalogue,
    RegisteredCustomer,
    load_catalogue,
    register_customer,
)

__all__ = [
    "LoadedCatalogue",
    "RegisteredCustomer",
    "agree_contract",
    "end_contract",
    "load_catalogue",
    "register_customer",
]
