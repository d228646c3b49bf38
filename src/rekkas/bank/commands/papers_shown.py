"""Who stands at the counter: somebody who may act on the account, known by a paper that is valid today."""

from rekkas.bank.choices import HolderRole
from rekkas.bank.errors import CustomerNotActive, DocumentExpired, Held, PaperDiffers
from rekkas.bank.matching import plain_number
from rekkas.bank.models import BankAccount, Customer, IdentityDocument
from rekkas.bank.queries import is_held
from rekkas.bank.queries.accounts import is_minor, others_of
from rekkas.base.actors import Moment


def check_paper(row: BankAccount, number: str, at: Moment) -> Customer:
    """Whoever shows this paper, if they may act on the account: of a holder who is not of age, the guardian alone."""
    day = at.astimezone(row.zone).date()
    is_child = is_minor(row.holder, day)
    role = HolderRole.GUARDIAN if is_child else HolderRole.JOINT
    may = {other.customer_id for other in others_of(row) if other.role == role}
    if not is_child:
        may.add(row.holder_id)
    papers = IdentityDocument.objects.filter(number=plain_number(number), customer__in=may, live=True)
    paper = papers.select_related("customer").defer("image").first()
    if paper is None or not plain_number(number):
        raise PaperDiffers(account=row.number)
    if paper.expires_on and paper.expires_on < day:
        raise DocumentExpired(date=paper.expires_on)
    shown: Customer = paper.customer
    if not shown.is_active:
        raise CustomerNotActive(customer=shown.number, status=shown.get_status_display())
    if is_held(shown.number):
        raise Held(customer=shown.number)
    return shown
