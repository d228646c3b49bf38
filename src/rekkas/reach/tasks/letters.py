"""E-mail, by whichever of Django's backends the operator has named."""

import hashlib
from collections.abc import Iterable

from django.core.mail import EmailMessage
from django.core.mail.utils import DNS_NAME

from rekkas.reach.choices import Answer
from rekkas.reach.entries import Receipt, Sending
from rekkas.reach.tasks.gateways import Ready


class Letters:
    """A letter for each text. Its id is made from our reference: a mailbox that gets it twice shows it once."""

    def send(self, text: Ready) -> Sending:
        digest = hashlib.sha256(text.reference.encode()).hexdigest()[:32]
        said = {"Message-ID": f"<{digest}@{DNS_NAME}>", "Auto-Submitted": "auto-generated"}
        try:
            EmailMessage(text.subject, text.body, to=[text.to], headers=said).send()
        except OSError as error:  # smtplib's errors are of this kind
            return Sending(Answer.LATER, problem=f"the mail server did not take it ({type(error).__name__})")
        return Sending(Answer.TAKEN, digest)

    def receipts(self) -> Iterable[Receipt]:
        return ()
