"""What a payer may see of whose account it is."""

from typing import Any

from rekkas.bank.choices import CustomerKind


def half_name(given: str, family: str) -> str:
    """Enough of a name to know whom one means, too little to look people up.

    >>> half_name("Amina", "Benali"), half_name("", "Benali"), half_name("أمينة", "")
    ('Amina B•••••', 'B•••••', 'أمينة')
    """
    return f"{given} {family[:1]}{'•' * 5 if family else ''}".strip()


def shown_to_payer(holder: Any) -> str:
    """An organisation's name; of a person half."""
    if holder.kind == CustomerKind.ORGANISATION:
        return str(holder.shown_name)
    if holder.shown_name == holder.arabic_name:
        return half_name(holder.given_name_ar, holder.family_name_ar)
    return half_name(holder.given_name, holder.family_name)
