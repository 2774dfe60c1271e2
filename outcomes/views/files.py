from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from participants.models import Consultation, Participant
from participants.permissions import can_organise, public
from participants.requests import OpenRequest

from .. import plan

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@public
def plan_xlsx(request: OpenRequest, consultation: Consultation) -> HttpResponse:
    """The workbook: the whole one for organisers and the secretariat, the public one for others."""
    if can_organise(request.participant, consultation):
        file = plan.export(consultation=consultation, by=request.participant)
    else:
        file = plan.public_file(consultation=consultation)
    return download(file, XLSX)


@require_GET
@public
def plan_csv(request: OpenRequest, consultation: Consultation) -> HttpResponse:
    """The plan as comma-separated values, whole or public as the workbook is."""
    by = reader(request, consultation)
    return download(plan.flat_file(consultation=consultation, by=by, kind="csv"), "text/csv; charset=utf-8")


@require_GET
@public
def plan_json(request: OpenRequest, consultation: Consultation) -> HttpResponse:
    """The plan as JSON, whole or public as the workbook is."""
    by = reader(request, consultation)
    return download(plan.flat_file(consultation=consultation, by=by, kind="json"), "application/json")


def reader(request: OpenRequest, consultation: Consultation) -> Participant | None:
    """Who may read the whole plan; None for everybody else."""
    return request.participant if can_organise(request.participant, consultation) else None


def download(file: plan.File, content_type: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=file.name) or "attachment"
    return HttpResponse(file.content, content_type=content_type, headers={"Content-Disposition": disposition})
