from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reach", "0003_ranks"),
    ]

    operations = [
        migrations.AlterField(
            model_name="outgoing",
            name="kind",
            field=models.CharField(
                choices=[
                    ("code", "A code to log in"),
                    ("confirm", "A code to follow an item"),
                    ("accepted", "Item accepted"),
                    ("out", "Item out for delivery"),
                    ("tried", "Item could not be handed over"),
                    ("waiting", "Item waits for collection"),
                    ("reminder", "Item still waits for collection"),
                    ("delivered", "Item delivered"),
                    ("coming-back", "Item on its way back"),
                    ("merchant-code", "A code for a merchant’s pages"),
                    ("invitation", "An invitation to a merchant’s team"),
                    ("stopped", "No more texts, as asked"),
                    ("answer", "Answer to a text"),
                ],
                max_length=24,
            ),
        ),
    ]
