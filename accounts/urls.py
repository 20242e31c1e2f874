"""URLs of sign-up, log-in and log-out; their views are django-allauth's."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("", include("allauth.account.urls"))]
