from django.urls import path

from .views import cells, files, leads, plan

app_name = "outcomes"

urlpatterns = [
    path("<slug:consultation>/plan/", plan.plan, name="plan"),
    path("<slug:consultation>/plan/adopt/<slug:number>/", plan.adopt, name="adopt"),
    path("<slug:consultation>/plan/lead/", leads.lead, name="lead"),
    path("<slug:consultation>/plan/lead/save/", leads.save, name="lead_save"),
    path("<slug:consultation>/plan/<slug:number>/lead-link/", leads.link, name="lead_link"),
    path("<slug:consultation>/plan/<slug:number>/<slug:column>/", cells.cell, name="cell"),
    path("<slug:consultation>/plan.xlsx", files.plan_xlsx, name="plan_xlsx"),
    path("<slug:consultation>/plan.csv", files.plan_csv, name="plan_csv"),
    path("<slug:consultation>/plan.json", files.plan_json, name="plan_json"),
]
