"""Calls to addresses that others named go to the open network, and nowhere else, whatever a name says."""

import http.server
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from rekkas.base.outward import NotSent, Outward, is_open, resolved
from tests.merchant.webhooks import Heard, Listener, listening

OPEN = "203.0.114.7"  # of the open network, and nobody dials it here
GREETING = b"SSH-2.0-OpenSSH\r\n"


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("127.0.0.1", "this machine"), ("127.8.8.8", "this machine, all of 127/8"), ("0.0.0.0", "unspecified"),  # noqa: S104
       
        ("10.0.0.1", "private"), ("172.16.0.1", "private"), ("192.168.1.1", "private"), ("100.64.0.1", "shared"),
        ("169.254.169.254", "what clouds tell their machines"), ("168.63.129.16", "the same at one of them"),
        ("100.100.100.200", "the same at another"), ("192.0.0.192", "the same at a third"),
        ("192.0.2.1", "documentation"), ("198.18.0.1", "benchmarks"), ("224.0.0.1", "multicast"),
        ("240.0.0.1", "reserved"), ("255.255.255.255", "broadcast"), ("192.88.99.1", "relay of 6to4"),
        ("::1", "this machine"), ("::", "unspecified"), ("fe80::1", "link-local"), ("fe80::1%eth0", "with its link"),
        ("fc00::1", "unique local"), ("fd00:ec2::254", "what clouds tell their machines"), ("ff02::1", "multicast"),
        ("::ffff:127.0.0.1", "mapped"), ("::ffff:169.254.169.254", "mapped"), ("::127.0.0.1", "compatible"),
        ("64:ff9b::7f00:1", "NAT64 of this machine"), ("64:ff9b::a9fe:a9fe", "NAT64 of what clouds tell"),
        ("64:ff9b:1::a00:1", "NAT64 of a network's own"), ("2002:7f00:1::", "6to4"), ("2002:a9fe:a9fe::1", "6to4"),
        ("2001:0:53aa:64c::1", "Teredo"), ("2001:db8::1", "documentation"), ("fec0::1", "site-local"),
        ("", "nothing"), ("example.org", "a name"), ("0177.0.0.1", "octal"), ("2130706433", "one number"),
    ],
)  # fmt: skip
def test_an_address_of_the_inside_is_known(address: str, why: str) -> None:
    assert not is_open(address), why


@pytest.mark.parametrize(
    "address", [OPEN, "8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"]
)
def test_an_address_of_the_open_network_is_known(address: str) -> None:
    assert is_open(address)


@pytest.mark.parametrize(
    ("url", "detail"),
    [
        ("http://example.org/", "scheme"), ("ftp://example.org/", "scheme"), ("file:///etc/passwd", "form"),
        ("gopher://example.org/", "scheme"), ("//example.org/", "scheme"), ("example.org", "form"),
        ("https://", "form"), ("https:///x", "form"), ("https://user@example.org/", "user"),
        ("https://user:word@example.org/", "user"), ("https://@example.org/", "user"),
        ("https://example.org@127.0.0.1/", "user"), ("https://example.org:22/", "port"),
        ("https://example.org:99999/", "form"), ("https://example.org:x/", "form"),
        ("https://example.org/#part", "form"), ("https://exa mple.org/", "form"),
        ("https://example.org/\r\nX: y", "form"), ("https://example.org\\@127.0.0.1/", "form"),
        ("https://exämple.org/", "form"), ("https://[fe80::1%25eth0]/", "form"), ("https://[::1/", "form"),
        ("https://127.0.0.1/", "inside"), ("https://[::1]/", "inside"), ("https://[::ffff:10.0.0.1]/", "inside"),
        ("https://169.254.169.254/latest/", "inside"), (f"https://example.org/{'x' * 500}", "form"),
    ],
)  # fmt: skip
def test_what_is_written_badly_or_leads_inside_is_refused_before_anything_is_asked(
    url: str, detail: str
) -> None:
    with pytest.raises(NotSent) as refused:
        Outward().target(url)

    assert (refused.value.why, refused.value.detail) == ("address", detail)


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0", "localhost", "0x7f.1"]
)
def test_other_ways_to_write_this_machine_are_judged_by_where_they_lead(host: str) -> None:
    with pytest.raises(NotSent, match="address inside"):
        Outward(resolve=resolved, dial=never).post(f"https://{host}/", b"", {})


def never(_address: tuple[str, int], _timeout_s: float) -> socket.socket:
    raise AssertionError("nobody is to be dialled")


def says(*answers: Sequence[str]) -> tuple[Callable[[str, int], Sequence[str]], list[str]]:
    """A resolver that answers so, one after the other, and what it was asked."""
    asked: list[str] = []
    left = list(answers)

    def resolve(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return left.pop(0) if len(left) > 1 else left[0]

    return resolve, asked


@pytest.mark.parametrize(
    "addresses", [["10.0.0.1"], [OPEN, "10.0.0.1"], ["::ffff:169.254.169.254"], ["64:ff9b::7f00:1"]]
)
def test_a_name_of_which_any_address_is_inside_is_not_asked(addresses: list[str]) -> None:
    resolve, _asked = says(addresses)

    with pytest.raises(NotSent, match="address inside"):
        Outward(resolve=resolve, dial=never).post("https://shop.example.org/", b"", {})


def to(listener: Listener, **changes: Any) -> tuple[Outward, list[str]]:
    """A way out on which the open network is this listener; and which addresses were dialled."""
    dialled: list[str] = []

    def dial(address: tuple[str, int], timeout_s: float) -> socket.socket:
        dialled.append(address[0])
        return socket.create_connection(listener.server.server_address[:2], timeout_s)

    plain: dict[str, Any] = {"schemes": frozenset({"http"}), "ports": frozenset({80}), "timeout_s": 3.0}
    return Outward(dial=dial, **{**plain, **changes}), dialled


def answers(
    status: int, said: bytes = b"", **headers: str
) -> Callable[[Heard], tuple[int, dict[str, str], bytes]]:
    return lambda _heard: (status, headers, said)


def test_a_name_is_resolved_once_and_what_was_judged_is_dialled() -> None:
    resolve, asked = says([OPEN], ["127.0.0.1"])
    with listening(answers(200, b"thanks")) as listener:
        way, dialled = to(listener, resolve=resolve)

        answer = way.post("http://shop.example.org/news?x=1", b"{}", {"X-Said": "once"})

    (heard,) = listener.heard
    assert (answer.status, answer.start) == (200, b"thanks")
    assert (asked, dialled) == (["shop.example.org"], [OPEN])
    assert (heard.path, heard.body, heard.headers["host"]) == ("/news?x=1", b"{}", "shop.example.org")
    assert heard.headers["x-said"] == "once"


@pytest.mark.parametrize(
    ("location", "refused"),
    [
        ("http://169.254.169.254/latest/meta-data/", "inside"), ("http://[::1]/", "inside"), ("//127.0.0.1/", "inside"),
        ("file:///etc/passwd", "form"), ("http://x:y@other.example.org/", "user"),
        ("http://other.example.org:6379/", "port"), ("http://inside.example.org/", "inside"),
    ],
)  # fmt: skip
def test_where_the_other_side_points_is_judged_anew(location: str, refused: str) -> None:
    def resolve(host: str, _port: int) -> Sequence[str]:
        return ["10.0.0.9"] if host.startswith("inside") else [OPEN]

    with listening(answers(307, Location=location)) as listener:
        way, dialled = to(listener, resolve=resolve)

        with pytest.raises(NotSent) as fault:
            way.post("http://shop.example.org/", b"", {})

    assert fault.value.detail == refused
    assert dialled == [OPEN]


def test_it_is_followed_where_that_is_open_and_a_few_times_only() -> None:
    def moves(heard: Heard) -> tuple[int, dict[str, str], bytes]:
        step = int(heard.path.rpartition("/")[2])
        return (308, {"Location": f"/{step + 1}"}, b"") if step < 3 else (200, {}, b"there")

    with listening(moves) as listener:
        way, _dialled = to(listener, resolve=says([OPEN])[0])

        assert way.post("http://shop.example.org/1", b"body", {}).start == b"there"
        with pytest.raises(NotSent, match="redirects"):
            way.post("http://shop.example.org/0", b"body", {})

    assert {one.body for one in listener.heard} == {b"body"}


@pytest.mark.parametrize("status", [301, 302, 303])
def test_what_would_change_the_request_is_not_followed(status: int) -> None:
    with listening(answers(status, Location="http://shop.example.org/elsewhere")) as listener:
        way, _dialled = to(listener, resolve=says([OPEN])[0])

        assert way.post("http://shop.example.org/", b"", {}).status == status

    assert len(listener.heard) == 1


def test_an_answer_is_read_so_far_and_no_further() -> None:
    with listening(answers(200, b"x" * 100_000)) as listener:
        way, _dialled = to(listener, resolve=says([OPEN])[0])

        assert len(way.post("http://shop.example.org/", b"", {}).start) == way.answer_at_most


@pytest.fixture
def slow() -> Iterator[Callable[[bytes, float], int]]:
    """Ports at which somebody says one sign after the other, with pauses."""
    opened: list[socket.socket] = []

    def listen(said: bytes, pause_s: float) -> int:
        door = socket.create_server(("127.0.0.1", 0))
        opened.append(door)

        def speak() -> None:
            line, _ = door.accept()
            opened.append(line)
            try:
                for sign in said:
                    line.sendall(bytes([sign]))
                    time.sleep(pause_s)
                time.sleep(30 if not said else 0)
            except OSError:
                return

        Thread(target=speak, daemon=True).start()
        return int(door.getsockname()[1])

    yield listen
    for one in opened:
        one.close()


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 1_000])
def test_whoever_speaks_slowly_is_waited_for_no_longer_than_all_are(
    slow: Callable[[bytes, float], int], said: bytes
) -> None:
    origin = f"http://127.0.0.1:{slow(said, 0.02)}"

    with pytest.raises(NotSent, match="timeout"):
        Outward(also=frozenset({origin}), timeout_s=0.3).post(f"{origin}/", b"", {})


def test_what_is_no_http_and_who_is_not_there_are_told_apart(slow: Callable[[bytes, float], int]) -> None:
    origin, nobody = f"http://127.0.0.1:{slow(GREETING, 0)}", "http://127.0.0.1:1"
    way = Outward(also=frozenset({origin, nobody}), timeout_s=3)

    with pytest.raises(NotSent, match="answer"):
        way.post(f"{origin}/", b"", {})
    with pytest.raises(NotSent, match="unreached"):
        way.post(f"{nobody}/", b"", {})


def test_a_name_that_nobody_knows_is_told() -> None:
    def unknown(_host: str, _port: int) -> Sequence[str]:
        raise socket.gaierror

    with pytest.raises(NotSent, match="unresolved"):
        Outward(resolve=unknown).post("https://shop.example.org/", b"", {})


# ---- https -----------------------------------------------------------------------------------------------------


@pytest.fixture
def https(tmp_path: Path) -> Iterator[tuple[int, ssl.SSLContext]]:
    """A port that shows a certificate for shop.example.org, and what trusts it."""
    secret, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tests")])
    shown = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(secret.public_key())
        .serial_number(7).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("shop.example.org")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(secret, hashes.SHA256())
    )  # fmt: skip
    pem = shown.public_bytes(serialization.Encoding.PEM)
    kept = tmp_path / "both.pem"
    kept.write_bytes(
        pem
        + secret.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.load_cert_chain(kept)

    class Quiet(http.server.ThreadingHTTPServer):
        def handle_error(self, *_: Any) -> None:
            """Whoever does not trust us hangs up."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(self.headers["Host"].encode())

        def log_message(self, *_: Any) -> None:
            """A test's output is its own."""

    server = Quiet(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.socket = ours.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    trust = ssl.create_default_context(cadata=pem.decode())
    yield int(server.server_address[1]), trust
    server.shutdown()
    server.server_close()
    thread.join(5)


def test_the_certificate_is_that_of_the_name_though_an_address_is_dialled(
    https: tuple[int, ssl.SSLContext],
) -> None:
    port, trust = https

    def dial(_address: tuple[str, int], timeout_s: float) -> socket.socket:
        return socket.create_connection(("127.0.0.1", port), timeout_s)

    way = Outward(resolve=says([OPEN])[0], dial=dial, trust=trust, timeout_s=5)

    assert way.post("https://shop.example.org/", b"{}", {}).start == b"shop.example.org"
    with pytest.raises(NotSent, match="tls"):
        way.post("https://other.example.org/", b"{}", {})
    with pytest.raises(NotSent, match="tls"):
        Outward(resolve=says([OPEN])[0], dial=dial, timeout_s=5).post("https://shop.example.org/", b"{}", {})
