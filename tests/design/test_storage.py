"""Files under hashed names: scripts too ask for each other so, or a page would have two of one."""

import re
from pathlib import Path

from rekkas import design
from rekkas.design.storage import HashedFiles

STATIC = Path(design.__path__[0]) / "static"


def test_a_script_asks_for_another_under_its_hashed_name(tmp_path: Path) -> None:
    names = ("design/living.js", "design/toast.js")
    stored = HashedFiles(location=tmp_path, base_url="/static/")
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((STATIC / name).read_bytes())

    list(stored.post_process({name: (stored, name) for name in names}))

    asks = re.search(
        r'from "\./(toast\.\w+\.js)"', (tmp_path / stored.stored_name("design/living.js")).read_text()
    )
    assert asks is not None
    assert (tmp_path / "design" / asks[1]).exists()
