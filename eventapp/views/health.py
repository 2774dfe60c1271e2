from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from participants.permissions import public


@require_safe
@never_cache
@public
def health(request: HttpRequest) -> HttpResponse:
    """Well or not, and no more."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("not well\n", content_type="text/plain", status=503)
    return HttpResponse("well\n", content_type="text/plain")
