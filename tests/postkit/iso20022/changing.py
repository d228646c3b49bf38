"""A golden message with one thing changed."""

from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"


def golden(name: str) -> str:
    return (GOLDEN / f"{name}.xml").read_text(encoding="utf-8")


def changed(name: str, old: str, new: str, at: int = 0) -> bytes:
    """The golden message with one place changed: the first where the old text stands, or a later one."""
    before, *rest = golden(name).split(old)
    assert len(rest) > at, f"{old!r} stands {len(rest)} times in {name}"
    return (old.join([before, *rest[:at]]) + new + old.join(rest[at:])).encode()
