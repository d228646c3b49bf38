"""What the operator's command declines, and what to do instead."""

from django.utils.translation import gettext_lazy as _

from rekkas.base.errors import Refused


class NoDatabase(Refused):
    code = "operator.no-database"
    message = _(
        "There is no database at %(where)s. Run `rekkas demo` for a demonstration, "
        "or `rekkas manage migrate` for an empty post."
    )


class DatabaseBehind(Refused):
    code = "operator.database-behind"
    message = _("The database lacks %(count)s changes of this version. Run `rekkas manage migrate`.")


class PortInUse(Refused):
    code = "operator.port-in-use"
    message = _("Port %(port)s of %(host)s is in use. Stop what uses it, or choose another with --port.")


class NoSuchAddress(Refused):
    code = "operator.no-such-address"
    message = _("This machine cannot serve on %(host)s, port %(port)s: %(reason)s.")


class NoSuchPack(Refused):
    code = "operator.no-such-pack"
    message = _("No country pack is found under %(name)s. Looked in: %(places)s.")


class NotTheDemos(Refused):
    code = "operator.not-the-demos"
    message = _(
        "The database at %(where)s was not made by the demonstration, so it is left alone. "
        "Choose another folder with REKKAS_DATA."
    )


class DemoRunning(Refused):
    code = "operator.demo-running"
    message = _("Another `rekkas demo` is at work in %(folder)s. Wait for it, or stop it first.")


class ProxiesNotCounted(Refused):
    code = "operator.proxies-not-counted"
    message = _(
        "REKKAS_HTTPS=1 says that a proxy stands in front, and REKKAS_PROXIES=0 that none does: all who log in would "
        "have one address, and a stranger's wrong passwords would shut them out. Set REKKAS_PROXIES to the number of "
        "proxies that add to X-Forwarded-For, or leave it out for one."
    )


class ResetElsewhere(Refused):
    code = "operator.reset-elsewhere"
    message = _(
        "DATABASE_URL is set, and --reset deletes only the demonstration's own files. Unset DATABASE_URL, or "
        "drop that database yourself and make it again."
    )


class NotTheDemosFolder(Refused):
    code = "operator.not-the-demos-folder"
    message = _(
        "%(folder)s was not made by the demonstration, so nothing in it is deleted. "
        "Choose the demonstration's folder with REKKAS_DATA."
    )


class CountryNotLoaded(Refused):
    code = "operator.country-not-loaded"
    message = _("The country %(name)s is not loaded. Run `rekkas country load %(name)s` first.")


class StopsNotMatched(Refused):
    code = "operator.stops-not-matched"
    message = _("%(file)s does not match stops with offices. Give it the columns stop_id and office.")


class FileIsThere(Refused):
    code = "operator.file-is-there"
    message = _("%(file)s is there already. Name another file: evidence is never written over.")
