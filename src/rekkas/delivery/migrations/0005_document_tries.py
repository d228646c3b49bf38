from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0004_collecting"),
    ]

    operations = [
        migrations.AddField(
            model_name="kept",
            name="document_tries",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
