from django.apps import AppConfig


class Territory(AppConfig):
    name = "rekkas.territory"
    label = "territory"

    def ready(self) -> None:
        """Pages ask which languages the countries list before anything else has asked of them."""
        from rekkas.territory import queries  # noqa: F401
