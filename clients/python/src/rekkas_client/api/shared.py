"""Shapes that operations of several kinds use.

Written by ``generate.py`` from the description of the interface: change that, and run it again.
"""

from __future__ import annotations

from typing import Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")


class AddressSent(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A postal address, in Latin letters, in Arabic letters, or both. A postcode is never required."""

    name: str
    name_ar: str = ""
    organisation: str = ""
    street: str = ""
    street_ar: str = ""
    locality: str = ""
    locality_ar: str = ""
    locality_code: str = ""
    postcode: str = ""
    country: str = ""
    phone: str = ""


class Fault(Struct, frozen=True, kw_only=True):
    """One thing that is not right, and where."""

    detail: str
    pointer: str = ""
    parameter: str = ""


class Page(Struct, Generic[T], frozen=True, kw_only=True):
    """Some rows, and the cursor of those after them; none after the last."""

    data: list[T]
    next: str | None = None


class Problem(Struct, frozen=True, kw_only=True):
    """Why a request was not answered. The code is stable; the detail is for people."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    trace: str
    errors: list[Fault] = []


class Results(Struct, Generic[T], frozen=True, kw_only=True):
    """One answer a row, in the order asked."""

    results: list[T]
