"""Every page of the site, as each who may open it finds it: by following what leads on from their first page."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from re import compile as pattern
from urllib.parse import urljoin, urlsplit

from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import Resolver404, resolve
from playwright.sync_api import Page, Route

HERE = "http://localhost"  # no server: the browser is answered by the test
LINK = pattern(r'<a [^>]*?href="([^"#]+)')
ELSEWHERE = ("/admin/", "/api/", "/static/")


@dataclass(frozen=True)
class Reader:
    """Somebody who looks: in which browser, and where they begin."""

    name: str
    client: Client
    begin: tuple[str, ...] = ("/desk/",)

    @property
    def is_public(self) -> bool:
        """Whether they read on any telephone, without a script: neither staff nor a merchant's team."""
        return not any(address.startswith("/desk/") or address == "/pro/" for address in self.begin)


@dataclass
class Shown:
    """One page as the server answered it, in French and English; those of everybody and of citizens in Arabic too."""

    address: str
    reader: Reader
    answers: dict[str, bytes] = field(default_factory=dict)


Walked = dict[str, Shown]  # by route


def walk(readers: list[Reader]) -> Walked:
    """One page of each route, in the eyes of the first reader who gets there."""
    found: Walked = {}
    for reader in readers:
        waiting, seen = list(reader.begin), set[str]()
        while waiting:
            address = waiting.pop(0)
            route = _route(address)
            if route in seen or (route in found and address not in reader.begin):
                continue
            seen.add(route)
            answer = reader.client.get(address, headers={"accept-language": "fr"})
            if answer.status_code == 302:
                waiting.append(urljoin(address, answer.headers["Location"]))
            is_page = (
                "text/html" in answer.headers["Content-Type"] and "Content-Disposition" not in answer.headers
            )
            if answer.status_code not in (200, 404) or not is_page:
                continue
            if route not in found:
                found[route] = Shown(address, reader, {"fr": answer.content})
                for other in ("en", "ar") if reader.is_public else ("en",):
                    again = reader.client.get(address, headers={"accept-language": other})
                    found[route].answers[other] = again.content
            waiting += _links(answer.text, address)
    return found


def _links(html: str, address: str) -> Iterator[str]:
    for link in LINK.findall(html):
        parts = urlsplit(urljoin(address, unescape(link)))
        is_here = not parts.scheme and not parts.netloc and not parts.path.startswith(ELSEWHERE)
        if is_here and "lang=" not in parts.query:
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def _route(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).route
    except Resolver404:
        return "(no such page)"


@contextmanager
def served(page: Page, site: Walked, language: str) -> Iterator[None]:
    """Let a browser open what was walked, and nothing else."""
    pages = {shown.address: shown.answers.get(language) for shown in site.values()}

    def answer(route: Route) -> None:
        parts = urlsplit(route.request.url)
        if parts.path.startswith("/static/"):
            found = finders.find(parts.path.removeprefix("/static/"))
            if isinstance(found, str):
                route.fulfill(path=Path(found))
                return
        body = pages.get(parts.path + (f"?{parts.query}" if parts.query else ""))
        route.fulfill(status=200 if body else 404, content_type="text/html; charset=utf-8", body=body or b"")

    page.route("**/*", answer)
    yield
    page.unroute_all(behavior="ignoreErrors")
