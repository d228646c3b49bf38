"""Items, scans, and where everything stands.

Written by ``generate.py`` from the description of the interface: change that, and run it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from msgspec import Struct, field

from rekkas_client.api.shared import AddressSent, Page, Results
from rekkas_client.door import Door, fresh_key, part


class EventCodeShown(Struct, frozen=True, kw_only=True):
    """A kind of event: ``origin`` says whose code it is, ``status`` what an item stands at after it."""

    code: str
    origin: str
    phase: str
    status: str
    label: str
    is_final: bool
    is_note: bool
    is_public: bool


class EventShown(Struct, frozen=True, kw_only=True):
    """Something that happened, as somebody said it. ``raw_code`` is what they said and we did not understand.

    ``happened_at`` has the offset that was said, else that of the office; ``effective_at`` differs from it
    where the ``clock`` could not be believed.
    """

    scan_id: UUID
    code: str
    raw_code: str
    label: str
    reason: str
    action: str
    office: str
    container: str
    happened_at: str
    offset_known: bool
    effective_at: str
    recorded_at: str
    clock: str
    asserted_by: str


class Expectation(Struct, frozen=True, kw_only=True):
    """When an item is now to be expected; ``is_disturbed`` where a run on its way is late or does not run."""

    arrives_at: str
    delivery_date: date | None
    is_disturbed: bool


class ItemResult(Struct, frozen=True, kw_only=True):
    """What became of an entry: taken, repeated (it was taken before), or declined with a stable code."""

    outcome: str
    number: str = ""
    subject: str = ""
    promise_date: date | None = None
    code: str = ""
    message: str = ""


class ItemSent(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One item that will be handed to the post. ``key`` makes a repeat harmless.

    Without ``number`` the post gives one. ``destination_locality`` says where it goes; the office that
    delivers there is looked up.
    """

    key: UUID = field(default_factory=uuid4)
    product: str
    origin: str
    destination_locality: str
    sender: AddressSent
    addressee: AddressSent
    weight_g: int
    happened_at: datetime
    number: str = ""
    # In the smallest unit of the currency.
    declared_value: int = 0
    # In the smallest unit of the currency.
    cod_amount: int = 0
    customer: str = ""
    reference: str = ""


class OfficeNamed(Struct, frozen=True, kw_only=True):
    """An office, by code and by name."""

    code: str
    name: str


class StandingShown(Struct, frozen=True, kw_only=True):
    """Where an item stands, and who said so. ``inherited_from`` is the bag or run whose news it is."""

    status: str
    code: str
    raw_code: str
    reason: str
    office: str
    happened_at: str | None
    offset_known: bool
    recorded_at: str | None
    asserted_by: str
    inherited_from: str


class ItemShown(Struct, frozen=True, kw_only=True):
    """An item as the post knows it. ``opened_at`` is when it was announced or handed over."""

    number: str
    product: str
    product_name: str
    origin: OfficeNamed
    destination: OfficeNamed
    weight_g: int
    declared_value: int
    cod_amount: int
    currency: str
    customer: str
    reference: str
    sender: dict[str, str]
    addressee: dict[str, str]
    opened_at: str
    promise_date: date | None
    standing: StandingShown


class Numbers(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The numbers asked about; ``way`` asks for the path of each promise in words, too."""

    numbers: list[str]
    way: bool = False


class Reason(Struct, frozen=True, kw_only=True):
    """One step: what kind it is, the moment it speaks of, and the sentence."""

    why: str
    at: str
    text: str


class ReceivedScan(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One reading of one barcode. ``scan_id`` is made by the device before it first tries to send.

    ``happened_at`` keeps the local offset it was given (RFC 3339); without one it is taken as the wall time
    of ``office``. A ``code`` that is not known is kept as the raw code.
    """

    scan_id: UUID
    barcode: str
    code: str
    happened_at: str
    office: str = ""
    container: str = ""
    reason: str = ""
    action: str = ""
    raw_code: str = ""


class ScanResult(Struct, frozen=True, kw_only=True):
    """What became of a scan. ``why`` is a stable code where it was kept aside; ``clock`` where time was
    doubted.
    """

    scan_id: str
    # recorded, duplicate or quarantined
    outcome: str
    number: str = ""
    why: str = ""
    clock: str = ""


class Step(Struct, frozen=True, kw_only=True):
    """One event on the way, in the reader's language. ``at`` carries the local offset that was said."""

    at: str
    offset_known: bool
    code: str
    raw_code: str
    status: str
    label: str
    reason_label: str
    action_label: str
    office_code: str
    office_name: str
    asserted_by: str
    inherited_from: str
    recorded_at: str
    clock: str


class Tracking(Struct, frozen=True, kw_only=True):
    """The answer for one number. ``outcome`` is found, unknown or invalid; nothing here names a person.

    ``steps`` are the first and the latest; ``steps_left_out`` counts those between them. A number comes
    again after its period: ``earlier_posted_date`` and ``later_posted_date`` lead to the items that bore
    it.

    ``promise_date`` was fixed at acceptance and stays. ``promise_state`` is open, kept, missed or nothing,
    and ``days_late`` by how many days it was missed, or is overdue. ``expected_date`` is what is now to be
    expected from where the item is, with today's delays; ``way`` is the path of the promise in words, where
    it was asked.
    """

    number: str
    outcome: str
    problem: str = ""
    status: str = "unknown"
    status_label: str = ""
    reason_label: str = ""
    raw_code: str = ""
    asserted_by: str = ""
    happened_at: str | None = None
    heard_at: str | None = None
    office_code: str = ""
    office_name: str = ""
    product_name: str = ""
    origin_name: str = ""
    destination_name: str = ""
    posted_at: str | None = None
    promise_date: date | None = None
    silent_for_h: int = 0
    next_expected: str = ""
    contradiction: bool = False
    waiting_scans: int = 0
    steps: list[Step] = []
    steps_left_out: int = 0
    earlier_posted_date: date | None = None
    later_posted_date: date | None = None
    promise_state: str = ""
    days_late: int = 0
    expected_date: date | None = None
    expectation: Expectation | None = None
    way: list[Reason] = []
    origin_both: str = ""
    destination_both: str = ""


class MailOperations(Door):
    """Items, scans, and where everything stands."""

    def announce_items(self, body: Sequence[ItemSent], *, key: str | None = None) -> Results[ItemResult]:
        """Announce up to 1,000 items that will be handed to the post; each is taken, repeated or declined.

        Needs the scope ``mail.announce_items``.
        """
        return self.ask("POST", "/api/v1/items", gives=Results[ItemResult], body=body, key=key or fresh_key())

    def list_items(
        self, *, after: str | None = None, limit: int | None = None, customer: str | None = None
    ) -> Page[ItemShown]:
        """The items in the order in which they became known.

        ``after``: The field next of the page before.

        ``limit``: How many at most.

        ``customer``: Only those sent under this contract.

        Needs the scope ``view.mail``.
        """
        return self.ask(
            "GET",
            "/api/v1/items",
            gives=Page[ItemShown],
            query={"after": after, "limit": limit, "customer": customer},
        )

    def show_item(self, number: str, *, posted: date | None = None) -> ItemShown:
        """One item: what was declared of it, and where it stands.

        ``posted``: The day it was posted: numbers come again after their period.

        Needs the scope ``view.mail``.
        """
        return self.ask("GET", f"/api/v1/items/{part(number)}", gives=ItemShown, query={"posted": posted})

    def list_events(
        self, number: str, *, posted: date | None = None, after: str | None = None, limit: int | None = None
    ) -> Page[EventShown]:
        """What was said of an item itself, in the order in which it was recorded, whatever its clock said.

        ``posted``: The day it was posted: numbers come again after their period.

        ``after``: The field next of the page before.

        ``limit``: How many at most.

        Needs the scope ``view.mail``.
        """
        return self.ask(
            "GET",
            f"/api/v1/items/{part(number)}/events",
            gives=Page[EventShown],
            query={"posted": posted, "after": after, "limit": limit},
        )

    def track_items(self, body: Numbers) -> Results[Tracking]:
        """Where up to 100 items stand, what was promised and what is expected: one answer a number, no person's
        name.
        """
        return self.ask("POST", "/api/v1/tracking", gives=Results[Tracking], body=body)

    def track_numbers(self, *, numbers: str, way: bool | None = None) -> Results[Tracking]:
        """The same, for numbers that fit into an address.

        ``numbers``: Parted by commas.

        ``way``: Whether to tell the path of each promise in words.
        """
        return self.ask(
            "GET", "/api/v1/tracking", gives=Results[Tracking], query={"numbers": numbers, "way": way}
        )

    def record_scans(self, body: Sequence[ReceivedScan], *, key: str | None = None) -> Results[ScanResult]:
        """Record up to 5,000 scans, however late: each is recorded, a duplicate, or kept aside.

        Needs the scope ``mail.record_scans``.
        """
        return self.ask("POST", "/api/v1/scans", gives=Results[ScanResult], body=body, key=key or fresh_key())

    def list_event_codes(self) -> Results[EventCodeShown]:
        """The event codes in force, in the reader's language. Any other code is kept as it was sent."""
        return self.ask("GET", "/api/v1/event-codes", gives=Results[EventCodeShown])
