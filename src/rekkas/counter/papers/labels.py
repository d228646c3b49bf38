"""Labels for a label printer: the bars by the printer itself, all else as dots drawn from the same sheet as the PDF."""

from typing import Any

from postkit import zpl
from postkit.raster import from_png
from rekkas.counter.papers import HERE, label_data
from rekkas.design.paper import sheets
from rekkas.design.paper.bars import DOT_MM

SHEET = HERE / "label.typ"


def label_zpl(item: Any, *, site: str = "") -> str:
    """The label of one item in ZPL for a head of 203 dots an inch.

    It is drawn with and without its bars: where the two differ is where the printer draws its own.
    """
    data = label_data([item], site=site)
    (code,) = (one["code"] for one in data["items"])
    number = str(item.unit.number)
    whole, bare = (from_png(_page({**data, "is_bare": is_bare})) for is_bare in (False, True))
    x, y, across, down = whole.box_of_difference(bare)
    bars = zpl.Bars(
        number, x, y, round(float(code["module"]) / DOT_MM), across if code["turned"] else down,
        turned=bool(code["turned"]),
    )  # fmt: skip
    return zpl.label(bare, bars)


def _page(data: dict[str, Any]) -> bytes:
    (page,) = sheets.pictures(SHEET, data)
    return page
