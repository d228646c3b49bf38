from django.apps import AppConfig


class Network(AppConfig):
    name = "rekkas.network"
    label = "network"
