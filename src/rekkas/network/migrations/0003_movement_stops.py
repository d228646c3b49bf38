import csv
from io import StringIO

from django.db import migrations, models


def say_at_which_stop(apps, schema_editor):
    """Until now one movement of a kind was kept of a run at an office: that of its last call there."""
    Movement, Timetable = apps.get_model("network", "Movement"), apps.get_model("network", "Timetable")
    plans = {}
    published = Timetable.objects.filter(state="published").order_by("-valid_from")
    for country, since, files in published.values_list("country", "valid_from", "files").iterator():
        plans.setdefault(country, []).append((since, _stops_of(files)))
    changed = []
    for row in Movement.objects.iterator():
        versions = (stops for since, stops in plans.get(row.trip_code[:2], ()) if since <= row.date)
        stops = next(versions, {}).get(row.trip_code, [])
        first, last = (1, len(stops)) if row.kind == "arrived" else (0, len(stops) - 1)
        row.stop = max((at for at in range(first, last) if stops[at] == row.office_id), default=0)
        changed.append(row)
    Movement.objects.bulk_update(changed, ["stop"], batch_size=500)


def _stops_of(files):
    stops = {}
    between = sorted(_rows(files, "stops.csv"), key=lambda row: int(row["arrives_min"]))
    for trip in _rows(files, "trips.csv"):
        stops[trip["code"]] = [trip["origin"]]
    for row in between:
        stops.get(row["trip"], []).append(row["office"])
    for trip in _rows(files, "trips.csv"):
        stops[trip["code"]].append(trip["destination"])
    return stops


def _rows(files, name):
    text = StringIO(files.get(name, "").removeprefix("\ufeff"))
    return [
        {str(key).strip(): str(value).strip() for key, value in row.items()} for row in csv.DictReader(text)
    ]


class Migration(migrations.Migration):
    dependencies = [("network", "0002_timetables")]

    operations = [
        migrations.AddField(
            "movement", "stop", models.PositiveSmallIntegerField(default=0), preserve_default=False
        ),
        migrations.RemoveConstraint("movement", "run_moves_at_an_office_once"),
        migrations.AddConstraint(
            "movement",
            models.UniqueConstraint(
                fields=("trip_code", "date", "stop", "office", "kind"), name="run_moves_at_a_stop_once"
            ),
        ),
        migrations.RunPython(say_at_which_stop, migrations.RunPython.noop),
    ]
