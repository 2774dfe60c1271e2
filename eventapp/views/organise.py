from urllib.parse import urljoin

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from participants import sign_in
from participants.models import Consultation
from participants.permissions import can_decide, decider_required, organiser_required
from participants.requests import Request
from sessions import calendar, feed

from ..queries import attention, overview

ON_A_PAGE = 50


@require_safe
@organiser_required
def organise(request: Request, consultation: Consultation) -> HttpResponse:
    """The five breakouts in one view; htmx asks for them alone, every five seconds."""
    rooms = overview.rooms_now(consultation)
    now, may_decide = calendar.now(consultation), can_decide(request.participant, consultation)
    context = {"rooms": rooms, "now": now, "may_decide": may_decide, "at": "now"}
    if request.htmx:
        return render(request, "eventapp/_rooms.html", context)
    arrivals = overview.arrivals(consultation)
    context |= {
        "needs": attention.needs(consultation, rooms, now),
        "arrivals": arrivals,
        "came": sum(row.came for row in arrivals),
        "registered": sum(row.registered for row in arrivals),
        "countries_came": sum(1 for row in arrivals if row.came),
    }
    return render(request, "eventapp/organise.html", context)


@require_safe
@organiser_required
def people(request: Request, consultation: Consultation) -> HttpResponse:
    """Who is registered, to be searched by name or organisation."""
    name = request.GET.get("q", "").strip()[:120]
    page = Paginator(overview.people(consultation, name=name), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "q": name, "may_decide": can_decide(request.participant, consultation), "at": "people"}
    return render(request, "eventapp/people.html", context)


@require_POST
@decider_required
def reissue(request: Request, consultation: Consultation, pk: int) -> HttpResponse:
    """Give somebody a new code and link, shown only here; the old ones end, and their sockets with them."""
    person = get_object_or_404(overview.registered(consultation), pk=pk)
    secret, code = sign_in.issue(participant=person)
    feed.tell(person)  # its sockets are looked at now, not at the next pulse
    link = urljoin(settings.PUBLIC_URL, f"{reverse('participants:enter', args=[consultation.slug])}#{secret}")
    return render(request, "eventapp/reissued.html", {"person": person, "code": code, "link": link, "at": "people"})
