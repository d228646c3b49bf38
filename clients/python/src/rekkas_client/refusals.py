"""What can stand in the way of an answer."""

from collections.abc import Sequence

from rekkas_client.api.shared import Fault, Problem


class RekkasError(Exception):
    """Anything that this client raises by itself."""


class Refused(RekkasError):
    """The post understood and declined. Decide by ``code``, which never changes; ``detail`` is for people.

    ``errors`` point at what is not right; ``trace`` finds the request in the post's log. Where something between here
    and the post declined, there is no code. ``retry_after_s`` is what a busy server asked for.
    """

    def __init__(self, problem: Problem, retry_after_s: float | None = None) -> None:
        super().__init__(f"{problem.code or problem.status}: {problem.detail}")
        self.code = problem.code
        self.title = problem.title
        self.detail = problem.detail
        self.status = problem.status
        self.trace = problem.trace
        self.errors: Sequence[Fault] = problem.errors
        self.retry_after_s = retry_after_s

    @property
    def fields(self) -> dict[str, str]:
        """What is not right, by the parameter or the place in the body (a JSON pointer)."""
        return {fault.parameter or fault.pointer: fault.detail for fault in self.errors}


class Declined(RekkasError):
    """One row was understood and declined, as ``code`` and ``detail`` say."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code, self.detail = code, detail


class NotReached(RekkasError):
    """No answer came, after all tries. What was asked may have been done: ask again under the same ``key``, or
    look for it by its reference.
    """

    def __init__(self, what: str, tries: int, why: object, key: str | None) -> None:
        super().__init__(f"no answer to {what} after {tries} {'try' if tries == 1 else 'tries'}: {why}")
        self.key = key


class NotUnderstood(RekkasError):
    """The answer is not what the interface describes: it may come from another server, or from a later version."""
