"""Tables as files for a spreadsheet, which must run nothing of them."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from django.http import HttpResponse

from postkit.sheets import harmless


def csv_answer(name: str, lines: Iterable[Sequence[object]]) -> HttpResponse:
    """A CSV file of these lines, in UTF-8 with its mark, as spreadsheets want it."""
    return HttpResponse(
        _written(lines), content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


def _written(lines: Iterable[Sequence[object]]) -> Iterator[str]:
    yield "\ufeff"
    for line in lines:
        buffer = StringIO()
        csv.writer(buffer, lineterminator="\r\n").writerow([harmless(str(value)) for value in line])
        yield buffer.getvalue()
