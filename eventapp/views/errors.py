from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from participants.permissions import public


@public
def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that lost its token: what was typed is still on the page behind."""
    return render(request, "403_csrf.html", status=403)


@public
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


@public
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"reason": str(exception)}, status=403)


@public
def broken(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
