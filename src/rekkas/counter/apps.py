from django.apps import AppConfig


class Counter(AppConfig):
    name = "rekkas.counter"
    label = "counter"
