from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from postkit.iso20022 import VERSIONS, Message, NotAMessage, read, write
from tests.postkit.iso20022 import samples

GOLDEN = Path(__file__).parent / "golden"


def test_every_version_of_the_table_has_a_sample() -> None:
    assert set(samples.SAMPLES) == set(VERSIONS)


@pytest.mark.parametrize("name", sorted(samples.SAMPLES))
def test_a_sample_is_written_as_its_golden_file(name: str) -> None:
    golden = (GOLDEN / f"{name}.xml").read_bytes()

    assert write(samples.SAMPLES[name]) == golden
    assert read(golden) == samples.SAMPLES[name]


@pytest.mark.parametrize("name", sorted(samples.SAMPLES))
def test_a_message_is_not_written_in_a_version_of_another_kind(name: str) -> None:
    message = samples.SAMPLES[name]
    own = message.version[:8]

    for version in ("", "pain.001.001.11", *(other for other in VERSIONS if other[:8] != own)):
        with pytest.raises(NotAMessage, match="unknown-message"):
            write(replace(message, version=version))


@given(samples.messages)
def test_a_message_written_is_the_message_read(message: Message) -> None:
    assert read(write(message)) == message
