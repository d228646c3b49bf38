"""What the window says, in the reader's language: it goes with the page, and so without a network too."""

import re

from django.utils.translation import gettext as _

from rekkas.counter.choices import Service
from rekkas.design.formats import money_text

NOTHING = re.compile(r"0(?:[.,]0+)?")


def words(currency: str) -> dict[str, str]:
    """Every text that the scripts of the window show, by the name under which they know it."""
    return {
        "money": NOTHING.sub("%(amount)s", money_text(0, currency), count=1),
        **_state(), **_forms(), **_wrong(), **_after(),
        **{f"service-{service.value}": str(service.label) for service in Service},
    }  # fmt: skip


def _state() -> dict[str, str]:
    return {
        "online": _("Connected"),
        "sending": _("Connected, %(count)s on their way"),
        "alone": _("Without a network since %(since)s: %(count)s acts are kept here"),
        "alone-until": _("may go on alone until %(until)s"),
        "alone-over": _("This device may not go on alone any longer. Connect it first."),
        "held": _("%(count)s held"),
        "may-forget": _(
            "This browser may forget what it keeps: save the journal as a file before it is cleaned."
        ),
        "act-held": _("Act %(number)s is held: %(why)s A supervisor decides."),
        "signed-out": _("You are signed out. What was done stays here and is sent when you sign on."),
        "sign-on": _("Sign on"),
        "journal-rules": _(
            "Alone for %(hours)s hours, %(acts)s acts and %(total)s in cash at most: %(services)s."
        ),
        "queue-none": _("Nobody waits"),
        "queue-waiting": _("%(count)s wait, the first for %(minutes)s min"),
        "queue-serves": _("%(ticket)s is called (%(errand)s)"),
        "queue-resting": _("On a break since %(since)s"),
        "queue-called": _("this desk calls %(letters)s"),
        "queue-in-vain": _("No desk calls for %(errands)s"),
        "queue-in-vain-one": _("“%(errand)s” (%(count)s)"),
        "queue-desk": _("Write the number of your desk first."),
        "state-waiting": _("Kept here"),
        "state-done": _("Done"),
        "state-not-done": _("Not done"),
        "state-held": _("Held"),
        "scale-silent": _("The scale does not answer. Type the weight."),
        "scale-moving": _("The scale is not at rest yet."),
        "scale-nonsense": _("The scale said something that is no weight. Type the weight."),
        "no-scale": _("No scale is connected. Type the weight."),
    }


def _forms() -> dict[str, str]:
    return {
        "g": _("g"),
        "kg": _("kg"),
        "from-scale": _("From the scale: %(weight)s"),
        "to-pay": _("To pay"),
        "fee": _("Fee"),
        "product": _("Product"),
        "addressee": _("Addressee"),
        "sender": _("Sender"),
        "to": _("To"),
        "cod": _("Cash on delivery"),
        "merchant": _("Merchant"),
        "telephone": _("Telephone"),
        "to-collect": _("To collect"),
        "nothing": _("Nothing"),
        "announced": _("Announced parcel"),
        "waiting": _("Waits here"),
        "on-shelf": _("shelf %(shelf)s"),
        "place": _("Place"),
        "abroad": _("Abroad"),
        "kind-item": _("Item"),
        "kind-visit": _("Visit"),
        "kind-order": _("Money order"),
        "deposit": _("Deposit"),
        "withdrawal": _("Withdrawal"),
        "pick-up": _("Pick-up"),
        "recipient-addressee": _("The addressee"),
        "recipient-sender": _("Its sender, as it was not delivered"),
        "recipient-with-code": _("Somebody else, with the code"),
        "collector-until": _("%(name)s, authorised until %(day)s"),
        "document": _("Identity document"),
        "means-cash": _("Cash"),
        "means-card": _("Card"),
        "means-account": _("Postal account"),
        "means-credit": _("On account"),
        "account-number": _("Number of the account"),
        "slip-number": _("Number on the slip of the terminal"),
        "paid-settle": _("Paid: settle"),
        "pay-out": _("Paid out: settle"),
        "nothing-to-pay": _("Settle"),
        "in-cash": _("In cash"),
        "to-give": _("To give out"),
        "change": _("Change"),
        **_payout(),
    }


def _payout() -> dict[str, str]:
    return {
        "order-payment": _("Money order paid out"),
        "code-missing": _("Let the payee say the secret code, and type its six digits."),
        "order-missing": _("Write the number of the money order."),
        "go-on": _("Go on"),
        "add": _("Add to the visit"),
        "amount": _("Amount"),
        "payee": _("Payee"),
        "shown-name": _("The document says"),
        "names-alike": _("The names are alike"),
        "names-nearly": _("The names are nearly alike"),
        "names-differ": _("The names differ"),
        "in-hand-until": _("In the hands of this till until"),
        "second-signature": _("Second signature"),
        "sign-first": _("Somebody else signs it first, under “Signatures”. Then settle the visit."),
        "let-go": _("Taken off. The money order is out of the hands of this till."),
        "not-let-go": _(
            "The money order stays in the hands of this till for some minutes: the post did not answer."
        ),
        "payee-receipt": _("Print the payee’s receipt"),
        "look-at-person": _("Compare the person and the names, then add it."),
    }


def _wrong() -> dict[str, str]:
    return {
        "weight-missing": _("Weigh it, or type its weight."),
        "too-heavy": _("This product takes up to %(most)s."),
        "cod-not-offered": _("This product takes no cash on delivery."),
        "cod-too-high": _("This product collects up to %(most)s."),
        "no-price": _("There is no price for this. Choose another product."),
        "place-missing": _("Choose the town, the village or the country from the list."),
        "size-wrong": _("Write length, width and height, such as 30 × 20 × 10."),
        "town-missing": _("Write the town abroad."),
        "inside-missing": _("Ask whether anything but papers is inside."),
        "name-missing": _("Write the name."),
        "sender-missing": _("Write who sends it, or choose a merchant."),
        "merchant-missing": _(
            "Cash on delivery goes to a merchant under contract: choose the merchant as sender."
        ),
        "not-asked": _("Ask what is inside, then tick that nothing forbidden is."),
        "amount-wrong": _("Write an amount, such as 250.00."),
        "count-wrong": _("Write how many, 1 to 10,000."),
        "reference-missing": _("Write the reference."),
        "account-missing": _("Write the number of the account."),
        "document-missing": _("Write the number of the document that was shown."),
        "signature-missing": _("Let them sign, or photograph the signed slip."),
        "not-waiting": _("Nothing waits here under this number, name or telephone."),
        "signs-missing": _("Write the last four signs of the document’s number."),
        "pick-up-code-missing": _("Write the code that they say."),
        "pick-up-alone": _(
            "Without a network no code can be proved and nobody’s authorisation be looked up: the item is given to its "
            "addressee alone, against an identity document."
        ),
        "pick-up-locked": _("The code was wrong three times. Ask for an identity document."),
        "nothing-sold": _("Nothing of this is sold here."),
        "too-much": _("No money order takes so much."),
        "not-alone": _("This waits for the network."),
        "too-much-alone": _("Without a network this amount is too high."),
        "means-not-alone": _("Without a network only cash is taken."),
        "no-numbers": _("This device has no numbers left for this product. Connect it first."),
        "nothing-found": _("Nothing is known under this."),
        "went-wrong": _(
            "That did not work: %(why)s. Look in the journal whether it was written down, then try again."
        ),
    }


def _after() -> dict[str, str]:
    return {
        "settled": _("Settled"),
        "kept-here": _("Kept on this device: it is sent when the network returns"),
        "no-answer": _("The post has not answered yet. Give nothing out: wait for what it says."),
        "act-done": _("Act %(number)s is done."),
        "act-not-done": _("Act %(number)s is not done: %(why)s"),
        "visit": _("Visit"),
        "total": _("Total"),
        "give-change": _("Give back"),
        "promised": _("Promised for %(day)s"),
        "secret-code": _("Secret code:"),
        "print-labels": _("Print the labels"),
        "print-receipt": _("Print the receipt"),
        "next-visitor": _("Next visitor"),
        "take-off": _("Take off:"),
        "dropped": _("Taken off"),
        **_papers(),
        **_devices(),
        "put-back": _("Put back"),
        "given-up": _("The visit was given up"),
        "another-one": _("It is another one, not the same once more"),
    }


def _papers() -> dict[str, str]:
    return {
        "paper-from": _("From"),
        "paper-to": _("To"),
        "paper-label": _("Label"),
        "paper-provisional": _("Provisional receipt"),
        "paper-number": _("Number"),
        "paper-date": _("Date"),
        "paper-clerk": _("Clerk"),
        "paper-given": _("Cash given"),
        "paper-change": _("Change given"),
        "paper-waits": _(
            "Written down on this device without a network. The post hears of it when the network returns; the final "
            "receipt is then had with this number at any counter. The act and its chain prove this paper:"
        ),
        "paper-act": _("Act"),
        "read-aloud": _("Read aloud"),
        "print-again": _("Print again"),
        "print-in-browser": _("Print with the browser"),
        "print-elsewhere": _("The paper is not lost."),
        "no-printer": _("No printer is connected. Open “Devices”."),
        "printer-no-paper": _("The printer has no paper. Put some in, then print again."),
        "printer-paper-low": _("The paper of the printer is nearly used up."),
        "printer-paused": _("The printer is paused. Press its button, then print again."),
        "printer-silent": _(
            "The printer does not answer. See that it is on and its cable is in, then print again."
        ),
        "printer-gone": _(
            "The printer was unplugged or is used by another program. Connect it again under “Devices”."
        ),
        "contents-missing": _("Write what is inside, how many, how heavy and what it is worth."),
        "scale-empty": _("Nothing lies on the scale."),
    }


def _devices() -> dict[str, str]:
    return {
        "device-there": _("Connected"),
        "device-away": _("Not there now (%(kind)s)"),
        "device-none": _("None is connected"),
        "device-by-serial": _("by cable"),
        "device-by-hid": _("by USB"),
        "device-by-usb": _("by USB"),
        "device-by-simulator": _("simulator"),
        "device-connected": _("It is connected and will be remembered."),
        "device-failed": _("It could not be connected: %(why)s"),
        "device-gone": _("A device was unplugged."),
        "device-weigh": _("Weigh now"),
        "device-ask": _("Ask how it is"),
        "device-ready": _("The printer is ready."),
        "device-unknown": _("The printer does not say how it is. It is trusted to print."),
        "device-no-paper": _("The printer has no paper."),
        "device-paper-low": _("The paper of the printer is nearly used up."),
        "device-paused": _("The printer is paused."),
    }
