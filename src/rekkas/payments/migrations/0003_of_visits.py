from django.db import migrations, models

from rekkas.payments.guards import guard_orders_and_bills_of_visits, unguard_orders_and_bills


class Migration(migrations.Migration):
    dependencies = [("payments", "0002_transfers")]

    operations = [
        unguard_orders_and_bills(),
        migrations.AddField(
            model_name="billpayment",
            name="visit",
            field=models.CharField(blank=True, default="", max_length=32),
        ),
        migrations.AddField(
            model_name="moneyorder",
            name="visit",
            field=models.CharField(blank=True, default="", max_length=32),
        ),
        guard_orders_and_bills_of_visits(),
    ]
