"""Who of those who listen may still do so."""

import logging
from collections.abc import Iterable

from .line import Line
from .reading import Reader, Roles, live_credentials, roles_of

log = logging.getLogger(__name__)


class Rights:
    """Lets go who may not listen any more: all credentials at once, and all roles of desks and screens.

    What a role allows is asked of the page itself, and only where the roles are others than when it was asked last.
    """

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    async def check(self, lines: Iterable[Line]) -> None:
        """Drop those whose credential or role has ended; where the database does not answer, the next check does."""
        lines = list(lines)
        watchers = [line for line in lines if line.audience != "phone"]  # few, and what they see hangs on a role
        try:
            live = await self.reader(live_credentials, {line.credential for line in lines})
            for line in lines:
                if line.credential not in live:
                    await line.drop(4401)
            if watchers:
                roles = await self.reader(roles_of, {line.participant for line in watchers} - {None})
                for line in watchers:
                    await self._check_role(line, roles.get(line.participant or 0, frozenset()))
        except Exception:
            log.exception("The rights of the sockets could not be checked; the next pulse tries again.")

    async def _check_role(self, line: Line, roles: Roles) -> None:
        if line.roles == roles:
            return
        answer = await self.reader(line.still)
        if isinstance(answer, int):
            await line.drop(answer)
        else:
            line.roles = roles
