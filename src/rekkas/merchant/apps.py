from django.apps import AppConfig


class Merchant(AppConfig):
    name = "rekkas.merchant"
    label = "merchant"
