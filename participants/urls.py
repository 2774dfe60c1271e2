from django.urls import path

from . import views

app_name = "participants"

urlpatterns = [
    path("<slug:consultation>/register/", views.register, name="register"),
    path("<slug:consultation>/enter/", views.enter, name="enter"),
    path("<slug:consultation>/leave/", views.leave, name="leave"),
]
