from django import template

from sessions.models import Phase, Session

from .. import results
from ..published import Result

register = template.Library()


@register.simple_tag
def result_of(breakout: Session) -> Result | None:
    """What a breakout has published; nothing is asked before it has reported."""
    return results.of(breakout) if breakout.phase == Phase.REPORTED else None
