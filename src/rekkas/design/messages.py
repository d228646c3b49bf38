"""The catalogues of translations, compiled where they lie and only when stale."""

import logging
import os
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings

log = logging.getLogger(__name__)


def compile_stale() -> list[Path]:
    """Compile each catalogue that is newer than its compiled form; returns those it compiled.

    Processes may do so at once: each writes a file of its own and puts it in place in one step. Where the
    folder cannot be written, the compiled form that came with the installation is used.
    """
    compiled = []
    for source, target in stale_catalogues():
        try:
            _put(target, compiled_catalogue(source))
        except OSError as reason:
            log.warning("the translations in %s could not be compiled: %s", source, reason)
        else:
            compiled.append(target)
    return compiled


def stale_catalogues() -> Iterator[tuple[Path, Path]]:
    for folder in settings.LOCALE_PATHS:
        for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
            target = source.with_suffix(".mo")
            if not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns:
                yield source, target


def compiled_catalogue(source: Path) -> bytes:
    """The bytes of the compiled form: the same for the same source."""
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name)
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def _put(target: Path, content: bytes) -> None:
    handle, beside = tempfile.mkstemp(dir=target.parent, suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(beside, 0o644)
        os.replace(beside, target)
    except OSError:
        Path(beside).unlink(missing_ok=True)
        raise
