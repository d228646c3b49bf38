from django.apps import AppConfig


class Strategy(AppConfig):
    name = "rekkas.strategy"
    label = "strategy"
