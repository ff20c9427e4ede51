"""Addresses of the API."""

from vangnet.api.v1.api import addresses

app_name = "api"
urlpatterns = addresses()
