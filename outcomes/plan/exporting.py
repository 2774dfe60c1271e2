import json
import uuid
import zlib
from hashlib import sha256
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from participants.models import Consultation, Grant, Participant
from participants.permissions import check_can_organise

from .. import queries
from ..models import Export
from ..workbook import ExportFacts, Plan, file_name, write
from ..workbook.back import base_of
from ..workbook.columns import level_columns
from ..workbook.facts import SCHEMA


class File(NamedTuple):
    """A file by its name and content."""

    name: str
    content: bytes


@transaction.atomic
def export(*, consultation: Consultation, by: Participant | None) -> File:
    """Write the whole plan as a workbook, and keep its cells for the way back; `by` is None on the command line."""
    if by is not None:
        check_can_organise(by, consultation)
    # Two exports at once get two versions.
    Consultation.objects.select_for_update(no_key=True).get(pk=consultation.pk)
    last = Export.objects.filter(consultation=consultation).aggregate(last=Max("version"))["last"] or 0
    facts = ExportFacts(at=timezone.now(), by=role_of(by), version=last + 1, export_id=str(uuid.uuid4()))
    plan = queries.plan_rows(consultation, facts)
    file = File(file_name(plan), write(plan))
    keep(plan, consultation, by, file)
    return file


def public_file(*, consultation: Consultation) -> File:
    """The plan without leads, money and contacts. Nothing is kept of it: it is not meant to come back."""
    last = Export.objects.filter(consultation=consultation).aggregate(last=Max("version"))["last"] or 0
    facts = ExportFacts(at=timezone.now(), by="Public page", version=last, is_public=True)
    plan = queries.plan_rows(consultation, facts)
    return File(file_name(plan), write(plan))


def role_of(by: Participant | None) -> str:
    """Who exports, by role and not by name."""
    if by is None:
        return "Command line"
    return "Organiser" if by.grants.filter(role=Grant.Role.ORGANISER).exists() else "Secretariat"


def keep(plan: Plan, consultation: Consultation, by: Participant | None, file: File) -> None:
    base = base_of(plan, level_columns(plan.about.years))
    Export.objects.create(
        consultation=consultation,
        export_id=plan.export.export_id,
        version=plan.export.version,
        schema=SCHEMA,
        made_at=plan.export.at,
        by=by,
        base=zlib.compress(json.dumps(base, sort_keys=True).encode()),
        sha256=sha256(file.content).hexdigest(),
        delete_after=consultation.retention,
    )
