"""The door for a WSGI server."""

import os
import threading
import time

from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rekkas.settings")
application = get_wsgi_application()
if wrong := run_checks(tags=["rekkas"]):  # under whatever server: none of them asks Django's checks
    raise ImproperlyConfigured(" ".join(f"{one.msg} {one.hint}" for one in wrong))


def _end_with(parent: int) -> None:
    """A worker does not outlive the server that began it: nobody would relay its news."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


if parent := int(os.environ.get("REKKAS_SERVER_PID", "0")):
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
