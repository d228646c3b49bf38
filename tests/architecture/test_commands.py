"""One verb, five places: command, last part of an address, audit action, glossary entry and test file."""

import re

from tests.architecture.ladder import ROOT, commands

SENTENCE = re.compile(r"[A-Z][^\n]*[.?!]$")


def test_every_command_says_in_a_sentence_what_it_does() -> None:
    unsaid = [
        verb
        for verb, run in commands().items()
        if not SENTENCE.match((run.__doc__ or "").strip().partition("\n")[0])
    ]

    assert unsaid == []


def test_every_command_has_a_glossary_entry() -> None:
    rows = [line for line in (ROOT / "GLOSSARY.md").read_text().splitlines() if line.startswith("|")]

    missing = [verb for verb in commands() if not any(f"`{verb.split('.')[1]}`" in row for row in rows)]

    assert missing == []


def test_every_command_has_a_test_file_of_its_own() -> None:
    missing = [
        f"tests/{app}/test_{verb}.py"
        for app, verb in (name.split(".") for name in commands())
        if not (ROOT / "tests" / app / f"test_{verb}.py").exists()
    ]

    assert missing == []


def test_the_verbs_are_found() -> None:
    assert "mail.record_scans" in commands()
