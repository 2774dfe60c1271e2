"""Everything that the workbook shows, in a few queries however long the plan is."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from participants.models import Consultation, Organisation, Participant
from recommendations import results
from recommendations.published import Item, Result
from sessions.models import Session

from ..workbook import About, ExportFacts, LevelPlan, Plan, Row
from ..workbook.columns import Kind, level_columns
from ..workbook.facts import Value
from ..workbook.lists import code_lists, word
from .lines import Line, by_level, plan_years

Reported = list[tuple[Session, Result | None]]

ROLES = {"host": "Host", "technical": "Technical assistance", "funder": "Funder", "other": "Partner"}
NOTICE = "Names of organisations that lead or join; no names or addresses of participants."
PUBLIC_NOTICE = "None. This is the public file: without leads, partners, amounts and contacts."
TOO_FEW = "Too few people answered for the numbers to be shown"
NOT_ASKED = "Not on the ballot"


def plan_rows(consultation: Consultation, export: ExportFacts) -> Plan:
    """The facts of the workbook, those of the public file without leads, money and contacts."""
    reported = results.by_level(consultation)
    lines = by_level(consultation, reported)
    rows_of = {
        level.letter: tuple(action_row(line, consultation, is_public=export.is_public) for line in found)
        for level, found in lines
    }
    adopted = {number: line.action.number for _level, found in lines for line in found for number in line.numbers}
    scores = tuple(score_rows(reported, adopted))
    return Plan(
        about=about(consultation, reported, scores, is_public=export.is_public),
        levels=tuple(
            LevelPlan(
                letter=level.letter, slug=level.slug, name=level.title, scope=level.scope, rows=rows_of[level.letter]
            )
            for level, _found in lines
        ),
        scores=scores,
        lists=code_lists(),
        export=export,
    )


def action_row(line: Line, consultation: Consultation, *, is_public: bool) -> Row:
    """A line of the plan as cells, by the keys of the columns."""
    row: dict[str, Value] = {
        "row_id": line.action.number,
        "row_version": line.action.version,
        "ref": line.ref,
        "recommendations": "; ".join(line.numbers),
    }
    for column in level_columns(plan_years(consultation), is_public=is_public):
        if column.is_editable:
            value = getattr(line.action, column.key)
            row[column.key] = word(column.list_name, value) if column.kind is Kind.PICK else value
    return row


def score_rows(reported: Reported, adopted: dict[str, str]) -> Iterator[Row]:
    """The published numbers of every recommendation; a protected one keeps its number and says why."""
    for breakout, result in reported:
        for item in result.items if result else []:
            letter = breakout.level.letter if breakout.level else ""
            yield score_row(item, letter, adopted.get(item.number, ""))


def score_row(item: Item, letter: str, row_id: str) -> Row:
    note = "" if item.has_numbers else TOO_FEW if item.is_protected else NOT_ASKED
    said: Row = {
        "number": item.number,
        "row_id": row_id,
        "level": letter,
        "type": word("lstType", item.said["type"]),
        "text": item.words,
        "note": note,
    }
    return {**said, **{key: item.votes[column] for key, column in NUMBERS.items()}} if item.has_numbers else said


NUMBERS = {
    "support": "support",
    "not_now": "oppose",
    "unsure": "unsure",
    "wilson": "score",
    "countries": "breadth",
    "equal": "equal",
    "rank": "rank",
    "rank_countries": "rank_by_countries",
}


def about(consultation: Consultation, reported: Reported, scores: Iterable[Row], *, is_public: bool) -> About:
    """The consultation as the cover tells it. Votes are those that Scores shows: a total with the hidden ones would
    tell them by subtraction."""
    people = list(registered(consultation).values_list("country", flat=True))
    bodies = list(consultation.organisations.all())
    return About(
        slug=consultation.slug,
        title=consultation.title,
        starts=consultation.starts,
        ends=consultation.ends,
        venue=venue(consultation),
        bodies=tuple((ROLES[body.role], body.name) for body in bodies),
        contacts=() if is_public else tuple(contacts(bodies)),
        zone=consultation.zone,
        years=plan_years(consultation),
        participants=len(people),
        countries=len(set(people) - {""}),
        votes=sum(votes_of(row) for row in scores),
        notice=PUBLIC_NOTICE if is_public else NOTICE,
        url=settings.PUBLIC_URL + reverse("outcomes:plan", kwargs={"consultation": consultation.slug}),
    )


def votes_of(row: Row) -> int:
    return sum(int(str(row.get(key) or 0)) for key in ("support", "not_now", "unsure"))


def registered(consultation: Consultation) -> "QuerySet[Participant]":
    gone = [Participant.State.CANCELLED, Participant.State.DECLINED]
    return consultation.participants.filter(erased_at__isnull=True).exclude(state__in=gone)


def venue(consultation: Consultation) -> str:
    return ", ".join(filter(None, [consultation.venue, consultation.city])) if consultation.venue_confirmed else ""


def contacts(bodies: Iterable[Organisation]) -> Iterator[str]:
    """How to reach those behind the consultation."""
    for body in bodies:
        if body.contact or body.email:
            yield f"{body.name}: {', '.join(filter(None, [body.contact, body.email]))}"
