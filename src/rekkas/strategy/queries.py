"""What may be asked about studies."""

from pathlib import Path

from django.conf import settings
from django.db.models import Max

from rekkas.desk.listings import Listing
from rekkas.strategy.choices import StudyState
from rekkas.strategy.entries import PARAMS, RESULTS, Params, Result, read
from rekkas.strategy.errors import UnknownStudy
from rekkas.strategy.models import Study

HEAVY = ("result", "params", "failure")


def studies() -> Listing[Study]:
    """Every study without what it found, the latest first."""
    return Listing(Study.objects.defer(*HEAVY).select_related("country").order_by("-number"), list)


def study(number: int) -> Study:
    """One study by its number."""
    found = Study.objects.select_related("country").filter(number=number).first()
    if found is None:
        raise UnknownStudy(study=number)
    return found


def study_for_update(number: int) -> Study:
    """The same, held until the transaction ends."""
    found = Study.objects.select_for_update(of=("self",)).filter(number=number).first()
    if found is None:
        raise UnknownStudy(study=number)
    return found


def params_of(study: Study) -> Params:
    """What a study was asked, in the shape of its kind."""
    return read(study.params, PARAMS[study.kind])


def result_of(study: Study) -> Result | None:
    """What a study found, in the shape of its kind; None while it is not done."""
    return read(study.result, RESULTS[study.kind]) if study.state == StudyState.DONE else None


def is_any_waiting() -> bool:
    """Whether a study waits for a worker."""
    return Study.objects.filter(state=StudyState.WAITING).exists()


def next_number() -> int:
    """The number of a new study. Two who take the same are told apart by its uniqueness, and one looks again."""
    return (Study.objects.aggregate(last=Max("number"))["last"] or 0) + 1


def folder_of(number: int) -> Path:
    """Where the large results of a study lie."""
    return Path(settings.DATA) / "studies" / str(number)


def file_of(study: Study, name: str) -> Path | None:
    """One of the files that a study that is done has left; None where it has none of that name."""
    path = folder_of(study.number) / name
    return path if name in study.files and path.is_file() else None
