from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from participants.models import Consultation
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
    disposition = content_disposition_header(as_attachment=True, filename=file.name)
    return HttpResponse(file.content, content_type=XLSX, headers={"Content-Disposition": disposition or "attachment"})
