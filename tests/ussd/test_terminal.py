"""`rekkas ussd`: the same menus in a terminal."""

import pytest
from typer.testing import CliRunner

from rekkas.operator import ussd_cli
from rekkas.operator.cli import app
from tests.reach.texts import AMINA
from tests.ussd import dialling


def test_a_terminal_dials_like_a_telephone(post: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ussd_cli, "need_database", lambda: None)  # that of the tests is there

    last = CliRunner().invoke(app, ["ussd", AMINA, "--typed", "9*3"])
    talk = CliRunner().invoke(app, ["ussd", AMINA], input=f"1\n{post['item']}\n")

    assert "END" in last.output
    assert "CON The post" in talk.output
    assert post["item"] in talk.output.split("END")[1]
    assert dialling.dialled().startswith("CON The post")
