"""Tables that other programs read: CSV in UTF-8 whose cells no spreadsheet takes for a formula."""

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe(cell: object) -> str:
    """A cell as text; what a spreadsheet would run begins with an apostrophe. Plain numbers stay numbers.

    >>> safe("=1+1"), safe(-5), safe("-5.00")
    ("'=1+1", '-5', '-5.00')
    """
    text = str(cell)
    if text.startswith(FORMULA) and not text.removeprefix("-").replace(".", "", 1).isdecimal():
        return f"'{text}"
    return text


def table_file(name: str, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """The answer that a browser keeps as ``name.csv``."""
    answer = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
    table = csv.writer(answer)
    table.writerow(heading)
    for row in rows:
        table.writerow([safe(cell) for cell in row])
    return answer
