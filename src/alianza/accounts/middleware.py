"""Sessions end: after an idle time, and at the latest after an absolute time, whatever the browser does."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

STARTED, SEEN = "session_started_at", "session_seen_at"
GRAIN = 60
"""Seconds between two writes of the time seen, so that reading pages does not write sessions."""


def session_limits(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            started = request.session.setdefault(STARTED, now)
            seen = request.session.setdefault(SEEN, now)
            if now - seen > settings.IDLE_MINUTES * 60 or now - started > settings.ABSOLUTE_HOURS * 3600:
                logout(request)
                messages.info(request, _("You were signed out because your session ended. Please sign in again."))
            elif now - seen > GRAIN:
                request.session[SEEN] = now
        return get_response(request)

    return middleware
