"""`rekkas country load`: all of a pack, or every mistake in it and nothing."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from rekkas.base.actors import system
from rekkas.operator.country_loading import PackMistaken, load_pack, pack_folder, read_pack_named
from rekkas.operator.errors import NoSuchPack
from rekkas.territory.queries import countries
from tests import build
from tests.operator.terminal import ON_SQLITE_ONCE, rekkas, rows


def senegal(folder: Path) -> Path:
    """A copy of a committed pack, to be spoilt."""
    return Path(shutil.copytree(pack_folder("senegal"), folder))


def test_a_pack_is_found_by_name_or_by_path(tmp_path: Path) -> None:
    small = senegal(tmp_path / "small")

    assert pack_folder(str(small)) == small
    assert read_pack_named(str(small)).country.iso == "SN"
    assert (pack_folder("morocco") / "offices.csv").is_file()
    with pytest.raises(NoSuchPack, match="no-such-country"):
        pack_folder("no-such-country")


def test_a_mistaken_pack_is_not_read(tmp_path: Path) -> None:
    pack = senegal(tmp_path / "pack")
    (pack / "offices.csv").unlink()

    with pytest.raises(PackMistaken) as mistaken:
        read_pack_named(str(pack))

    assert any(mistake.file == "offices.csv" for mistake in mistaken.value.mistakes)


@pytest.mark.django_db
def test_all_parts_of_a_pack_are_loaded_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**_arguments: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("rekkas.operator.country_loading.load_catalogue", fails)
    with pytest.raises(RuntimeError):
        load_pack(build.pack(), by=system("tests"), at=build.MONDAY)

    assert countries() == []


@ON_SQLITE_ONCE
def test_every_mistake_is_shown_with_its_file_line_and_field(
    tmp_path: Path, migrated: Callable[[Path], None]
) -> None:
    data, pack = tmp_path / "data", tmp_path / "pack"
    migrated(data)
    senegal(pack)
    offices = (pack / "offices.csv").read_text().replace(",delivery,", ",palace,", 1)
    (pack / "offices.csv").write_text(offices)
    (pack / "trips.csv").write_text((pack / "trips.csv").read_text().replace(",05:", ",25:", 1))

    refused = rekkas(data, "country", "load", pack)

    assert refused.returncode == 1
    assert "offices.csv" in refused.stderr
    assert "palace" in refused.stderr
    assert "trips.csv" in refused.stderr
    assert "nothing was loaded" in refused.stderr
    assert rows(data, "SELECT count(*) FROM territory_country") == [(0,)]


@ON_SQLITE_ONCE
def test_a_pack_is_built_and_loaded(tmp_path: Path, migrated: Callable[[Path], None]) -> None:
    data, pack = tmp_path / "data", tmp_path / "pack"
    migrated(data)

    built = rekkas(data, "country", "build", "SN", "--offices", 40, "--seed", 1, "--out", pack)
    loaded = rekkas(data, "country", "load", pack)

    assert (built.returncode, loaded.returncode) == (0, 0), built.stderr + loaded.stderr
    assert "Senegal is loaded: 40 offices" in loaded.stdout
    assert rows(data, "SELECT count(*) FROM network_office") == [(40,)]
