"""Country packs by name, and into the database: all of a pack, or nothing."""

from pathlib import Path

from django.conf import settings
from django.db import transaction

from postkit.pack import Mistake, Pack
from rekkas.base.actors import Actor, Moment
from rekkas.catalogue.commands import load_catalogue
from rekkas.mail.commands import load_codes
from rekkas.network.commands import load_network
from rekkas.operator.country_files import read_folder
from rekkas.operator.errors import NoSuchPack
from rekkas.territory.commands import load_territory


class PackMistaken(Exception):
    """A pack that cannot be loaded, with every mistake in it."""

    def __init__(self, folder: Path, mistakes: list[Mistake]) -> None:
        super().__init__(f"{folder}: {len(mistakes)} mistakes")
        self.folder, self.mistakes = folder, mistakes


def pack_folder(name: str) -> Path:
    """The folder of a pack: a path, or a name under ``countries`` here or beside the program."""
    places = [Path(name), Path("countries") / name, settings.PACKAGE.parents[1] / "countries" / name]
    for place in places:
        if (place / "country.toml").is_file():
            return place
    existing = next((place for place in places if place.is_dir()), None)
    if existing is not None:  # a folder of that name: its missing files are mistakes to be told
        return existing
    raise NoSuchPack(name=name, places=", ".join(map(str, places)))


def read_pack_named(name: str) -> Pack:
    folder = pack_folder(name)
    pack, mistakes = read_folder(folder)
    if pack is None or mistakes:
        raise PackMistaken(folder, mistakes)
    return pack


def load_pack(pack: Pack, *, by: Actor, at: Moment) -> None:
    """Take in places, offices, trips, products, prices and the code tables, in one transaction."""
    with transaction.atomic():
        load_territory(pack=pack, by=by, at=at)
        load_network(pack=pack, by=by, at=at)
        load_catalogue(pack=pack, by=by, at=at)
        load_codes(by=by, at=at)
