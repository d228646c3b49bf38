"""What tests of the operator begin with."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import new_database


@pytest.fixture
def migrated(db: None) -> Callable[[Path], None]:
    """Lays a new database into a data folder, as `rekkas manage migrate` makes it and in no time."""

    def lay(data: Path) -> None:
        data.mkdir(exist_ok=True)
        shutil.copy(new_database(), data / "rekkas.sqlite3")

    return lay
