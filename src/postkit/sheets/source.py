"""A file that is read from its beginning as often as is wanted, and never as a whole.

A path is opened for each reading. A file that is open already (an upload) stays open: each reading keeps a place of
its own in it, so that two readings at once do not disturb one another.
"""

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from postkit.sheets.table import Limits, NotATable


class SeekableFile(Protocol):
    """As much of an open binary file as is needed here; uploads of web frameworks have it."""

    def read(self, size: int = ..., /) -> bytes: ...

    def seek(self, offset: int, whence: int = ..., /) -> Any: ...

    def tell(self) -> int: ...


class Source:
    """Where the bytes come from; refused at once where they are too many."""

    def __init__(self, file: str | os.PathLike[str] | SeekableFile, name: str, limits: Limits) -> None:
        self.name = name
        self._open: Callable[[], io.BufferedReader]
        if isinstance(file, (str, os.PathLike)):
            path = Path(file)
            self.size, self._open = path.stat().st_size, lambda: path.open("rb")
        else:
            opened = file
            opened.seek(0, os.SEEK_END)
            self.size, self._open = opened.tell(), lambda: io.BufferedReader(_Place(opened))
        if self.size > limits.file_bytes:
            raise NotATable("too-large", f"{name} has {self.size} bytes; {limits.file_bytes} are the most")

    def open(self) -> io.BufferedReader:
        """The bytes from the first on. The caller closes what it gets; an open file below stays open."""
        return self._open()

    def head(self, size: int) -> bytes:
        with self.open() as opened:
            return opened.read(size)


class _Place(io.RawIOBase):
    """One reader's place in a file that others read too."""

    def __init__(self, file: SeekableFile) -> None:
        self._file, self._at = file, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        if whence == os.SEEK_SET:
            self._at = offset
        elif whence == os.SEEK_CUR:
            self._at += offset
        else:
            self._file.seek(offset, whence)
            self._at = self._file.tell()
        return self._at

    def readinto(self, buffer: Any, /) -> int:
        self._file.seek(self._at)
        found = self._file.read(len(buffer))
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)
