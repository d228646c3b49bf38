from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("counter", "0007_errand_choices")]

    operations = [
        migrations.AddField(model_name="visitline", name="more", field=models.JSONField(null=True)),
    ]
