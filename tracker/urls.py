"""URLs of runs and encounters."""

from django.urls import URLPattern

app_name = "tracker"
urlpatterns: list[URLPattern] = []
