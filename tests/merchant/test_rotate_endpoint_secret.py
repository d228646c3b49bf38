import json

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from rekkas.base.actors import Actor
from rekkas.merchant.commands import rotate_endpoint_secret
from rekkas.merchant.tasks import Pushing
from tests.build import MONDAY, later
from tests.citizens import now
from tests.lasting import lasting
from tests.merchant import webhooks
from tests.merchant.merchants import actor
from tests.merchant.webhooks import NEXT_SECRET, SECRET, Heard, added, listening, noted, numbers, scanned

world = lasting(webhooks.built)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def leila(world: str) -> Actor:
    return actor(world)


def is_signed(heard: Heard, secret: str) -> bool:
    """Whether the library of those who receive it takes it."""
    try:
        return bool(Webhook(secret).verify(heard.body, heard.headers) == json.loads(heard.body))
    except WebhookVerificationError:
        return False


def test_old_and_new_sign_for_a_day_and_then_the_new_alone(leila: Actor) -> None:
    with listening() as listener:
        added(leila, listener.origin)
        rotate_endpoint_secret(endpoint=1, secret=NEXT_SECRET, by=leila, at=now())
        noted(MONDAY)
        push(listener.way)
        rotate_endpoint_secret(endpoint=1, secret=SECRET, by=leila, at=later(-48, now()))
        scanned(numbers()[0], "EMA", later(1))
        noted(later(1))
        push(listener.way)

    one, _two, three = listener.heard
    assert [is_signed(one, secret.plain) for secret in (SECRET, NEXT_SECRET)] == [True, True]
    assert [is_signed(three, secret.plain) for secret in (SECRET, NEXT_SECRET)] == [True, False]
    assert one.headers["webhook-id"] == "ZELLIGE-1"
    assert len(one.headers["webhook-signature"].split()) == 2
    assert SECRET.plain not in str(one.headers)


def push(way: object) -> None:
    pushing = Pushing(now, way, threads=2)  # type: ignore[arg-type]
    pushing()
    pushing.finish()
    pushing.close()
