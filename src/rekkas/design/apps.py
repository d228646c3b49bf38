from django.apps import AppConfig


class Design(AppConfig):
    name = "rekkas.design"
    label = "design"
