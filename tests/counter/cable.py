"""The network between a counter and the post, which a test can pull: connections break, and none is made."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

CHUNK = 65_536


class Cable:
    """A forwarder from a port of its own to a server's. Cut, it breaks what runs through it and refuses the rest."""

    def __init__(self, server: tuple[str, int]) -> None:
        self.server = server
        self.is_whole = True
        self.ends: set[socket.socket] = set()
        self.lock = threading.Lock()
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        self.is_whole = False
        with self.lock:
            for end in self.ends:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        self.is_whole = True

    def close(self) -> None:
        self.cut()
        self.door.close()

    def _serve(self) -> None:
        while True:
            try:
                near, _address = self.door.accept()
            except OSError:
                return
            if not self.is_whole:
                near.close()
                continue
            try:
                far = socket.create_connection(self.server, timeout=5)
                far.settimeout(None)
            except OSError:
                near.close()
                continue
            with self.lock:
                self.ends |= {near, far}
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(CHUNK):
                other.sendall(data)
        with suppress(OSError):
            other.shutdown(socket.SHUT_RDWR)
        with self.lock:
            self.ends.discard(one)
        one.close()


@contextmanager
def cable_to(url: str) -> Iterator[Cable]:
    host, _colon, port = url.removeprefix("http://").partition(":")
    cable = Cable((host, int(port)))
    try:
        yield cable
    finally:
        cable.close()
