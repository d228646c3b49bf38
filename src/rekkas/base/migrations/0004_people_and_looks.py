from django.db import migrations, models

from rekkas.base.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("base", "0003_compliance"),
    ]

    operations = [
        migrations.CreateModel(
            name="LookRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reader", models.CharField(max_length=80)),
                ("role", models.CharField(blank=True, default="", max_length=16)),
                ("office_code", models.CharField(blank=True, default="", max_length=12)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("customer", "Customer of the bank"),
                            ("phone", "Telephone"),
                            ("item", "Item"),
                            ("order", "Money order"),
                            ("search", "Search"),
                        ],
                        max_length=8,
                    ),
                ),
                ("subject", models.CharField(max_length=80)),
                ("page", models.CharField(max_length=80)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("looked_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="user",
            name="user_has_a_known_role",
        ),
        migrations.AddField(
            model_name="user",
            name="badge_digest",
            field=models.BinaryField(max_length=32, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="user",
            name="is_secret_given",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="user",
            name="pin_hash",
            field=models.CharField(blank=True, default="", editable=False, max_length=128),
        ),
        migrations.AddField(
            model_name="user",
            name="pin_wrong",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="user",
            name="region_code",
            field=models.CharField(blank=True, default="", max_length=12, verbose_name="region"),
        ),
        migrations.AlterField(
            model_name="user",
            name="role",
            field=models.CharField(
                choices=[
                    ("clerk", "Counter clerk"),
                    ("sorter", "Sorter"),
                    ("courier", "Postman"),
                    ("treasurer", "Treasurer"),
                    ("manager", "Office manager"),
                    ("inspector", "Inspector"),
                    ("planner", "Network planner"),
                    ("engineer", "Engineer"),
                    ("compliance", "Compliance officer"),
                    ("supervisor", "Supervisor"),
                    ("administrator", "Administrator"),
                ],
                default="clerk",
                max_length=16,
                verbose_name="role",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "clerk",
                            "sorter",
                            "courier",
                            "treasurer",
                            "manager",
                            "inspector",
                            "planner",
                            "engineer",
                            "compliance",
                            "supervisor",
                            "administrator",
                        ],
                    )
                ),
                name="user_has_a_known_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("office_code", ""), ("region_code", ""), _connector="OR"),
                name="user_has_an_office_or_a_region",
            ),
        ),
        migrations.AddIndex(
            model_name="lookrecord",
            index=models.Index(fields=["kind", "subject", "-id"], name="look_by_subject"),
        ),
        migrations.AddConstraint(
            model_name="lookrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(("subject", ""), _negated=True), name="look_is_at_somebody"
            ),
        ),
        migrations.AddConstraint(
            model_name="lookrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["customer", "phone", "item", "order", "search"])),
                name="look_has_a_known_kind",
            ),
        ),
        append_only("base_lookrecord"),
    ]
