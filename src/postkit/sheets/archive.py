"""The archive that a workbook is, looked at before anything in it is believed.

A workbook comes from outside, and a few kilobytes can expand to gigabytes. So its directory is measured before it is
loaded; then each member is looked at: encrypted ones, archives within the archive, members that lie over one another
or expand beyond the limits are refused. What a member declares is not believed either: its real bytes are counted as
they come, and a member that goes on beyond its declared size, or differs from its checksum, is refused there.

Codes: broken, encrypted, members, nested, ods, xlsb, no-workbook, bomb, part-too-large.
Source: PKWARE's APPNOTE (end of the directory, also in its 64-bit form), ECMA-376 part 2 (what a workbook consists of).
"""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from io import BufferedReader
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from postkit.sheets.source import Source
from postkit.sheets.table import Limits, MiB, NotATable

WORKBOOK = "xl/workbook.xml"
SIGNATURE = b"PK\x03\x04"

_CHUNK = 64 * 1024
_END, _END_64, _LOCATOR_64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_END_SIZE, _END_64_SIZE, _LOCATOR_SIZE, _COMMENT_SIZE = 22, 56, 20, 65_535
_ENTRY_BYTES = 1_024  # what one entry of the directory has at most, on the average
_SMALL = 4 * MiB  # below this size the factor of expansion says nothing: blank cells compress well
_BROKEN = (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, struct.error, ValueError)


class Archive:
    """The members of one reading of a workbook."""

    def __init__(self, opened: ZipFile, limits: Limits) -> None:
        self._zip, self._limits = opened, limits
        self._expanded = 0

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._zip.namelist())

    def chunks(self, name: str, most: int = 0) -> Iterator[bytes]:
        """The bytes of a member, piece by piece; ``most`` is for a part that is not the rows."""
        info = self._zip.getinfo(name)
        checksum = size = 0
        most = most or self._limits.expanded_bytes
        try:
            with self._zip.open(_unbounded(info)) as member:
                while chunk := member.read(_CHUNK):
                    size += len(chunk)
                    self._expanded += len(chunk)
                    checksum = zlib.crc32(chunk, checksum)
                    if size > info.file_size or self._expanded > self._limits.expanded_bytes:
                        raise NotATable("bomb", f"{name} expands to more than it declares or than is taken")
                    if size > most:
                        raise NotATable("part-too-large", f"{name} has more than {most} bytes")
                    yield chunk
        except NotATable:
            raise
        except _BROKEN as error:
            raise NotATable("broken", f"{name} cannot be expanded: {error}") from error
        if size != info.file_size or checksum != info.CRC:
            raise NotATable("broken", f"{name} is not what the archive says of it")


@contextmanager
def archive_of(source: Source, limits: Limits) -> Iterator[Archive]:
    """The archive of a workbook, once everything that can be seen from outside is in order."""
    with source.open() as opened:
        try:
            _check_directory(opened, source.size, limits)
            archive = ZipFile(opened)
        except NotATable:
            raise
        except _BROKEN as error:
            raise NotATable("broken", f"the archive cannot be read: {error}") from error
        with archive:
            _check_members(archive, source.size, limits)
            yield Archive(archive, limits)


def _check_directory(opened: BufferedReader, size: int, limits: Limits) -> None:
    """How large the directory is that the archive would load, before it is loaded."""
    start = max(0, size - _END_SIZE - _COMMENT_SIZE - _LOCATOR_SIZE - _END_64_SIZE)
    opened.seek(start)
    tail = opened.read()
    at = len(tail) - _END_SIZE
    if not (at >= 0 and tail.startswith(_END, at) and tail.endswith(b"\0\0")):
        at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise NotATable("broken", "the archive has no end: the file was cut off")
    entries, directory = struct.unpack_from("<HL", tail, at + 10)
    locator = at - _LOCATOR_SIZE
    end_64 = locator - _END_64_SIZE
    if end_64 >= 0 and tail.startswith(_LOCATOR_64, locator) and tail.startswith(_END_64, end_64):
        entries, directory = struct.unpack_from("<QQ", tail, end_64 + 32)
    if entries > limits.members or directory > limits.members * _ENTRY_BYTES:
        raise NotATable("members", f"the archive has more than {limits.members} members")


def _check_members(archive: ZipFile, size: int, limits: Limits) -> None:
    members = archive.infolist()
    names = [member.filename for member in members]
    if len(members) > limits.members:
        raise NotATable("members", f"the archive has more than {limits.members} members")
    if any(member.flag_bits & 1 for member in members):
        raise NotATable("encrypted", "the file is protected by a password; save it without")
    if len(set(names)) != len(names):
        raise NotATable("broken", "the archive has two members of one name")
    if any(member.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for member in members):
        raise NotATable("broken", "the archive is compressed in a way that workbooks are not")
    _check_sizes(members, size, limits)
    _check_kind(archive, names)
    for member in members:
        if _begins_an_archive(archive, member):
            raise NotATable("nested", f"{member.filename} is an archive within the archive; take it out")


def _check_sizes(members: list[ZipInfo], size: int, limits: Limits) -> None:
    declared = sum(member.file_size for member in members)
    if declared > limits.expanded_bytes:
        raise NotATable(
            "bomb", f"the archive expands to {declared} bytes; {limits.expanded_bytes} are the most"
        )
    if sum(member.compress_size for member in members) > size:
        raise NotATable("bomb", "members of the archive lie over one another")
    for member in members:
        if member.file_size > _SMALL and member.file_size > limits.expansion * member.compress_size:
            raise NotATable("bomb", f"{member.filename} expands more than {limits.expansion} times")


def _check_kind(archive: ZipFile, names: list[str]) -> None:
    if WORKBOOK in names:
        return
    if "xl/workbook.bin" in names:
        raise NotATable("xlsb", "a binary workbook is not read; save it as .xlsx or CSV")
    if "mimetype" in names and "content.xml" in names:
        raise NotATable("ods", "an OpenDocument sheet is not read; save it as .xlsx or CSV")
    raise NotATable("no-workbook", "the archive holds no workbook")


def _begins_an_archive(archive: ZipFile, member: ZipInfo) -> bool:
    if member.is_dir() or not member.file_size:
        return False
    try:
        with archive.open(_unbounded(member)) as opened:
            return opened.read(len(SIGNATURE)) == SIGNATURE
    except _BROKEN as error:
        raise NotATable("broken", f"{member.filename} cannot be expanded: {error}") from error


def _unbounded(info: ZipInfo) -> ZipInfo:
    """The member as it is read here: one byte beyond what it declares, so that a lie shows.

    The zipfile module stops at the declared size and compares the checksum there; both are done by whoever reads.
    """
    copied = copy(info)
    copied.file_size += 1
    del copied.CRC
    return copied
