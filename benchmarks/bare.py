"""The least that Python can do, to measure against: what one socket says goes to all, by `websockets` alone."""

import asyncio
import json
import sys

from websockets.asyncio.server import ServerConnection, broadcast, serve


async def main(port: int) -> None:
    everybody: set[ServerConnection] = set()

    async def room(socket: ServerConnection) -> None:
        everybody.add(socket)
        try:
            async for message in socket:
                broadcast(everybody, json.loads(message)["text"])
        finally:
            everybody.discard(socket)

    async with serve(room, "127.0.0.1", port, compression=None, backlog=2048) as server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
