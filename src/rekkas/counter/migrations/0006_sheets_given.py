from typing import Any
from uuid import uuid5

import django.db.models.deletion
from django.db import migrations, models

from rekkas.base.append_only import DatabaseStep, append_only
from rekkas.base.guards import guarded
from rekkas.counter.guards import ACTS, ACTS_AND_THEIR_CASH, NUMBERS, SHEETS_GIVEN


def remember(apps: Any, _editor: Any) -> None:
    """What the rows of before say of what is new: which sheets devices carried, and which held cash was settled."""
    _sheets(apps)
    _settled(apps)


def _sheets(apps: Any) -> None:
    """A device carried the sheets of its country while it was heard: it asked for them every few minutes."""
    given = apps.get_model("counter", "SheetGiven")
    sheets = list(apps.get_model("counter", "Sheet").objects.defer("body"))
    for device in apps.get_model("counter", "Device").objects.select_related("office").iterator():
        for sheet in sheets:
            begins = max(sheet.first_given_at, device.known_since)
            ends = min(sheet.last_given_at, device.seen_at)
            if sheet.country_id == device.office.country_id and begins <= ends:
                given.objects.create(device=device, sheet=sheet, from_at=begins, until_at=ends)


def _settled(apps: Any) -> None:
    entries = apps.get_model("money", "Entry")
    decided = apps.get_model("counter", "Act").objects.exclude(held_entry=None).exclude(state="held")
    for act in decided.iterator():
        key = uuid5(act.key, "act-decided")
        if entries.objects.filter(key=key).exists():
            act.settled_entry = key
            act.save(update_fields=["settled_entry"])


def count(apps: Any, _editor: Any) -> None:
    """All numbers of a device count as unused: its next act tells which are not."""
    for row in apps.get_model("counter", "NumberRange").objects.iterator():
        row.unused = len(row.numbers)
        row.save(update_fields=["unused"])


def forget(_apps: Any, _editor: Any) -> None:
    """The columns go, and what they said with them."""


class Migration(migrations.Migration):
    """What a device carried and when the post heard it is the post's own record, and so is where held cash went."""

    dependencies = [
        ("counter", "0005_queue"),
        ("money", "0002_ledger"),
        ("territory", "0003_hijri_and_amazigh"),
    ]

    operations = [
        migrations.CreateModel(
            name="SheetGiven",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField()),
                (
                    "device",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="counter.device",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="counter.sheet",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["device", "-from_at"], name="sheet_given_to_device")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_at__gte", models.F("from_at"))),
                        name="sheet_is_given_from_before_until",
                    )
                ],
            },
        ),
        migrations.RemoveField(model_name="correspondent", name="uses"),
        migrations.AddField(model_name="device", name="cleared_at", field=models.DateTimeField(null=True)),
        DatabaseStep(append_only("counter_numberrange").release, append_only("counter_numberrange").protect),
        migrations.AddField(
            model_name="numberrange",
            name="unused",
            field=models.PositiveIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="numberrange",
            index=models.Index(fields=["first", "last"], name="number_range_by_number"),
        ),
        migrations.RunPython(count, forget),
        guarded(NUMBERS),
        guarded(SHEETS_GIVEN),
        DatabaseStep(guarded(ACTS).release, guarded(ACTS).protect),
        migrations.AddField(model_name="act", name="settled_entry", field=models.UUIDField(null=True)),
        migrations.AddIndex(
            model_name="act",
            index=models.Index(
                condition=models.Q(
                    ("held_entry__isnull", False), ("settled_entry", None), ("state", "not-done")
                ),
                fields=["received_at"],
                name="act_with_cash_still_held",
            ),
        ),
        guarded(ACTS_AND_THEIR_CASH),
        migrations.RunPython(remember, forget),
    ]
