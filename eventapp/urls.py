from django.urls import include, path
from django.views.i18n import set_language

from participants.permissions import public

from .views import health, home, me, organise

urlpatterns = [
    path("", home.index, name="index"),
    path("health", health.health, name="health"),
    path("language/", public(set_language), name="set_language"),
    path("<slug:consultation>/", home.home, name="home"),
    path("<slug:consultation>/start/", home.start, name="start"),
    path("<slug:consultation>/me/", me.me, name="me"),
    path("<slug:consultation>/organise/", organise.organise, name="organise"),
    path("<slug:consultation>/organise/participants/", organise.people, name="people"),
    path("<slug:consultation>/organise/participants/<int:pk>/reissue/", organise.reissue, name="reissue"),
    path("", include("participants.urls")),
    path("", include("sessions.urls")),
    path("", include("recommendations.urls")),
    path("", include("outcomes.urls")),
]

handler403 = "eventapp.views.errors.forbidden"
handler404 = "eventapp.views.errors.not_found"
handler500 = "eventapp.views.errors.broken"
