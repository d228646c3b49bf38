from django.apps import AppConfig


class Commerce(AppConfig):
    name = "rekkas.commerce"
    label = "commerce"
