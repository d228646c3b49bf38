import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bank", "0002_accounts"),
    ]

    operations = [
        migrations.CreateModel(
            name="CustomerLogin",
            fields=[
                (
                    "customer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="bank.customer",
                    ),
                ),
                ("code_hash", models.CharField(blank=True, default="", max_length=128)),
                ("code_until", models.DateTimeField(null=True)),
                ("secret_hash", models.CharField(blank=True, default="", max_length=128)),
                ("wrong", models.PositiveSmallIntegerField(default=0)),
                ("shut_until", models.DateTimeField(null=True)),
                ("invited_at", models.DateTimeField()),
                ("invited_by", models.CharField(max_length=80)),
                ("invited_office", models.CharField(max_length=12)),
                ("activated_at", models.DateTimeField(null=True)),
                ("last_in_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code_hash", ""), ("code_until", None)),
                            models.Q(
                                models.Q(("code_hash", ""), _negated=True), ("code_until__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="bank_code_of_a_login_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("code_hash", ""), ("secret_hash", ""), _negated=True),
                        name="bank_login_has_a_code_or_a_secret",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("secret_hash", ""), ("activated_at__isnull", False), _connector="OR"
                        ),
                        name="bank_login_with_a_secret_was_activated",
                    ),
                ],
            },
        ),
    ]
