"""What every test may ask for: a database as the post has it, a browser, and a count of statements."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Browser, Page
from pytest_django.plugin import DjangoDbBlocker

from tests.browser import chromium_path, fresh_page, running_chromium

# How busy the machine is says nothing about the code.
hypothesis.settings.register_profile(
    "rekkas", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("rekkas")

# What is imported and migrated stays to the end: looking through all of it for rubbish, again and again, took a fifth
# of the suite's time. It is set aside once it is there, and what tests leave behind is looked through less often.
gc.disable()


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() not in {"", "0", "false"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Which tests click, and which ask a database: the others say the same on both."""
    for item in items:
        asks = set(getattr(item, "fixturenames", ()))
        if "chromium" in asks:
            item.add_marker("browser")
        if asks & {"db", "transactional_db", "django_db_setup"} or item.get_closest_marker("django_db"):
            item.add_marker("database")


def pytest_collection_finish() -> None:
    _set_aside_what_stays()
    gc.set_threshold(10_000, 20, 20)
    gc.enable()


def _set_aside_what_stays() -> None:
    gc.collect()
    gc.freeze()


def pytest_runtest_setup(item: pytest.Item) -> None:
    from django.db import connection

    from rekkas.base.languages import forget_languages

    forget_languages()  # those of the world before this one

    if item.get_closest_marker("postgresql") and connection.vendor != "postgresql":
        pytest.skip("runs on PostgreSQL only")


@pytest.fixture(scope="session", autouse=True)
def _settings_of_a_test_run() -> Iterator[None]:
    """Pages link to style sheets that nobody collected; passwords need not be slow to guess."""
    from django.conf import settings
    from django.test import override_settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STORAGES={**settings.STORAGES, "staticfiles": plain},
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """On SQLite a file, as the post has one: in memory all threads would share one connection."""
    from django.conf import settings

    from tests.emptying import empty_append_only_tables_too

    database, ready = settings.DATABASES["default"], os.environ.get("REKKAS_TEST_READY")
    test = database.setdefault("TEST", {})
    if database["ENGINE"].endswith("sqlite3"):
        test["NAME"] = str(settings.DATA / "test.sqlite3")
        if ready:
            shutil.copy(ready, test["NAME"])
    elif ready:
        test["TEMPLATE"] = ready
    if ready:
        test["MIGRATE"] = False
    empty_append_only_tables_too()
    gc.disable()


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    """A copy of the database that lies ready is not to be made anew. Its folder goes with the run."""
    return django_db_keepdb or ("REKKAS_TEST_READY" in os.environ and not os.environ.get("DATABASE_URL"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The database as its migrations made it; on SQLite also a copy that stays so, for processes of their own."""
    from django.db import connection

    _set_aside_what_stays()  # migrations make each model many times over
    gc.enable()
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(new_database())])
            connection.close()


def new_database() -> Path:
    from django.conf import settings

    return Path(settings.DATA, "new.sqlite3")


@pytest.fixture
def statements() -> Callable[[], AbstractContextManager[list[str]]]:
    """``with statements() as seen:`` collects the SQL of this thread, on both databases alike.

    A batch (executemany) is one statement; BEGIN and SAVEPOINT are none. COPY, and what goes straight to
    the driver, pass unseen: assert that the count is the same for one row and for a thousand.
    """
    from tests.statements import statements_seen

    return statements_seen


@pytest.fixture
def assert_statements() -> Callable[[int], AbstractContextManager[list[str]]]:
    """``with assert_statements(at_most=7):`` fails with the list of statements when there are more."""

    from tests.statements import statements_seen

    @contextmanager
    def limited(at_most: int) -> Iterator[list[str]]:
        with statements_seen() as seen:
            yield seen
        if len(seen) > at_most:
            listing = "\n".join(statement[:160] for statement in seen)
            pytest.fail(f"{len(seen)} statements, at most {at_most} allowed:\n{listing}", pytrace=False)

    return limited


@pytest.fixture(scope="session")
def chromium(django_db_setup: None) -> Iterator[Browser]:
    from django.db import connections

    path = chromium_path()
    if path is None:
        say = pytest.fail if in_ci() else pytest.skip
        say("CHROMIUM IS MISSING: install Debian's chromium, or name one with REKKAS_CHROMIUM")
    with pytest.MonkeyPatch.context() as patch:
        # Playwright runs an event loop in this thread, which Django would take for asynchronous code,
        # and beside which it keeps connections of their own: nobody else can close them.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with running_chromium(path) as browser:
            yield browser
            connections.close_all()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with fresh_page(chromium) as page:
        yield page
