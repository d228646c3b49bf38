from django.apps import AppConfig


class Bank(AppConfig):
    name = "rekkas.bank"
    label = "bank"
