"""Django settings. Everything an operator may change comes from the environment.

REKKAS_DATA    the data folder (database, secret key, media); default ``var`` in the working folder
DATABASE_URL   PostgreSQL in production; without it the embedded SQLite database in the data folder
REKKAS_HOSTS   the host names served, parted by commas
REKKAS_SECRET  the signing secret; without it one is made and kept in the data folder
REKKAS_HTTPS   1 where a proxy in front speaks HTTPS: cookies are then sent over HTTPS only
REKKAS_COUNTRY the country in whose manner amounts and days are written, by ISO 3166; default MA
REKKAS_LANGUAGES  the languages of the pages, parted by commas; without it those of the loaded countries, and English
REKKAS_FONTS   a folder of faces that papers try first
REKKAS_SCHEMAS a folder with the official schemas of ISO 20022, which then judge every message
REKKAS_LEDGER_KEY  a file with the private key under closed days; without it one is made in the data folder
REKKAS_LOCK    instead of staff.toml: after how many idle seconds the desk locks, by role: clerk=90,*=600 (0 never)
REKKAS_SECOND_FACTOR  instead of staff.toml: the roles that need a second factor, parted by commas
REKKAS_PROXIES how many proxies in front add to X-Forwarded-For; default 1 behind HTTPS, else 0
REKKAS_SITE    the address of this site as people type it, for links in texts
REKKAS_SMS     the gateway for SMS: https://… (a form is posted), smpp://host:port or simulator
REKKAS_SMS_USER, REKKAS_SMS_KEY   who we are there; REKKAS_SMS_SECRET is what the gateway shows when it answers
REKKAS_USSD_SECRET  what the USSD gateway shows when it asks; without it that door is closed
REKKAS_EMAIL   the way of e-mail: smtp://user:password@host:587 or smtps://…; without it files in the data folder
REKKAS_OUTWARD_PORTS  the ports at which news may be sent to merchants, parted by commas; default 443,8443
REKKAS_OUTWARD_ALSO   for development: origins that are asked as they are (http://127.0.0.1:9000), parted by commas
REKKAS_FROM    the address that e-mail comes from
REKKAS_DEBUG   1 shows tracebacks to a developer
"""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _
from whitenoise.compress import Compressor  # type: ignore[import-untyped]

PACKAGE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("REKKAS_DATA", "var")).resolve()
DEBUG = os.environ.get("REKKAS_DEBUG") == "1"
COUNTRY = os.environ.get("REKKAS_COUNTRY", "MA").upper()
ISO20022_SCHEMAS = os.environ.get("REKKAS_SCHEMAS", "")  # a folder with official schemas, if there is one
SITE_ADDRESS = os.environ.get("REKKAS_SITE", "http://127.0.0.1:8000").rstrip("/")
SMS_GATEWAY, SMS_USER, SMS_KEY, SMS_SECRET = (
    os.environ.get(name, "")
    for name in ("REKKAS_SMS", "REKKAS_SMS_USER", "REKKAS_SMS_KEY", "REKKAS_SMS_SECRET")
)
USSD_SECRET = os.environ.get("REKKAS_USSD_SECRET", "")
OUTWARD_PORTS = [int(one) for one in os.environ.get("REKKAS_OUTWARD_PORTS", "443,8443").split(",") if one]
OUTWARD_ALSO = [one for one in os.environ.get("REKKAS_OUTWARD_ALSO", "").split(",") if one]
DEMO_MARK = ".rekkas-demo"  # stands in a data folder that the demonstration made
# The simulator shows codes where somebody has asked for it by name, and in the demonstration.
SMS_SIMULATOR_IS_MEANT = SMS_GATEWAY == "simulator"
SMS_GATEWAY = "" if SMS_SIMULATOR_IS_MEANT else SMS_GATEWAY


def _secret() -> str:
    """The signing secret: given, or made once and kept where only the owner reads it."""
    if given := os.environ.get("REKKAS_SECRET"):
        return given
    kept = DATA / "secret"
    if not kept.exists():
        DATA.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(kept, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:  # a twin process was first
            return kept.read_text().strip()
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return kept.read_text().strip()


def _database() -> dict[str, Any]:
    if url := os.environ.get("DATABASE_URL"):
        parsed: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=None, conn_health_checks=True))
        return parsed
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "rekkas.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # Writers queue at BEGIN instead of failing half way; readers never wait for them.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;",
        },
    }


SECRET_KEY = _secret()
ALLOWED_HOSTS = [
    host for host in os.environ.get("REKKAS_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if host
]
DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "rekkas.operator",
    "rekkas.web",
    "rekkas.strategy",
    "rekkas.ussd",
    "rekkas.commerce",
    "rekkas.shipping",
    "rekkas.merchant",
    "rekkas.counter",
    "rekkas.delivery",
    "rekkas.payments",
    "rekkas.bank",
    "rekkas.cash",
    "rekkas.citizen",
    "rekkas.mail",
    "rekkas.money",
    "rekkas.reach",
    "rekkas.desk",
    "rekkas.catalogue",
    "rekkas.network",
    "rekkas.territory",
    "rekkas.base",
    "rekkas.design",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "ninja",
    "whitenoise.runserver_nostatic",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "rekkas.base.middleware.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Sessions travel with requests of this site alone (SameSite): nobody else can make a page say what they measure.
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "rekkas.base.middleware.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "rekkas.web.standing.standing_in_the_browser",
    "rekkas.web.guard.guard_of_the_desk",
    "rekkas.web.clocks.clock_of_the_desk",
    "rekkas.base.middleware.Refusals",
]

ROOT_URLCONF = "rekkas.web.urls"
WSGI_APPLICATION = "rekkas.wsgi.application"
AUTH_USER_MODEL = "base.User"
LOGIN_URL = "/desk/log-in/"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"

# The log-in, its second factor and where somebody is logged in: see docs/decisions/0033.
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
SECOND_FACTOR_ROLES = (  # None: as the country's pack has it
    [role for role in os.environ["REKKAS_SECOND_FACTOR"].split(",") if role]
    if "REKKAS_SECOND_FACTOR" in os.environ
    else None
)
DESK_LOCKS_AFTER_S = {  # empty: as the country's pack has it
    role: int(seconds)
    for role, _sign, seconds in (
        one.partition("=") for one in os.environ.get("REKKAS_LOCK", "").split(",") if one
    )
}
ACCOUNT_ADAPTER = "rekkas.web.logins.Logins"
ACCOUNT_SIGNUP_ENABLED = False
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False  # a machine at a counter forgets when its browser is shut
# Many clerks stand behind one address: what is tried is counted by name first, by address generously.
ACCOUNT_RATE_LIMITS = {"login": "600/m/ip", "login_failed": "60/m/ip,5/5m/key"}
# Without it everybody has the address of the proxy: sixty wrong passwords of a stranger would shut the door for all.
ALLAUTH_TRUSTED_PROXY_COUNT = int(
    os.environ.get("REKKAS_PROXIES") or ("1" if os.environ.get("REKKAS_HTTPS") == "1" else "0")
)
# Kept in the database: what was tried is counted by all processes together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "base_kept",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
MFA_ADAPTER = "rekkas.web.logins.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Rekkas"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # a login has no e-mail
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
USERSESSIONS_TRACK_ACTIVITY = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rekkas.design.context.page",
                "rekkas.web.context.network_notice",
                "rekkas.web.context.desk_parts",
                "rekkas.web.context.desk_frame",
            ],
            "builtins": ["rekkas.design.templatetags.design"],
        },
    },
]

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"  # the machine keeps one clock; pages show that of the place (rekkas.web.clocks)
LANGUAGE_CODE = "en"
# What the program is translated into. A page offers of these what the loaded countries list (rekkas.base.languages).
LANGUAGES = [("ar", _("Arabic")), ("fr", _("French")), ("en", _("English")), ("zgh", _("Amazigh"))]
# A language whose catalogue holds the texts of public pages only, and the one that says there what it does not.
PUBLIC_LANGUAGES = {"zgh": "fr"}
WHOLE_LANGUAGES = [(code, name) for code, name in LANGUAGES if code not in PUBLIC_LANGUAGES]
NOT_PUBLIC = ("/desk/", "/me/", "/pro/", "/partners/", "/api/", "/admin/", "/design/")
SITE_LANGUAGES = [one.strip() for one in os.environ.get("REKKAS_LANGUAGES", "").split(",") if one.strip()]
LANG_INFO.setdefault(  # Django does not know it
    "zgh", {"bidi": False, "code": "zgh", "name": "Amazigh", "name_local": "ⵜⴰⵎⴰⵣⵉⵖⵜ"}
)
LOCALE_PATHS = [PACKAGE / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_ROOT = DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "rekkas.design.storage.HashedFiles"},
}
WHITENOISE_MANIFEST_STRICT = False
# A file is kept, and made small, under the name that pages ask for; a source map is read by engineers alone.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("map", *Compressor.SKIP_COMPRESS_EXTENSIONS)
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
# A photograph is all that is uploaded, and a page makes it small first: what is larger is not even read.
UPLOAD_MAX_SIZE = 16 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 4
FILE_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024
FILE_UPLOAD_HANDLERS = [
    "rekkas.desk.uploads.NotTooLarge",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

DEFAULT_FROM_EMAIL = os.environ.get("REKKAS_FROM", "post@localhost")
EMAIL_BACKEND, EMAIL_TIMEOUT = "django.core.mail.backends.filebased.EmailBackend", 10
EMAIL_FILE_PATH = DATA / "mail"
if os.environ.get("REKKAS_EMAIL"):
    _mail = urlsplit(os.environ["REKKAS_EMAIL"])
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 587
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = not EMAIL_USE_SSL and bool(_mail.password)  # a password goes over no open line

SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
if os.environ.get("REKKAS_HTTPS") == "1":
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"rekkas": {"level": "INFO"}},
}
