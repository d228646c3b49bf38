from django.apps import AppConfig


class Design(AppConfig):
    name = "rekkas.design"
    label = "design"

    def ready(self) -> None:
        """Translations are there before the first page is read."""
        from rekkas.design.messages import compile_stale

        compile_stale()
