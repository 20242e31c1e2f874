"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People: accounts and guests."""

    name = "accounts"
