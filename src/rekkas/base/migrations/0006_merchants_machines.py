from django.db import migrations, models

from rekkas.base.append_only import append_only, lifted, restored


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("base", "0005_staff_rules"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="user",
            name="user_has_a_known_role",
        ),
        lifted(append_only("base_actionrecord")),
        migrations.AddField(
            model_name="actionrecord",
            name="customer_code",
            field=models.CharField(blank=True, default="", max_length=24),
        ),
        restored(append_only("base_actionrecord")),
        migrations.AddField(
            model_name="apikey",
            name="last_used_at",
            field=models.DateTimeField(null=True),
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
                    ("sales", "Sales"),
                ],
                default="clerk",
                max_length=16,
                verbose_name="role",
            ),
        ),
        migrations.AddIndex(
            model_name="actionrecord",
            index=models.Index(
                condition=models.Q(("customer_code", ""), _negated=True),
                fields=["customer_code", "-id"],
                name="action_by_customer",
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
                            "sales",
                        ],
                    )
                ),
                name="user_has_a_known_role",
            ),
        ),
    ]
