"""``python -m rekkas`` is the ``rekkas`` command."""

from rekkas.operator.cli import app

app()
