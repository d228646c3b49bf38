"""The interface for machines, in one piece: ``/api/v1/``, described at ``/api/v1/docs``."""

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.openapi.docs import Swagger

from rekkas.bank.api import router as bank
from rekkas.base.errors import NotFound
from rekkas.base.openapi import MachineAPI
from rekkas.catalogue.api import router as catalogue
from rekkas.mail.api import router as mail
from rekkas.merchant.api import contracts
from rekkas.merchant.api import router as merchant
from rekkas.money.api import router as money
from rekkas.network.api import router as network
from rekkas.payments.api import router as payments
from rekkas.shipping.api import router as shipping

ABOUT = """
The mail and money of a whole post: announce items, send scans, post entries, ask where everything stands.

* **Who you are**: `Authorization: Bearer <token>`. `x-permission` names the scope that an operation needs;
  what is marked `public` needs no token.
* **Many rows, one answer each**: status 207, in the order asked. A bad row never fails its neighbours.
* **Repeats are harmless**: send `Idempotency-Key` with every write that asks for it.
* **Pages**: take `next` from one page as `after` of the following; rows that come in between move nothing.
* **Moments** are RFC 3339 and keep the local offset that was said; `offset_known` is false where none was.
  **Amounts** are whole numbers of the currency's smallest unit; weights are grams.
* **Refusals** are `application/problem+json` (RFC 9457): a `code` that never changes, a `detail` in the
  language of `Accept-Language`, `errors` that point at what is not right, a `trace`.
"""
TAGS = [
    {"name": "Mail", "description": "Items, scans, and where everything stands."},
    {"name": "Money", "description": "Entries of the ledger, and what accounts hold."},
    {
        "name": "Bank",
        "description": "Accounts, what moved them, their statements, and transfers between them.",
    },
    {
        "name": "Payments",
        "description": "Money orders, bills, files of payments (pain.001), transfers to other banks.",
    },
    {"name": "Shipping", "description": "What merchants send: prices and days, shipments, labels."},
    {"name": "Changes", "description": "What merchants are told, numbered without a gap; and its statuses."},
    {"name": "Network", "description": "Offices and when they are open."},
    {"name": "Catalogue", "description": "What is sold, and at what price."},
]
ALL_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

api = MachineAPI(
    title="Rekkas",
    version="1",
    urls_namespace="api",
    description=ABOUT,
    servers=[{"url": "/", "description": "This post"}],
    docs=Swagger(settings={"validatorUrl": "none"}),  # it would ask another host
    openapi_extra={
        "info": {"contact": {"name": "The post that runs this server"}, "license": {"name": "Apache-2.0"}},
        "tags": TAGS,
    },
)
elsewhere = Router()


@elsewhere.api_operation(ALL_METHODS, "", auth=None, include_in_schema=False)
def nothing_in_particular(request: HttpRequest) -> HttpResponse:
    """The address of the interface itself."""
    raise NotFound(what=request.path)


@elsewhere.api_operation(ALL_METHODS, "/{path:rest}", auth=None, include_in_schema=False)
def nothing_here(request: HttpRequest, rest: str) -> HttpResponse:
    """An address that means nothing."""
    raise NotFound(what=request.path)


for router in (mail, money, bank, network, catalogue, payments, shipping, merchant, contracts, elsewhere):
    api.add_router("", router)
