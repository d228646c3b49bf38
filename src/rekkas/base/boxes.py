"""Secrets that must be read again: kept in the database under the site's own secret, and never shown by accident."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes


def put_away(text: str, purpose: str) -> str:
    """A secret as it may lie in a table. What was put away for one purpose opens for no other."""
    return _box(purpose).encrypt(text.encode()).decode()


def taken_out(kept: str, purpose: str) -> str:
    """The secret as it was."""
    return _box(purpose).decrypt(kept.encode()).decode()


def _box(purpose: str) -> MultiFernet:
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    start = f"{purpose} ".encode()
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(hashlib.sha256(start + force_bytes(one)).digest()))
            for one in secrets
        ]
    )
