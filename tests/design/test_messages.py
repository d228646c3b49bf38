"""Translations are compiled when stale, in one step, and never stop a process from starting."""

import gettext
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pytest_django import Settings

from rekkas.design.messages import compile_stale, stale_catalogues
from tests import messages

PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Where is my parcel?"
msgstr "Où est mon colis ?"
"""


@pytest.fixture
def source(tmp_path: Path, settings: Settings) -> Path:
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(PO)
    settings.LOCALE_PATHS = [tmp_path]
    return folder / "django.po"


def test_a_catalogue_is_compiled_once(source: Path) -> None:
    assert compile_stale() == [source.with_suffix(".mo")]
    assert compile_stale() == []

    with source.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Where is my parcel?") == "Où est mon colis ?"


def test_a_changed_catalogue_is_compiled_again(source: Path) -> None:
    compile_stale()

    later = source.stat().st_mtime + 5
    os.utime(source, (later, later))

    assert [found for found, _target in stale_catalogues()] == [source]


def test_processes_may_compile_at_once(source: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: compile_stale(), range(16)))

    assert sorted(file.name for file in source.parent.iterdir()) == ["django.mo", "django.po"]


def test_a_folder_that_cannot_be_written_does_not_stop_the_start(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise PermissionError("read-only")

    monkeypatch.setattr("tempfile.mkstemp", refuse)

    assert compile_stale() == []


def test_texts_of_templates_and_of_python_are_both_found(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "{% load i18n %}\n  <p>it's {% translate 'One' %} {{ _('Two') }}</p>\n"
        "{% blocktranslate count n=n trimmed %}\n  One office\n"
        "{% plural %}\n  {{ n }} offices\n{% endblocktranslate %}"
    )
    code = tmp_path / "code.py"
    code.write_text("a = gettext('Three')\nb = pgettext_lazy('stage', 'Four')\nc = not_one('Five')\n")

    assert [text for text, _context in messages.messages_of(page)] == [
        "One",
        "Two",
        ("One office", "%(n)s offices"),
    ]
    assert messages.messages_of(code) == [("Three", None), ("Four", "stage")]


@pytest.mark.parametrize(
    ("source", "translated", "same"),
    [
        (["%(a)s and %(b)s"], ["%(b)s et %(a)s"], True),
        (["%(a)s"], ["rien"], False),
        (["One office", "%(n)s offices"], ["مكتب واحد", "مكتبان", "%(n)s مكاتب"], True),
        (["One office", "%(n)s offices"], ["un", "%(m)s"], False),
    ],
)
def test_placeholders_survive_translation(source: list[str], translated: list[str], same: bool) -> None:
    assert messages._same_placeholders(source, translated) is same
