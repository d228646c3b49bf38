"""What is done for citizens unasked."""

from datetime import datetime

from rekkas.base.actors import system
from rekkas.citizen import commands, queries


def tell_followers(at: datetime) -> int:
    """Tell people what is new. Where nothing is, nothing is recorded."""
    mark = queries.last_sweep(at)
    if mark is not None and not queries.news_since(mark, 1):
        return 0
    return commands.tell_followers(by=system("followers"), at=at)
