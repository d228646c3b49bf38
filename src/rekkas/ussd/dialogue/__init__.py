"""What is said to telephones, and what they say."""

from rekkas.ussd.dialogue.gateway import answer

__all__ = ["answer"]
