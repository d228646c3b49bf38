import pytest
from stdnum.ma import ice

from rekkas.catalogue.queries import customer
from rekkas.citizen.errors import TooManyCodes
from rekkas.merchant import queries
from rekkas.merchant.choices import MemberRole, MerchantState
from rekkas.merchant.commands.signing_up import AT_THE_DOOR
from rekkas.merchant.entries import NewPassword
from rekkas.merchant.errors import (
    MailboxInUse,
    MerchantKnown,
    NoMerchantsHere,
    PasswordTooWeak,
    TaxNumberNotRight,
)
from rekkas.merchant.models import MerchantRules
from tests.lasting import lasting
from tests.merchant import merchants
from tests.merchant.merchants import LEILA, OTHER_ICE, PASSWORD, letters, signed_up

world = lasting(merchants.country)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def test_a_business_is_taken_under_contract_and_whoever_signs_up_owns_it() -> None:
    answer = signed_up()

    (owner,) = queries.team(answer.merchant)
    assert (answer.merchant, answer.member) == ("ZELLIGE", "ZELLIGE/1")
    assert customer("ZELLIGE").phone == "+212612345678"
    assert (owner.role, owner.email, owner.proved_at) == (MemberRole.OWNER, LEILA, None)
    assert queries.merchant("ZELLIGE").state == MerchantState.NEW


def test_a_code_goes_to_the_mailbox_and_is_kept_as_a_hash_only() -> None:
    signed_up()

    (letter,) = letters("merchant-code")
    (owner,) = queries.team("ZELLIGE")
    assert (letter.reader, letter.params) == (LEILA, {"code": "123456"})
    assert "123456" not in owner.code_hash
    assert owner.secret_hash != PASSWORD


def test_two_shops_of_one_name_have_codes_of_their_own() -> None:
    signed_up()

    second = signed_up(tax_number=OTHER_ICE, email="other@example.org")

    assert second.merchant == "ZELLIGE78"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"tax_number": "001561191000067"}, TaxNumberNotRight),  # its check digits do not agree
        ({"tax_number": "12 ab"}, TaxNumberNotRight),
        ({"email": "other@example.org"}, MerchantKnown),  # the same business once more
        ({"tax_number": OTHER_ICE, "email": " Leila@Example.org "}, MailboxInUse),  # another size of letters
    ],
)
def test_what_is_refused_leaves_nothing_behind(changes: dict[str, str], refusal: type[Exception]) -> None:
    signed_up()

    with pytest.raises(refusal):
        signed_up(**changes)

    assert len(queries.merchants_named()) == 1


@pytest.mark.parametrize("easy", ["short", "password123", "aaaaaaaaaaaaaa", "leila2026!!"])
def test_a_password_that_others_guess_is_refused(easy: str) -> None:
    with pytest.raises(PasswordTooWeak):
        NewPassword(easy, known="leila@example.org")


def test_a_country_whose_pack_says_nothing_of_merchants_takes_none() -> None:
    MerchantRules.objects.all().delete()

    with pytest.raises(NoMerchantsHere):
        signed_up()


def test_the_door_may_do_no_more_than_open() -> None:
    assert not AT_THE_DOOR.may("merchant.check_merchant")
    assert not AT_THE_DOOR.may("mail.announce_items")


def test_from_one_address_so_many_businesses_sign_up_in_an_hour() -> None:
    numbers = [number for n in range(2_000) if ice.is_valid(number := f"{n:015d}")]
    for n, number in enumerate(numbers[:10]):
        signed_up(tax_number=number, email=f"shop{n}@example.org")

    with pytest.raises(TooManyCodes):
        signed_up()
    assert signed_up(address="192.0.2.8").member.endswith("/1")
