from django.apps import AppConfig


class Web(AppConfig):
    name = "rekkas.web"
    label = "web"
