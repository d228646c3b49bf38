"""What the README of the client promises is done as it stands there, in a shell."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from rekkas.mail.queries import item
from rekkas.shipping.queries import shipments_of
from tests.architecture.ladder import ROOT
from tests.clients.shop import MERCHANT, environment
from tests.papers import barcodes_in

pytestmark = pytest.mark.django_db(transaction=True)
README = (ROOT / "clients" / "python" / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)


def block(kind: str, word: str) -> str:
    (found,) = [text for this, text in BLOCKS if this == kind and word in text]
    return found


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder with the two programs that the README calls."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, words in {"python": '"$@"', "rekkas-pro": '-m rekkas_client "$@"'}.items():
        (folder / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {words}\n')
        (folder / name).chmod(0o755)
    return folder


def in_a_shell(script: str, folder: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["sh", "-eu"], cwd=folder, env=env, input=script, text=True, capture_output=True)


def check_the_label(folder: Path) -> None:
    (made,) = shipments_of(MERCHANT)
    assert made.number in barcodes_in((folder / "label.pdf").read_bytes())
    assert (made.reference, item(made.number).cod_amount) == ("A-42", 35_000)


def test_the_first_label_takes_five_lines(
    live_server: Any, token: str, programs: Path, tmp_path: Path
) -> None:
    lines = [line for line in block("python", "save_label").splitlines() if line]

    script = "python - <<'END'\n" + "\n".join(lines) + "\nEND\n"
    done = in_a_shell(script, tmp_path, environment(live_server.url, token, programs))

    assert (done.returncode, done.stderr) == (0, "")
    assert len(lines) == 5
    check_the_label(tmp_path)


def test_and_one_command_at_a_terminal(live_server: Any, token: str, programs: Path, tmp_path: Path) -> None:
    script = block("sh", "rekkas-pro send")

    done = in_a_shell(script, tmp_path, environment(live_server.url, token, programs))

    assert (done.returncode, done.stderr) == (0, "")
    assert token not in done.stdout
    check_the_label(tmp_path)


def test_the_file_of_the_readme_is_sent(live_server: Any, token: str, programs: Path, tmp_path: Path) -> None:
    (tmp_path / "parcels.csv").write_text(block("csv", "reference"))

    done = in_a_shell("rekkas-pro send parcels.csv", tmp_path, environment(live_server.url, token, programs))

    assert done.returncode == 0, done.stderr
    assert [row.reference for row in shipments_of(MERCHANT)] == ["A-42"]
