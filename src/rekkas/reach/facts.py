"""What words to people tell the apps above them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextCame:
    """Somebody sent the post a text that is neither STOP nor START."""

    gateway_id: str
    sender: str
    body: str
    at: str
