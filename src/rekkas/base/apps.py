from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class Base(AppConfig):
    name = "rekkas.base"
    label = "base"

    def ready(self) -> None:
        """Let each app name its subscribers before the first fact is told."""
        import_module("rekkas.base.checks")
        for app in apps.get_app_configs():
            if app.name.startswith("rekkas.") and find_spec(f"{app.name}.subscribers"):
                import_module(f"{app.name}.subscribers")
