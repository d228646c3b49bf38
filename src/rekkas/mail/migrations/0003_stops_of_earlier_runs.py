from django.db import migrations


def call_at_both_ends(apps, schema_editor):
    """Runs noted before went from one office to another without a stop between."""
    Run, RunStop = apps.get_model("mail", "Run"), apps.get_model("mail", "RunStop")
    ends = []
    for pk, origin, destination in Run.objects.values_list("pk", "origin", "destination").iterator():
        ends += [
            RunStop(run_id=pk, place=0, office_id=origin),
            RunStop(run_id=pk, place=1, office_id=destination),
        ]
    RunStop.objects.bulk_create(ends, batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("mail", "0002_run_stops")]

    operations = [migrations.RunPython(call_at_both_ends, migrations.RunPython.noop)]
