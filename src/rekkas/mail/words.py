"""What became of a scan, in words and a tone."""

from rekkas.mail.choices import Clock, Outcome, StrayReason
from rekkas.mail.scans import ScanResult

TONES = {Outcome.RECORDED: "good", Outcome.DUPLICATE: "quiet", Outcome.QUARANTINED: "wait"}


def outcome_row(result: ScanResult) -> tuple[str, str, str]:
    """The number, its tone, and what became of it."""
    words = str(Outcome(result.outcome).label)
    if result.why:
        words = f"{words}: {StrayReason(result.why).label}"
    elif result.clock:
        words = f"{words} ({Clock(result.clock).label})"
    return result.number, TONES[Outcome(result.outcome)], words
