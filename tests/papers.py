"""A paper as somebody with a scanner sees it."""

import subprocess
import tempfile
from io import BytesIO
from pathlib import Path

import zxingcpp
from PIL import Image

DPI = "203"


def barcodes_in(pdf: bytes) -> list[str]:
    """What every bar and square code of a PDF says, page by page, printed as a label printer prints."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        paper = Path(folder, "paper.pdf")
        paper.write_bytes(pdf)
        subprocess.run(["pdftoppm", "-r", DPI, "-png", str(paper), str(Path(folder, "page"))], check=True)
        for page in sorted(Path(folder).glob("page*.png")):
            codes = zxingcpp.read_barcodes(Image.open(BytesIO(page.read_bytes())))
            found += [code.text for code in codes]
    return found
