"""The addresses as they are in the demo."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from vangnet.config import urls
from vangnet.web.account import demo

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/demo", demo.choose, name="demo-choose"),
    path("account/demo/binnen", demo.enter, name="demo-enter"),
    *urls.urlpatterns,
]
handler404 = urls.handler404
