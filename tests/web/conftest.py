"""The pages of the site, walked once: what a browser is shown of them needs no database any more."""

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.web.walking import Walked, walk


@pytest.fixture(scope="session")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Walked:
    """One page of each route of the site, in a world that holds something of everything."""
    from django.conf import settings
    from django.db import transaction
    from django.test import override_settings

    from tests.web.everything import world

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with (
        django_db_blocker.unblock(),
        override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}, PASSWORD_HASHERS=quick),
        transaction.atomic(),
    ):
        walked = walk(world())
        transaction.set_rollback(True)
    return walked
