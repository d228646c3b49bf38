from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rekkas_client import Client
from tests.clients import shop
from tests.clients.line import Line, line_to


@pytest.fixture
def token(transactional_db: None) -> str:
    return shop.opened()


@pytest.fixture
def line(live_server: Any) -> Iterator[Line]:
    with line_to(live_server.url) as line:
        yield line


@pytest.fixture
def client(line: Line, token: str) -> Iterator[Client]:
    with Client(line.url, token, patience=shop.SOON) as client:
        yield client


@pytest.fixture
def here(line: Line, token: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the commands are given."""
    monkeypatch.setenv("REKKAS_URL", line.url)
    monkeypatch.setenv("REKKAS_TOKEN", token)
    monkeypatch.chdir(tmp_path)
    return tmp_path
