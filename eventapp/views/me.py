from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from participants.models import Consultation
from participants.permissions import participant_required
from participants.requests import Request

from ..queries import own, story

AGREED = {
    "take_part": _("taking part"),
    "publish_name": _("showing my name"),
    "contact": _("being contacted about a project"),
}


@require_safe
@participant_required
def me(request: Request, consultation: Consultation) -> HttpResponse:
    """My registration, what became of what I said, my breakout and my data."""
    participant = request.participant
    context = {
        "own": [(row, story.of(row)) for row in own.stories_of(participant)],
        "practices": own.practices_of(participant),
        "tasks": own.tasks_of(participant),
        "moved": own.moved_support(participant),
        "agreed": [label for purpose, label in AGREED.items() if purpose in participant.consents],
        "here": "me",
    }
    return render(request, "eventapp/me.html", context)
