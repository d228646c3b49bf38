"""A signature as a scanner's screen gives it: a few strokes in a small black and white PNG."""

import struct
import zlib
from math import cos, sin
from random import Random

WIDTH, HEIGHT, MARGIN = 120, 40, 6


def signature(rng: Random) -> bytes:
    """Draw one signature. The same state of the generator draws the same one."""
    rows = [bytearray([0xFF]) * (WIDTH // 8) for _ in range(HEIGHT)]
    slope, loops, height = rng.uniform(-0.1, 0.1), rng.uniform(3, 7), rng.uniform(5, 11)
    skew = rng.uniform(0, 6)
    for step in range(1200):
        way = step / 1200
        x = MARGIN + way * (WIDTH - 2 * MARGIN) + 4 * cos(loops * 6.3 * way)
        y = HEIGHT / 2 + slope * x + height * (1 - 0.6 * way) * sin(loops * 6.3 * way + skew * way)
        _dot(rows, round(x), round(y))
        _dot(rows, round(x) + 1, round(y))
    return _png(b"".join(b"\0" + bytes(row) for row in rows))


def _dot(rows: list[bytearray], x: int, y: int) -> None:
    if 0 <= x < WIDTH and 0 <= y < HEIGHT:
        rows[y][x // 8] &= ~(0x80 >> x % 8) & 0xFF


def _png(scan_lines: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 1, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(scan_lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )
