"""Numbers given out by the bank, each once: customers with a check digit, likenesses by year."""

from rekkas.bank.entries import account_number_of
from rekkas.bank.models import Series

SERIAL_DIGITS = 9


def take(series: str, count: int = 1) -> range:
    """The next ``count`` serials of a series, from 1. The series stays locked until the transaction ends."""
    held = Series.objects.select_for_update().filter(pk=series).first()
    if held is None:
        Series.objects.bulk_create([Series(name=series)], ignore_conflicts=True)
        held = Series.objects.select_for_update().get(pk=series)
    taken = range(held.next, held.next + count)
    Series.objects.filter(pk=series).update(next=taken.stop)
    return taken


def customer_number(country: str) -> str:
    """A fresh number of a customer: the country, nine digits and their check digit."""
    serial = f"{take(f'customer:{country}')[0]:0{SERIAL_DIGITS}}"
    return f"{country}{serial}{check_digit(serial)}"


def match_numbers(year: int, count: int) -> list[str]:
    """Fresh numbers of likenesses to listed names."""
    return [f"{year}-{serial:06}" for serial in take(f"match:{year}", count)] if count else []


def check_digit(digits: str) -> str:
    """ISO 7064 MOD 11,10: shows every single wrong digit and nearly every pair of digits exchanged.

    >>> check_digit("000000001"), check_digit("000000010"), check_digit("079")
    ('4', '2', '2')
    """
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)


def number_agrees(number: str) -> bool:
    """Whether a customer's number was read right.

    >>> number_agrees("MA0000000014"), number_agrees("MA0000000015"), number_agrees("MA")
    (True, False, False)
    """
    digits = number[2:]
    return len(digits) == SERIAL_DIGITS + 1 and digits.isdecimal() and check_digit(digits[:-1]) == digits[-1]


def account_number() -> str:
    """A fresh number of an account; one series for all countries."""
    return account_number_of(take("account")[0])
