"""A country pack as a folder on disk."""

import csv
import os
from dataclasses import replace
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from postkit.pack import FILES, Mistake, Pack, read_pack, write_pack


def write_folder(pack: Pack, folder: Path) -> None:
    """Write the pack's files into the folder. Each is replaced whole, once all are written; others stay."""
    folder.mkdir(parents=True, exist_ok=True)
    # Beside the files they replace, so that moving them is one step of the same disk.
    with TemporaryDirectory(prefix=".pack-", dir=folder) as waiting:
        files = write_pack(pack)
        for name, content in files.items():
            (Path(waiting) / name).write_bytes(content)
        for name in files:
            os.replace(Path(waiting) / name, folder / name)


def with_kept_names(pack: Pack, folder: Path) -> Pack:
    """The pack with what addresses call its regions, as somebody wrote it into the folder: no open data tells that."""
    file = folder / "regions.csv"
    if not file.is_file():
        return pack
    rows = csv.DictReader(StringIO(file.read_text(encoding="utf-8-sig"), newline=""))
    kept = {row["code"]: tuple((row.get("also") or "").split("|")) for row in rows if row.get("also")}
    regions = (replace(one, also=kept.get(one.code, ())) for one in pack.regions)
    return replace(pack, regions=tuple(regions))


def read_folder(folder: Path) -> tuple[Pack | None, list[Mistake]]:
    """The pack that the folder holds, or every mistake in it. A file that is not there is one."""
    return read_pack({name: (folder / name).read_bytes() for name in FILES if (folder / name).is_file()})
