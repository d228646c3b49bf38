"""In which encoding a text file is written, told by evidence; what cannot be decoded is never passed over.

A mark at the beginning decides. Else a file that is UTF-8 throughout is UTF-8, and one that is so nearly everywhere is
too: its few wrong bytes are faults of their rows. What remains was written with a code page of Windows. Arabic letters
stand beside one another as words in Windows-1256; read as Windows-1252 they would be capitals with accents, which
stand between plain Latin letters (CAFÉS) and hardly ever beside one another. Small French letters with accents are the
same in both. Where the two kinds of evidence are equally strong nothing is guessed.

Sources: Unicode Standard (byte order marks); Microsoft's code pages 1252 and 1256 as Python has them.

>>> import io
>>> from postkit.sheets.table import Limits
>>> def of(data):
...     return encoding_of(Source(io.BytesIO(data), "", Limits())).name
>>> of("Société, CAFÉS".encode("cp1252")), of("الاسم;العنوان;société".encode("cp1256")), of("الاسم".encode())
('cp1252', 'cp1256', 'utf-8')
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from postkit.sheets.source import Source
from postkit.sheets.table import NotATable

UTF_8, UTF_16, LATIN, ARABIC = "utf-8", "utf-16", "cp1252", "cp1256"
ENCODINGS = (UTF_8, UTF_16, LATIN, ARABIC)
_CHUNK = 256 * 1024
_UNDECODED = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f\udc80-\udcff]")


def _arabic_bytes() -> bytes:
    letters = (bytes([byte]) for byte in range(0x80, 0x100))
    return b"".join(letter for letter in letters if "\u0620" <= letter.decode(ARABIC) <= "\u06d3")


_LETTERS = re.escape(_arabic_bytes())
_ARABIC_WORD = re.compile(rb"(?<![A-Za-z])[%b]{2,}(?![A-Za-z])" % _LETTERS)
_AMONG_LATIN = re.compile(rb"[A-Za-z][%b]|[%b][A-Za-z]" % (_LETTERS, _LETTERS))


@dataclass(frozen=True, slots=True)
class Encoding:
    """``mark`` is how many bytes stand before the text; where a file is not whole some bytes cannot be decoded."""

    name: str
    mark: int = 0
    is_whole: bool = True

    @property
    def shown(self) -> str:
        """What is told to a person: whether there was a mark belongs to it."""
        return f"{self.name}-sig" if self.name == UTF_8 and self.mark else self.name


def encoding_of(source: Source, wanted: str = "") -> Encoding:
    """The encoding of a file, or the wanted one if the file can be read so. Refuses NUL bytes by their line."""
    head = source.head(4)
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise NotATable("encoding", "the file is in UTF-32; save it as UTF-8")
    if wanted and wanted not in ENCODINGS:
        raise NotATable("encoding", f"{wanted} is not read; write one of {', '.join(ENCODINGS)}")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and wanted in ("", UTF_16):
        return _checked_utf_16(source)
    if wanted == UTF_16:
        raise NotATable("encoding", "the file has no mark of UTF-16 at its beginning")
    _refuse_nul(source)
    mark = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
    if wanted in (LATIN, ARABIC):
        return Encoding(wanted, is_whole=_whole(source, wanted))
    wrong, right = _utf_8_evidence(source)
    if mark or wanted or right >= wrong:
        return Encoding(UTF_8, mark, is_whole=not wrong)
    name = _code_page(source)
    return Encoding(name, is_whole=_whole(source, name))


def undecoded(text: str) -> list[str]:
    """The bytes of a text that its encoding does not know."""
    return [f"{ord(char) - 0xDC00:#04x}" for char in _UNDECODED.findall(text)]


def spelled_out(text: str) -> str:
    """The text with such bytes written out, since they are no characters.

    >>> spelled_out("caf\\udce9")
    'caf\\\\xe9'
    """
    return _UNDECODED.sub(lambda found: f"\\x{ord(found[0]) - 0xDC00:02x}", text)


def _chunks(source: Source) -> Iterator[bytes]:
    with source.open() as opened:
        while chunk := opened.read(_CHUNK):
            yield chunk


class _Lines:
    """Counts the lines of a text that comes in pieces, whichever of the three line ends it has."""

    def __init__(self) -> None:
        self.line, self._after_return = 1, False

    def pass_over(self, piece: str) -> int:
        """The line on which the text goes on."""
        self.line += piece.count("\n") + piece.count("\r") - piece.count("\r\n")
        self.line -= self._after_return and piece.startswith("\n")
        if piece:
            self._after_return = piece.endswith("\r")
        return self.line


def _refuse_nul(source: Source) -> None:
    lines = _Lines()
    for chunk in _chunks(source):
        before, nul, _ = chunk.partition(b"\0")
        line = lines.pass_over(before.decode("latin-1"))
        if nul:
            raise NotATable(
                "nul", "the file has NUL bytes: it is no text, or UTF-16 without its mark", line=line
            )


def _utf_8_evidence(source: Source) -> tuple[int, int]:
    """How many bytes are wrong in UTF-8, and how many characters beyond ASCII are right."""
    decoder = codecs.getincrementaldecoder(UTF_8)("surrogateescape")
    wrong = right = 0
    for chunk in _chunks(source):
        text = decoder.decode(chunk)
        if not text.isascii():
            wrong += len(_UNDECODED.findall(text))
            right += len(_BEYOND_ASCII.findall(text))
    return wrong + len(_UNDECODED.findall(decoder.decode(b"", final=True))), right


def _whole(source: Source, encoding: str) -> bool:
    try:
        for chunk in _chunks(source):
            chunk.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _code_page(source: Source) -> str:
    arabic = latin = 0
    for chunk in _chunks(source):
        arabic += len(_ARABIC_WORD.findall(chunk))
        latin += len(_AMONG_LATIN.findall(chunk))
    if arabic == latin and arabic:
        raise NotATable(
            "encoding-unclear", "Windows-1252 or Windows-1256, it cannot be told; save it as UTF-8"
        )
    return ARABIC if arabic > latin else LATIN


def _checked_utf_16(source: Source) -> Encoding:
    """UTF-16 has no single wrong byte that could be set aside: from there on everything is in doubt."""
    decoder, lines = codecs.getincrementaldecoder(UTF_16)(), _Lines()
    side = "utf-16-le" if source.head(2) == codecs.BOM_UTF16_LE else "utf-16-be"
    for chunk in chain(_chunks(source), [b""]):
        try:
            before, nul, _ = decoder.decode(chunk, final=not chunk).partition("\0")
        except UnicodeDecodeError as error:
            line = lines.pass_over(error.object[: error.start].decode(side, "ignore"))
            raise NotATable("not-decodable", "from this line on the file is not UTF-16", line=line) from error
        line = lines.pass_over(before)
        if nul:
            raise NotATable("nul", "the file has NUL characters: it is no text", line=line)
    return Encoding(UTF_16, mark=2)
