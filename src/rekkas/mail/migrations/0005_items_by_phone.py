from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from rekkas.base.append_only import DatabaseStep

ENDS = ("addressee", "sender")


def _phone(editor: BaseDatabaseSchemaEditor, end: str) -> str:
    """The same words as in rekkas.mail.queries.phones: an index of an expression is found by its words."""
    return (
        f"({end} ->> 'phone')"
        if editor.connection.vendor == "postgresql"
        else f"json_extract({end}, '$.phone')"
    )


def add(editor: BaseDatabaseSchemaEditor) -> None:
    for end in ENDS:
        phone = _phone(editor, end)
        editor.execute(
            f"CREATE INDEX mail_item_{end}_phone ON mail_item ({phone}, unit_id) WHERE {phone} IS NOT NULL"
        )


def remove(editor: BaseDatabaseSchemaEditor) -> None:
    for end in ENDS:
        editor.execute(f"DROP INDEX mail_item_{end}_phone")


class Migration(migrations.Migration):
    """Items are found by the telephone of their addressee or sender."""

    dependencies = [
        ("mail", "0004_index_of_deliveries"),
    ]

    operations = [DatabaseStep(add, remove)]
