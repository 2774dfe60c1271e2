#!/usr/bin/env python3
"""Print the address that people will type for HOST and PORT, or say why nothing can be served there."""

import errno
import socket
import subprocess
import sys

ANY = {"0.0.0.0", "::"}


def main(host: str, port: str) -> str | None:
    if not port.isdecimal() or not 0 < int(port) < 65536:
        return f"PORT is {port!r}, and has to be a number from 1 to 65535."
    try:
        listen(host, int(port))
    except OSError as error:
        return reason(error, host, port)
    name = lan_address() if host in ANY else host
    print(f"http://{f'[{name}]' if ':' in name else name}:{port}")
    return None


def listen(host: str, port: int) -> None:
    """Take the port for a moment, as the server will."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
        probe.listen()


def reason(error: OSError, host: str, port: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is used by another program. Choose another one: make run PORT={int(port) % 65535 + 1}"
    if error.errno == errno.EACCES:
        return f"Port {port} needs the rights of root. Choose another one: make run PORT=8000"
    return f"This machine has no address {host}. For the phones of a room: make run HOST=0.0.0.0"


def lan_address() -> str:
    """This machine's address on the network that it is in; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:  # a network without a way out, such as a laptop's own hotspot
            own = subprocess.run(["hostname", "-I"], capture_output=True, text=True, check=False).stdout.split()
            return own[0] if own else "127.0.0.1"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
