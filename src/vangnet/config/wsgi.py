"""The door for the web server."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from vangnet.config import env
from vangnet.config.process import end_with_parent
from vangnet.config.settings import select

os.environ.setdefault("DJANGO_SETTINGS_MODULE", select(env.read(os.environ).mode))
end_with_parent()
application = get_wsgi_application()
_ = get_resolver().url_patterns  # the first visitor does not wait for the addresses to be read

# What is loaded by now stays for as long as the process lives: the collector need not look at it again at each round.
gc.collect()
gc.freeze()
