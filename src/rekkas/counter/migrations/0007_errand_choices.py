import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("counter", "0006_sheets_given"),
        ("network", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ErrandChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("clerk", models.CharField(max_length=80)),
                ("day", models.DateField()),
                ("errands", models.JSONField(default=list)),
                ("chosen_at", models.DateTimeField()),
                (
                    "office",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.office",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "day", "clerk"), name="clerk_chooses_errands_once_for_a_day"
                    )
                ],
            },
        ),
    ]
