"""The shapes of answers at a citizen's door, and of who follows what."""

import msgspec


class CitizenAnswer(msgspec.Struct, frozen=True):
    """Whether a door opened, and the proof that a visit carries."""

    opened: bool = False
    proof: str = ""


class Followed(msgspec.Struct, frozen=True):
    """Who follows from now on, or, where they were not known yet, after a code."""

    follower: int
    confirmed: bool
