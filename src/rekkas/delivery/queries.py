"""What can be asked of delivery."""

from rekkas.delivery.models import ProofOfDelivery
from rekkas.mail.queries import latest_unit


def proof_of(number: str) -> ProofOfDelivery | None:
    """The proof of an item's delivery, if it was delivered."""
    return ProofOfDelivery.objects.filter(unit=latest_unit(number)).first()
