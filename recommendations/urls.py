from django.urls import path

from .views import room, vote

app_name = "recommendations"

SESSION = "<slug:consultation>/sessions/<int:pk>/"

urlpatterns = [
    path(SESSION, room.room, name="room"),
    path(f"{SESSION}mine/", room.mine, name="mine"),
    path(f"{SESSION}seat/", room.seat, name="seat"),
    path(f"{SESSION}recommendations/", room.submit, name="submit"),
    path(f"{SESSION}recommendations/<slug:number>/amend/", room.amend, name="amend"),
    path(f"{SESSION}votes/", vote.vote, name="vote"),
    path(f"{SESSION}state/", room.state, name="state"),
    path("<slug:consultation>/state/", room.consultation_state, name="consultation_state"),
]
