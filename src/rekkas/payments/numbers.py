"""Numbers given out by payments, each once."""

from postkit.moneyorder import make
from rekkas.payments.models import Series


def take(series: str, count: int = 1) -> range:
    """The next ``count`` serials of a series, from 1. The series stays locked until the transaction ends."""
    held = Series.objects.select_for_update().filter(pk=series).first()
    if held is None:
        Series.objects.bulk_create([Series(name=series)], ignore_conflicts=True)
        held = Series.objects.select_for_update().get(pk=series)
    taken = range(held.next, held.next + count)
    Series.objects.filter(pk=series).update(next=taken.stop)
    return taken


def order_number(country: str) -> str:
    """A fresh number of a money order of a country."""
    return str(make(country, take(f"order:{country}")[0]))


def bill_payment_number(office: str) -> str:
    """A fresh number of a bill's payment at an office: `MA0001-B12`."""
    return f"{office}-B{take(f'bill:{office}')[0]}"
