"""The ladder, where import-linter does not look: models are private, and rows point downward."""

from functools import cache

from django.apps import apps
from django.db.models import PROTECT, Field

from tests.architecture.ladder import ROOT, imported_modules, owner, python_files, rungs


@cache
def private_models() -> dict[str, str]:
    return {f"rekkas.{app}.models": app for app in rungs()}


def app_whose_models_are(module: str) -> str | None:
    package = ".".join(module.split(".")[:3])
    return private_models().get(package)


def test_an_apps_models_are_imported_by_that_app_only() -> None:
    strangers = {
        f"{path.relative_to(ROOT)} imports {module}"
        for path in python_files()
        for module in imported_modules(path, with_word="models")
        if (app := app_whose_models_are(module)) and app != owner(path) and "races" not in path.parts
    }

    assert strangers == set()


def relations() -> list[Field]:
    return [
        field
        for app in apps.get_app_configs()
        if app.name.startswith("rekkas.")
        for model in app.get_models()
        for field in model._meta.local_fields
        if field.remote_field and field.related_model._meta.app_config.name.startswith("rekkas.")
    ]


def test_foreign_keys_run_down_the_ladder() -> None:
    rung = rungs()

    upward = [
        str(field)
        for field in relations()
        if (here := field.model._meta.app_label) != (there := field.related_model._meta.app_label)
        and rung[there] >= rung[here]
    ]

    assert upward == []


def test_what_another_row_points_at_cannot_be_deleted() -> None:
    assert [str(field) for field in relations() if field.remote_field.on_delete is not PROTECT] == []


def test_a_lower_app_does_not_see_who_points_at_it() -> None:
    seen = [
        str(field)
        for field in relations()
        if field.model._meta.app_label != field.related_model._meta.app_label
        and not field.remote_field.hidden
    ]

    assert seen == []
