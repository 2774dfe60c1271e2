from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from participants.models import Participant

from .models import Phase, PhaseChange, Session

ORDER = [Phase.SCHEDULED, Phase.COLLECTING, Phase.CURATING, Phase.REPORTED]


def following(breakout: Session) -> Phase | None:
    """The phase that comes next, or None after the last one."""
    place = ORDER.index(Phase(breakout.phase))
    return ORDER[place + 1] if place + 1 < len(ORDER) else None


def preceding(breakout: Session) -> Phase | None:
    place = ORDER.index(Phase(breakout.phase))
    return ORDER[place - 1] if place else None


def require(breakout: Session, *phases: Phase) -> None:
    """Refuse what belongs to another phase, and say which one the breakout is in."""
    if Phase(breakout.phase) not in phases:
        raise ValidationError(
            _("This cannot be done now: the breakout is in the phase “%(phase)s”.")
            % {"phase": Phase(breakout.phase).label}
        )


def move(*, breakout: Session, to: Phase, by: Participant, reason: str = "") -> None:
    """Move a locked breakout one phase on, or back with a reason, and keep a note of it."""
    if to not in (following(breakout), preceding(breakout)):
        raise ValidationError(
            _("The breakout is in the phase “%(phase)s” by now; look again before you move it.")
            % {"phase": Phase(breakout.phase).label}
        )
    if to == preceding(breakout) and not reason.strip():
        raise ValidationError(_("Please say why the breakout goes back; everybody in the room reads it."))
    PhaseChange.objects.create(session=breakout, before=breakout.phase, after=to, by=by, reason=reason.strip())
    breakout.phase = to
    breakout.save(update_fields=["phase"])
