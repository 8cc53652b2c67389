"""The one settings file. Every value that an operator may change is read from the environment, by name, at the top."""

from pathlib import Path
from typing import Any

from alianza.web import environment as env
from alianza.web.contexts import CONTEXTS

INSTANCE = env.instance_folder()
DEMONSTRATION = (INSTANCE / "DEMONSTRATION").exists()
"""A demonstration instance: invented people, unconfirmed law, mail shown on a page, sign-in with one click."""
KEYS = Path(env.text("ALIANZA_KEYS", str(INSTANCE / "keys")))
"""Folder of the signing secret and the personal-data keys; outside the instance in production, so backups lack it."""
DEBUG = env.flag("ALIANZA_DEBUG")
PUBLIC_URL = env.text("ALIANZA_URL", "http://127.0.0.1:8000").rstrip("/")
SECURE = PUBLIC_URL.startswith("https://")
MAIL_URL = env.text("ALIANZA_MAIL")
IDLE_MINUTES = env.number("ALIANZA_IDLE_MINUTES", 60, least=1)
ABSOLUTE_HOURS = env.number("ALIANZA_ABSOLUTE_HOURS", 12, least=1)
JOBS_IN_SERVER = env.flag("ALIANZA_JOBS_IN_SERVER", default=True)
IMPORT_ROWS = env.number("ALIANZA_IMPORT_ROWS", 1_000_000, least=1)
IATI_REF = env.matching(
    "ALIANZA_IATI_REF",
    "XI-EXAMPLE-ALIANZA",
    r"[A-Za-z0-9][A-Za-z0-9._-]{2,59}",
    "an identifier of an organisation as IATI has it, for example XM-DAC-47066",
)
IATI_TYPE = env.matching("ALIANZA_IATI_TYPE", "40", r"[1-9][0-9]", "a type of organisation of IATI, for example 40")
IATI_NAME = env.matching("ALIANZA_IATI_NAME", "Alianza", r"\S[^\x00-\x1f]{0,119}", "a name of at most 120 characters")
"""Who publishes the fund's files in IATI's registry. As given, they are a demonstration's."""

SOURCE = Path(__file__).resolve().parent.parent
SECRET_KEY = env.secret("ALIANZA_SECRET", KEYS / "secret")
ALLOWED_HOSTS = env.listed("ALIANZA_HOSTS", ("127.0.0.1", "localhost", "[::1]", "testserver"))
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if SECURE else []
ROOT_URLCONF = "alianza.web.urls"
WSGI_APPLICATION = "alianza.web.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    *(f"alianza.{context}" for context in reversed(CONTEXTS)),  # before allauth and django.forms: our templates win
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # pages travel compressed; it pads them with random bytes, so that their length tells nothing of what is in them
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "alianza.web.middleware.plain_input",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "alianza.accounts.middleware.session_limits",
    "alianza.web.middleware.second_factor",
    "alianza.web.middleware.personal_pages_are_not_stored",
    "alianza.web.middleware.refusals",
]

TEMPLATES = [
    {
        "BACKEND": "alianza.web.readers_zone.Pages",
        "NAME": "django",
        "APP_DIRS": False,
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "alianza.web.context.house",
            ],
        },
    }
]
FORM_RENDERER = "alianza.web.form_renderer.HouseForms"

DATABASES: dict[str, dict[str, Any]] = {"default": env.database(INSTANCE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # charts as they were drawn: about 4 kB each; may be deleted at any time, and is in no copy of the instance
    "drawings": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": INSTANCE / "drawings",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
}

# sign-in -----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email",)},
    },
]
ACCOUNT_ADAPTER = "alianza.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {  # beside the limits of sign-in, which stay as they are
    "allegation": "10/h/ip",
    "error_report": "10/h/ip",
    "error_report_code": "20/5m/ip",
    # many workers of one place may share one address
    "complaint": "30/h/ip",
    "complaint_return": "60/h/ip",
    "watch": "20/h/ip",
    "check": "60/h/ip",
}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Alianza: "
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_FORMS = {
    "add_webauthn": "alianza.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "alianza.accounts.forms.EditPasskeyForm",
}
MFA_TOTP_ISSUER = "Alianza"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE  # browsers allow passkeys on loopback without TLS
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS = env.openid_connect()
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:home"
SESSION_COOKIE_AGE = ABSOLUTE_HOURS * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "alianza.web.views.csrf_failed"
USERSESSIONS_TRACK_ACTIVITY = False

# languages and time ------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español"), ("fr", "Français")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LOCALE_PATHS = [SOURCE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# files -------------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = INSTANCE / "static"
MEDIA_ROOT = INSTANCE / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# what a page may do ------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_SSL_REDIRECT = False  # the operator's proxy does it; behind it we speak plain HTTP
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("ALIANZA_BEHIND_PROXY") else None
X_FRAME_OPTIONS = "DENY"

# background work and mail ------------------------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
DEFAULT_FROM_EMAIL = env.text("ALIANZA_MAIL_FROM", "alianza@localhost")
if MAIL_URL:
    from urllib.parse import unquote, urlsplit

    _mail = urlsplit(MAIL_URL)
    if _mail.scheme not in {"smtp", "smtps"} or not _mail.hostname:
        raise env.WrongSetting("ALIANZA_MAIL must look like smtp://user:password@host:587 or smtps://...:465.")
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail.hostname
    EMAIL_PORT = _mail.port or (465 if _mail.scheme == "smtps" else 587)
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = _mail.scheme == "smtp" and bool(_mail.username)
    EMAIL_TIMEOUT = 15
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = INSTANCE / "mail"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("ALIANZA_LOG_LEVEL", "INFO")},
    # allauth's and Django's request loggers would print addresses that people typed
    # and those who set papers would print every step; a task that fails is always said
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "WARNING"},
        "django_tasks": {"level": env.text("ALIANZA_TASKS_LOG_LEVEL", "WARNING")},
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
