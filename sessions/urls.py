from django.urls import path

from . import views

app_name = "sessions"

urlpatterns = [
    path("<slug:consultation>/agenda/", views.agenda, name="agenda"),
]
