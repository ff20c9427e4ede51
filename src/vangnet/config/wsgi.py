"""The door for the web server."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from vangnet.config import env
from vangnet.config.process import end_with_parent
from vangnet.config.settings import select

os.environ.setdefault("DJANGO_SETTINGS_MODULE", select(env.read(os.environ).mode))
end_with_parent()
application = get_wsgi_application()
