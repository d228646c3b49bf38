"""What an import declines: a whole file, or one row of it."""

from django.utils.translation import gettext_lazy as _

from rekkas.base.errors import Refused


class MapNotRight(Refused):
    code = "import.map-not-right"
    message = _("The column map is not right: %(reason)s.")


class EncodingUnclear(Refused):
    code = "import.encoding-unclear"
    message = _("The encoding of %(file)s is not clear. Say it with --encoding (%(known)s).")


class EncodingNotRight(Refused):
    code = "import.encoding-not-right"
    message = _("%(file)s is not written in %(encoding)s: byte %(place)s cannot be read so.")


class EncodingUnknown(Refused):
    code = "import.encoding-unknown"
    message = _("%(encoding)s is not an encoding that imports know. Take one of %(known)s.")


class ColumnsMissing(Refused):
    code = "import.columns-missing"
    message = _("%(file)s has no column %(missing)s. Its columns are: %(columns)s.")


class NothingInFile(Refused):
    code = "import.nothing-in-file"
    message = _("%(file)s holds no rows.")


class CannotWriteBeside(Refused):
    code = "import.cannot-write-beside"
    message = _("%(path)s cannot be written. Name another place for rejected rows with --rejects.")


class DecisionsNotRight(Refused):
    code = "import.decisions-not-right"
    message = _("%(file)s, line %(line)s: %(reason)s.")


class RowRejected(Exception):
    """One row that cannot become an item: the field, a stable code, and a reason for people."""

    def __init__(self, field: str, code: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.code, self.reason = field, code, reason
