"""The door for the web server: `granian --interface wsgi alianza.web.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

from alianza.web.serve import end_with_server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alianza.web.settings")

application = get_wsgi_application()
end_with_server()
