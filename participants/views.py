from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from . import check_in, registration, sign_in
from .forms import CodeForm, RegistrationForm
from .models import Consultation, Credential, Participant
from .permissions import public
from .requests import OpenRequest


@require_http_methods(["GET", "HEAD", "POST"])
@public
def enter(request: OpenRequest, consultation: Consultation) -> HttpResponse:
    """Come in by typing a code; the link of a badge fills the same form."""
    if request.method != "POST":
        return show_door(request, CodeForm())
    form = CodeForm(request.POST)
    if not form.is_valid():
        return show_door(request, form, status=422)
    try:
        credential = check_in.knock(consultation=consultation, code=form.cleaned_data["code"])
    except ValidationError as error:
        form.add_error("code", error)
        return show_door(request, form, status=422)
    if is_somebody_else(request, credential) and not form.cleaned_data["change"]:
        return show_door(request, form, template="participants/change.html", status=409)
    let_in(request, credential)
    return HttpResponseRedirect(wanted(request) or reverse("start", args=[consultation.slug]))


@require_POST
@public
def leave(request: OpenRequest, consultation: Consultation) -> HttpResponse:
    """Sign out on this device; the code goes on to let its owner in."""
    sign_in.leave(request.session, consultation)
    rotate_token(request)
    messages.success(request, _("You are signed out on this device. Your code lets you in again."))
    return redirect("home", consultation.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@public
def register(request: OpenRequest, consultation: Consultation) -> HttpResponse:
    """Register without an invitation, and come in at once."""
    if request.participant or request.room:
        return redirect("me" if request.participant else "participants:enter", consultation.slug)
    form = RegistrationForm(request.POST if request.method == "POST" else None, consultation=consultation)
    participant = enrolled(form, consultation)
    if participant is None:
        return render(request, "participants/register.html", {"form": form}, status=422 if form.is_bound else 200)
    _secret, code = sign_in.issue(participant=participant)
    let_in(request, sign_in.find(consultation, code))
    request.participant = participant  # the page that follows is already theirs
    return render(request, "participants/registered.html", {"code": code, "here": "me"})


def enrolled(form: RegistrationForm, consultation: Consultation) -> Participant | None:
    """The new participant, or None and what is to be mended written at the form's fields."""
    if not form.is_valid():
        return None
    try:
        return registration.register(consultation=consultation, language=get_language() or "en", **form.said())
    except ValidationError as error:
        form.add_error(None, error)
        return None


def show_door(
    request: OpenRequest, form: CodeForm, *, template: str = "participants/enter.html", status: int = 200
) -> HttpResponse:
    return render(request, template, {"form": form, "next": wanted(request), "here": "me"}, status=status)


def wanted(request: OpenRequest) -> str:
    """Where somebody was going when asked to come in: an address of ours, or nothing."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours else ""


def is_somebody_else(request: OpenRequest, credential: Credential) -> bool:
    """Whether this device is signed in as another one than the code belongs to."""
    present = request.participant or request.room
    return present is not None and present != (credential.participant or credential.room)


def let_in(request: OpenRequest, credential: Credential) -> None:
    """Remember who this is; forms that were opened before, as nobody or somebody else, are void."""
    owner = credential.participant or credential.room
    assert owner is not None  # a credential has one owner, says its table
    sign_in.come_in(request.session, owner.consultation, credential)
    rotate_token(request)
