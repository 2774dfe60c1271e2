from django.urls import include, path
from django.views.i18n import set_language

from participants.permissions import public

urlpatterns = [
    path("language/", public(set_language), name="set_language"),
    path("", include("recommendations.urls")),
]

handler403 = "eventapp.views.errors.forbidden"
handler404 = "eventapp.views.errors.not_found"
handler500 = "eventapp.views.errors.broken"
