"""How the country comes in: from its pack, or by a correction made by hand."""

import hashlib
from dataclasses import dataclass
from uuid import uuid4

from django.db.models import Model

from postkit.pack import Pack, model
from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.base.languages import forget_languages
from rekkas.territory.errors import CurrencyChanges, UnknownCountry
from rekkas.territory.models import Country, Holiday, Locality, Region

BATCH = 2000


@dataclass(frozen=True, slots=True)
class LoadedTerritory:
    """What a load found in the pack; ``changed`` is false where all of it was there already."""

    changed: bool
    regions: int
    localities: int
    holidays: int
    retired: int


@command
def load_territory(*, pack: Pack, by: Actor, at: Moment) -> LoadedTerritory:
    """Take in the country, its regions, localities and holidays from a country pack.

    Localities that are no longer in the pack are retired, for mail may still be addressed to them.
    Loading the same pack twice changes nothing.
    """
    parts = (pack.country, pack.outline, pack.regions, pack.localities, pack.holidays, pack.peaks)
    digest = hashlib.sha256(repr(parts).encode()).hexdigest()
    counts = (len(pack.regions), len(pack.localities), len(pack.holidays))
    iso = pack.country.iso
    kept = Country.objects.select_for_update().filter(pk=iso).first()
    if kept and kept.pack_digest == digest:
        return LoadedTerritory(False, *counts, retired=0)
    if kept and kept.currency != pack.country.currency:
        raise CurrencyChanges(country=iso, kept=kept.currency, given=pack.country.currency)
    _load_country(pack, digest)
    _load_regions(pack, iso)
    retired = _load_localities(pack, iso)
    _load_holidays(pack, iso)
    forget_languages()
    return LoadedTerritory(True, *counts, retired=retired)


@command
def renew_territory(*, country: str, by: Actor, at: Moment) -> None:
    """Have every process read a country again after its places or holidays were corrected by hand.

    The next load of the pack then puts the pack's own words back.
    """
    if not Country.objects.filter(pk=country).update(edition=uuid4(), pack_digest=""):
        raise UnknownCountry(country=country)
    forget_languages()


def _fields(table: type[Model], *left_out: str) -> list[str]:
    """The fields that a load may overwrite."""
    return [f.name for f in table._meta.concrete_fields if not f.primary_key and f.name not in left_out]


def _load_country(pack: Pack, digest: str) -> None:
    given = pack.country
    row = Country(
        iso=given.iso, name_en=given.name_en, name_fr=given.name_fr, name_ar=given.name_ar,
        currency=given.currency, decimals=given.decimals, time_zone=given.time_zone,
        languages=list(given.languages), hijri=given.hijri,
        postcode_pattern=given.postcode_pattern, generated=given.generated,
        notice_en=given.notice_en, notice_fr=given.notice_fr, notice_ar=given.notice_ar,
        outline=[[point.longitude, point.latitude] for point in pack.outline],
        peaks=[_peak(given) for given in pack.peaks], pack_digest=digest,
    )  # fmt: skip
    Country.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["iso"], update_fields=_fields(Country)
    )


def _peak(given: model.Peak) -> dict[str, str | int]:
    return {
        "first": given.first.isoformat(), "last": given.last.isoformat(), "per_mille": given.per_mille,
        "name_en": given.name_en, "name_fr": given.name_fr, "name_ar": given.name_ar,
    }  # fmt: skip


def _load_regions(pack: Pack, iso: str) -> None:
    rows = [
        Region(code=given.code, country_id=iso, name=given.name, name_ar=given.name_ar, also=list(given.also))
        for given in pack.regions
    ]
    Region.objects.bulk_create(
        rows, BATCH, update_conflicts=True, unique_fields=["code"], update_fields=_fields(Region, "code")
    )


def _load_localities(pack: Pack, iso: str) -> int:
    rows = [_locality(given, iso) for given in pack.localities]
    in_use = set(Locality.objects.filter(country=iso, retired=False).values_list("code", flat=True))
    Locality.objects.bulk_create(
        rows, BATCH, update_conflicts=True, unique_fields=["code"], update_fields=_fields(Locality, "code")
    )
    gone = in_use - {given.code for given in pack.localities}
    return Locality.objects.filter(code__in=gone).update(retired=True) if gone else 0


def _load_holidays(pack: Pack, iso: str) -> None:
    rows = [_holiday(given, iso) for given in pack.holidays]
    Holiday.objects.bulk_create(
        rows, BATCH, update_conflicts=True, unique_fields=["country", "date"],
        update_fields=["name_en", "name_fr", "name_ar"],
    )  # fmt: skip
    Holiday.objects.filter(country=iso).exclude(date__in=[given.date for given in pack.holidays]).delete()


def _locality(given: model.Locality, iso: str) -> Locality:
    return Locality(
        code=given.code, country_id=iso, region_id=given.region, name=given.name,
        name_ar=given.name_ar, name_zgh=given.name_zgh, also=list(given.also), postcode=given.postcode,
        latitude=given.latitude, longitude=given.longitude, population=given.population,
        delivery_office_code=given.delivery_office,
    )  # fmt: skip


def _holiday(given: model.Holiday, iso: str) -> Holiday:
    return Holiday(
        country_id=iso, date=given.date, name_en=given.name_en, name_fr=given.name_fr,
        name_ar=given.name_ar,
    )  # fmt: skip
