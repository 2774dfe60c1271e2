"""Pages that open a socket, say hello, and read nothing ever after."""

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from eventapp.simulation.phone import Phone

BUFFER = 4096  # bytes that the kernel takes for such a phone, or twice that
KEY = "aGVsbG8gZXZlcnlib2R5IQ=="


@contextmanager
def deaf(owner: Phone, number: int) -> Iterator[set[int]]:
    """So many more pages of somebody, which listen to nothing, by their ports."""
    ports = set()
    with ExitStack() as stack:
        for _n in range(number):
            line = stack.enter_context(socket.socket())
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
            line.connect(("127.0.0.1", int(owner.url.rsplit(":", 1)[1])))
            line.sendall(handshake(owner))
            assert b" 101 " in line.recv(64)
            line.sendall(hello(owner.audience))
            ports.add(line.getsockname()[1])
        yield ports


def handshake(owner: Phone) -> bytes:
    """The request with which a page opens its socket."""
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": KEY}
    return request(owner, owner.path, **upgrade)


def request(owner: Phone, page: str, **headers: str) -> bytes:
    """A request of somebody who has come in, as it goes over the line."""
    cookies = "; ".join(f"{name}={value}" for name, value in owner.http.cookies.items())
    said = {"Host": owner.url.removeprefix("http://"), "Origin": owner.url, "Cookie": cookies} | headers
    return "\r\n".join([f"GET {page} HTTP/1.1", *(f"{name}: {value}" for name, value in said.items()), "", ""]).encode()


def hello(audience: str) -> bytes:
    """The first message of a page as one frame, masked with nothing."""
    message = {"type": "hello", "epoch": "", "audience": audience, "language": "en", "versions": {}}
    text = json.dumps(message).encode()
    assert len(text) < 126
    return bytes([0x81, 0x80 | len(text)]) + bytes(4) + text
