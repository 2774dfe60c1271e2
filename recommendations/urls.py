from django.urls import path

from .views import conduct, desk, results, room, saying, screen, state, vote

app_name = "recommendations"

SESSION = "<slug:consultation>/sessions/<int:pk>/"

urlpatterns = [
    path(SESSION, room.room, name="room"),
    path(f"{SESSION}mine/", room.mine, name="mine"),
    path(f"{SESSION}seat/", saying.seat, name="seat"),
    path(f"{SESSION}recommendations/", saying.submit, name="submit"),
    path(f"{SESSION}recommendations/<slug:number>/amend/", saying.amend, name="amend"),
    path(f"{SESSION}votes/", vote.vote, name="vote"),
    path(f"{SESSION}state/", state.state, name="state"),
    path(f"{SESSION}conduct/", conduct.conduct, name="conduct"),
    path(f"{SESSION}conduct/move/", conduct.move_on, name="move_on"),
    path(f"{SESSION}desk/", desk.desk, name="desk"),
    path(f"{SESSION}desk/floor/", desk.floor, name="desk_floor"),
    path(f"{SESSION}desk/undo/<int:decision>/", desk.undo, name="desk_undo"),
    path(f"{SESSION}desk/<slug:number>/reword/", desk.reword, name="desk_reword"),
    path(f"{SESSION}desk/<slug:number>/preview/", desk.preview, name="desk_preview"),
    path(f"{SESSION}desk/<slug:number>/merge/", desk.merge, name="desk_merge"),
    path(f"{SESSION}desk/<slug:number>/merges/<int:merge>/undo/", desk.undo_merge, name="desk_undo_merge"),
    path(f"{SESSION}desk/<slug:number>/set-aside/", desk.set_aside, name="desk_set_aside"),
    path(f"{SESSION}desk/<slug:number>/bring-back/", desk.bring_back, name="desk_bring_back"),
    path(f"{SESSION}desk/<slug:number>/shortlist/", desk.shortlist, name="desk_shortlist"),
    path(f"{SESSION}desk/<slug:number>/unshortlist/", desk.unshortlist, name="desk_unshortlist"),
    path(f"{SESSION}desk/<slug:number>/place/", desk.place, name="desk_place"),
    path(f"{SESSION}report/", results.report, name="report"),
    path(f"{SESSION}report.docx", results.report_docx, name="report_docx"),
    path("<slug:consultation>/state/", state.consultation_state, name="consultation_state"),
    path("<slug:consultation>/rooms/<int:pk>/screen/", screen.screen, name="screen"),
    path("<slug:consultation>/recommendations/<slug:number>/", results.lineage, name="lineage"),
    path("<slug:consultation>/priorities/", results.priorities, name="priorities"),
]
