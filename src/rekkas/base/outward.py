"""Calls to addresses that others have named: over https, to the open network, for some seconds, and nowhere inside.

A name is resolved once. Every address that it has is judged, and the connection goes to one that was judged: a name
that says something else a moment later leads nowhere. Where the other side points elsewhere, all of that begins anew.
"""

import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings

Resolve = Callable[[str, int], Sequence[str]]
Dial = Callable[[tuple[str, int], float], socket.socket]
LONGEST = 500
MOVED = frozenset({307, 308})  # the two that keep what is sent as it is
PORTS = frozenset({443, 8443})
ADDRESSES_TRIED = 3
_NAT64 = ip_network("64:ff9b::/96")
# Beside what Python calls not global: what wraps an address in another, and what a cloud tells its machines.
_INSIDE = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8", "100.64.0.0/10", "168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15",
            "240.0.0.0/4", "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16",
            "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        ),
    )
)  # fmt: skip


class NotSent(Exception):
    """Nothing was answered. ``why``: address, unresolved, unreached, tls, timeout, answer or redirects."""

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(f"{why} {detail}".strip())
        self.why, self.detail = why, detail


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said: its status, and how what it wrote begins."""

    status: int
    start: bytes
    url: str


@dataclass(frozen=True, slots=True)
class Target:
    """An address that may be asked, as far as its letters say."""

    scheme: str
    host: str
    port: int
    path: str
    is_meant: bool

    @property
    def usual_port(self) -> int:
        return 443 if self.scheme == "https" else 80


def is_open(address: str) -> bool:
    """Whether an address is of the open network, whatever it is wrapped in.

    >>> [is_open(one) for one in ("203.0.114.7", "10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a9fe:a9fe")]
    [True, False, False, False]
    """
    try:
        found: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        within = int(found) & 0xFFFF_FFFF
        found = found.ipv4_mapped or (IPv4Address(within) if found in _NAT64 else found)
    is_ours = (
        found.is_multicast or found.is_reserved or found.is_loopback or found.is_link_local
        or found.is_unspecified or found.is_private or not found.is_global
    )  # fmt: skip
    return not is_ours and not any(found in net for net in _INSIDE if net.version == found.version)


def resolved(host: str, port: int) -> list[str]:
    """The addresses that a name has now."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def dialled(address: tuple[str, int], timeout_s: float) -> socket.socket:
    return socket.create_connection(address, timeout_s)


@dataclass(frozen=True)
class Outward:
    """How calls go out. ``also`` are origins of a developer (`http://127.0.0.1:9000`): asked as they are, unjudged."""

    schemes: frozenset[str] = frozenset({"https"})
    ports: frozenset[int] = PORTS
    also: frozenset[str] = frozenset()
    timeout_s: float = 8.0
    redirects: int = 2
    answer_at_most: int = 16 * 1024
    resolve: Resolve = resolved
    dial: Dial = dialled
    trust: ssl.SSLContext | None = None

    def target(self, url: str) -> Target:
        """An address understood, or refused (NotSent) for how it is written. Nothing is asked of the network."""
        if not url.isascii() or len(url) > LONGEST or "\\" in url or any(ord(sign) <= 32 for sign in url):
            raise NotSent("address", "form")
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise NotSent("address", "form") from None
        host = parts.hostname or ""
        if not host or "%" in host or parts.fragment:
            raise NotSent("address", "form")
        if parts.username is not None or parts.password is not None:
            raise NotSent("address", "user")
        usual = 443 if parts.scheme == "https" else 80
        origin = f"{parts.scheme}://{parts.netloc}"
        is_meant = origin in self.also
        if not is_meant and parts.scheme not in self.schemes:
            raise NotSent("address", "scheme")
        if not is_meant and (port or usual) not in self.ports:
            raise NotSent("address", "port")
        if not is_meant and _is_number(host) and not is_open(host):
            raise NotSent("address", "inside")
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return Target(parts.scheme, host, port or usual, path, is_meant)

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send something and hear the answer. Whoever is there and does not answer in time has not answered."""
        deadline = time.monotonic() + self.timeout_s
        for _ in range(self.redirects + 1):
            answer, goes_on = self._once(self.target(url), url, body, headers, deadline)
            if answer.status not in MOVED or not goes_on:
                return answer
            url = urljoin(url, goes_on)
        raise NotSent("redirects")

    def _once(
        self, target: Target, url: str, body: bytes, headers: Mapping[str, str], deadline: float
    ) -> tuple[Answer, str]:
        try:
            line = self._line(target, self._judged(target), deadline)
        except ssl.SSLError as fault:
            raise NotSent("tls", getattr(fault, "verify_message", "") or fault.reason or "") from None
        except TimeoutError:
            raise NotSent("timeout") from None
        except (OSError, UnicodeError) as fault:
            raise NotSent("unreached", type(fault).__name__) from None
        try:
            return self._asked(line, target, url, body, headers, deadline)
        except TimeoutError:
            raise NotSent("timeout") from None
        except (OSError, http.client.HTTPException, ValueError) as fault:
            raise NotSent("answer", type(fault).__name__) from None
        finally:
            line.close()

    def _judged(self, target: Target) -> Sequence[str]:
        try:
            addresses = self.resolve(target.host, target.port)
        except (OSError, UnicodeError):
            raise NotSent("unresolved") from None
        if not addresses:
            raise NotSent("unresolved")
        if not target.is_meant and not all(map(is_open, addresses)):
            raise NotSent("address", "inside")
        return addresses

    def _line(self, target: Target, addresses: Sequence[str], deadline: float) -> socket.socket:
        fault: OSError = OSError()
        for address in addresses[:ADDRESSES_TRIED]:
            try:
                line = self.dial((address, target.port), _left(deadline))
                break
            except OSError as found:
                fault = found
        else:
            raise fault
        if target.scheme != "https":
            return line
        try:
            line.settimeout(_left(deadline))
            return (self.trust or _trusted()).wrap_socket(line, server_hostname=target.host)
        except BaseException:
            line.close()
            raise

    def _asked(
        self,
        line: socket.socket,
        target: Target,
        url: str,
        body: bytes,
        headers: Mapping[str, str],
        deadline: float,
    ) -> tuple[Answer, str]:
        asking = http.client.HTTPConnection(target.host, target.port)
        asking.default_port = target.usual_port
        asking.sock = _UntilThen(line, deadline)
        asking.request("POST", target.path, body, {**headers, "Connection": "close"})
        with asking.getresponse() as said:
            goes_on = said.headers.get("Location", "") if said.status in MOVED else ""
            try:
                start = said.read(self.answer_at_most)
            except (OSError, http.client.HTTPException, ValueError):
                start = b""  # its status was heard, and that decides
            return Answer(said.status, start, url), goes_on


class _UntilThen:
    """A connection that is waited for until one moment in all, however slowly the other side speaks."""

    def __init__(self, line: socket.socket, deadline: float) -> None:
        self._line, self._deadline = line, deadline

    def sendall(self, data: Any) -> None:
        self._line.settimeout(_left(self._deadline))
        self._line.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Heard(self._line, self._deadline))

    def close(self) -> None:
        """Whoever opened the connection closes it."""


class _Heard(io.RawIOBase):
    def __init__(self, line: socket.socket, deadline: float) -> None:
        self._line, self._deadline = line, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int:
        self._line.settimeout(_left(self._deadline))
        return self._line.recv_into(room)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


_context: list[ssl.SSLContext] = []


def _trusted() -> ssl.SSLContext:
    if not _context:
        _context.append(ssl.create_default_context())
    return _context[0]


def outward() -> Outward:
    """The way out as the operator has set it."""
    return Outward(also=frozenset(settings.OUTWARD_ALSO), ports=frozenset(settings.OUTWARD_PORTS))
