from django.apps import AppConfig


class Money(AppConfig):
    name = "rekkas.money"
    label = "money"
