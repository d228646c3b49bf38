from django.apps import AppConfig


class Cash(AppConfig):
    name = "rekkas.cash"
    label = "cash"
