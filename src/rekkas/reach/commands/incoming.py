"""What people send to the post: that they want no more texts, or want them again."""

from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.base.outbox import tell
from rekkas.reach.choices import ASKED_FOR, Channel, Kind, TextState
from rekkas.reach.commands.writing import write_texts
from rekkas.reach.entries import TextEntry
from rekkas.reach.facts import TextCame
from rekkas.reach.models import Incoming, OptOut, Outgoing

# The words that networks and people use, in the languages of the house.
STOP = frozenset(
    {"STOP", "STOPALL", "UNSUBSCRIBE", "ARRET", "ARRÊT", "STOP.", "قف", "توقف", "إيقاف", "ايقاف"}
)
START = frozenset({"START", "UNSTOP", "REPRISE", "OUI", "ابدأ", "نعم"})


@command
def note_incoming(*, gateway_id: str, sender: str, body: str, by: Actor, at: Moment) -> str:
    """Note a text that somebody sent to the post, once. STOP ends all texts to the number, START begins them again."""
    word = " ".join(body.split()).upper()
    understood = "stop" if word in STOP else "start" if word in START else ""
    kept = Incoming(
        gateway_id=gateway_id[:80], sender=sender[:40], body=body[:480].replace("\0", ""), understood=understood,
        recorded_at=at,
    )  # fmt: skip
    before = Incoming.objects.filter(gateway_id=kept.gateway_id).first()
    if before is not None:
        return before.understood
    kept.save(force_insert=True)
    if not understood:
        tell(TextCame(kept.gateway_id, sender, kept.body, at.isoformat()))
    if understood == "start":
        OptOut.objects.filter(reader=sender).delete()
    elif understood == "stop":
        OptOut.objects.update_or_create(reader=sender, defaults={"since": at, "said": word[:40]})
        waiting = Outgoing.objects.filter(reader=sender, state=TextState.WAITING).exclude(kind__in=ASKED_FOR)
        waiting.update(state=TextState.FAILED, ended_at=at, problem="the reader wants no more texts")
        key = f"stopped/{kept.gateway_id}"
        write_texts(texts=[TextEntry(key, Channel.SMS, sender, Kind.STOPPED)], by=by, at=at)
    return understood
