import json
import uuid
import zlib
from hashlib import sha256
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from participants.models import Consultation, Grant, Participant
from participants.permissions import check_can_organise
from sessions.snapshot import snapshot

from .. import queries
from ..models import Export
from ..workbook import ExportFacts, Plan, as_csv, as_json, file_name, write
from ..workbook.back import base_of
from ..workbook.columns import level_columns
from ..workbook.facts import SCHEMA

ATTEMPTS = 5
PUBLIC = "Public page"


class File(NamedTuple):
    """A file by its name and content."""

    name: str
    content: bytes


def export(*, consultation: Consultation, by: Participant | None) -> File:
    """Write the whole plan as a workbook, and keep its cells for the way back; `by` is None on the command line."""
    if by is not None:
        check_can_organise(by, consultation)
    for _attempt in range(ATTEMPTS):
        version = last_version(consultation) + 1
        plan, file = written(
            consultation, ExportFacts(at=timezone.now(), by=role_of(by), version=version, export_id=str(uuid.uuid4()))
        )
        try:
            keep(plan, consultation, by, file)
        except IntegrityError:
            continue  # another export took this version meanwhile
        return file
    raise ValidationError(_("Others are exporting just now. Please try again."))


def public_file(*, consultation: Consultation) -> File:
    """The plan without leads, money and contacts. Nothing is kept of it: it is not meant to come back."""
    facts = ExportFacts(at=timezone.now(), by=PUBLIC, version=last_version(consultation), is_public=True)
    return written(consultation, facts)[1]


def flat_file(*, consultation: Consultation, by: Participant | None, kind: str) -> File:
    """The plan as `csv` or `json`: the whole of it where `by` organises, else the public one. Nothing is kept."""
    if by is not None:
        check_can_organise(by, consultation)
    who = PUBLIC if by is None else role_of(by)
    facts = ExportFacts(at=timezone.now(), by=who, version=last_version(consultation), is_public=by is None)
    with snapshot():
        plan = queries.plan_rows(consultation, facts)
    name = f"{file_name(plan).removesuffix('.xlsx')}.{kind}"
    return File(name, as_csv(plan) if kind == "csv" else as_json(plan))


def last_version(consultation: Consultation) -> int:
    return Export.objects.filter(consultation=consultation).aggregate(last=Max("version"))["last"] or 0


def written(consultation: Consultation, facts: ExportFacts) -> tuple[Plan, File]:
    """Read at one moment and write without a lock: a long plan must not keep the ballot box waiting."""
    with snapshot():
        plan = queries.plan_rows(consultation, facts)
    return plan, File(file_name(plan), write(plan))


def role_of(by: Participant | None) -> str:
    """Who exports, by role and not by name."""
    if by is None:
        return "Command line"
    return "Organiser" if by.grants.filter(role=Grant.Role.ORGANISER).exists() else "Secretariat"


@transaction.atomic
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
