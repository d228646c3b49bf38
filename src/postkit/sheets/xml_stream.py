"""XML from outside as a stream: nothing is kept, nothing is expanded, nothing is fetched.

Expat calls what is given for each tag and each piece of text, and no tree is ever made: one row with millions of empty
cells costs no memory. A document type is refused before it is read, so that there are no entities. Beside that the ways
to make a parser hoard are closed: elements in elements without end, a tag of megabytes, names without number.

Codes: document-type, broken, bomb.
"""

from collections.abc import Callable, Iterable, Iterator
from xml.parsers import expat

from postkit.sheets.table import Limits, NotATable

Started = Callable[[str, dict[str, str]], None]
Ended = Callable[[str], None]
Said = Callable[[str], None]

_DEPTH = 64
_NAMES = 10_000
_ENCODINGS = ("utf-8", "utf-16", "us-ascii", "iso-8859-1")  # what expat reads by itself


def stream(
    chunks: Iterable[bytes],
    limits: Limits,
    *,
    started: Started,
    ended: Ended | None = None,
    said: Said | None = None,
) -> Iterator[None]:
    """Call for each tag, by its name without prefix, and for each text; stops after each piece of the bytes."""
    parser = expat.ParserCreate()
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEPTH:
            raise NotATable("bomb", "elements lie in one another without end")
        if ":" in name:
            name = name.rpartition(":")[2]
        started(name, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if ended is not None:
            if ":" in name:
                name = name.rpartition(":")[2]
            ended(name)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.XmlDeclHandler = _declared
    parser.CharacterDataHandler = said
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse
    parser.buffer_text = True
    read = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            read += len(chunk)
            if read - parser.CurrentByteIndex > limits.tag_bytes or len(parser.intern) > _NAMES:
                raise NotATable("bomb", "a tag has no end, or there are names without number")
            yield
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise NotATable("broken", f"the XML of the workbook is not well formed: {error}") from error
    yield


def drained(steps: Iterator[None]) -> None:
    """Read a stream to its end."""
    for _ in steps:
        pass


def _declared(_: str, encoding: str | None, __: int) -> None:
    if (encoding or "utf-8").lower() not in _ENCODINGS:
        raise NotATable("broken", f"XML of workbooks is not written in {encoding}")


def _refuse(*_: object) -> None:
    raise NotATable("document-type", "the workbook declares a document type, which workbooks do not")
