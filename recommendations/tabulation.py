"""The table of a ballot as it is published: what was said, and what the votes say as far as it may be shown."""

from typing import Any

from . import margins, priorities, returns
from .models import Ballot, Decision, Recommendation
from .protection import Shown, protect
from .returns import Return

SCHEMA = 1
DIGITS = 6  # of scores: more would differ between machines and say nothing
COLUMNS = (
    "id",
    "number",
    "support",
    "oppose",
    "unsure",
    "n",
    "answers",
    "entitled",
    "score",
    "heads",
    "controversy",
    "equal",
    "breadth",
    "countries",
    "rank",
    "rank_by_countries",
    "differs",
    "crosses_line",
    "band",
    "best",
    "worst",
    "run_off",
    "by_country",
    "hidden",
)


def numbers_of(ballot: Ballot) -> dict[str, Any]:
    """Everything that result pages show of a ballot."""
    rows = returns.of(ballot)
    below = ballot.session.consultation.protect_below
    shown = {row.recommendation.pk: protect(row.countries, protect_below=below) for row in rows}
    order = ranking(rows, shown)
    ranked = {priority.tally.item: priority for priority in order}
    apart = margins.margins(ballot, rows, shown, order, line_of(rows, list(ranked)))
    entitled, answered, countries = returns.turnout(ballot)
    reasons = reasons_of(ballot)
    return {
        "schema": SCHEMA,
        "entitled": entitled,
        "answered": answered,
        "countries": countries,
        "shortlist": [row.recommendation.number for row in shortlisted(rows)],
        "said": [wording(row, reasons.get(row.recommendation.pk, "")) for row in rows],
        "items": [
            votes(row, shown[pk], ranked.get(pk)) | apart.get(pk, {})
            for row in rows
            if row.was_asked and (pk := row.recommendation.pk)
        ],
        # An order over all groups; where one item may not have such a number, the others would tell it.
        "without_authors": margins.without_authors(rows, order) if len(apart) == len(order) else None,
    }


def ranking(rows: list[Return], shown: dict[int, Shown]) -> list[priorities.Priority]:
    """Rank what may be shown, and only that: a gap in the ranks would tell where a protected item stands."""
    tallies = []
    for row in rows:
        may = shown[row.recommendation.pk]
        if row.was_asked and may.counts is not None:
            support, oppose, unsure = may.counts
            tallies.append(
                priorities.Tally(
                    item=row.recommendation.pk,
                    since=row.recommendation.submitted_at,
                    support=support,
                    oppose=oppose,
                    unsure=unsure,
                    entitled=row.entitled,
                    breadth=may.breadth.countries if may.breadth else 0,
                    equal=may.equal,
                )
            )
    return priorities.rank(tallies, shortlist=line_of(rows, [tally.item for tally in tallies]))


def line_of(rows: list[Return], ranked: list[int]) -> int:
    """How many of those that have a rank are on the shortlist."""
    return sum(row.recommendation.pk in ranked for row in shortlisted(rows))


def shortlisted(rows: list[Return]) -> list[Return]:
    """What the breakout reports, in its order."""
    status = Recommendation.Status
    listed = [row for row in rows if row.recommendation.status in (status.SHORTLISTED, status.ADOPTED)]
    return sorted(listed, key=lambda row: (row.recommendation.shortlist_position or 0, row.recommendation.pk))


def reasons_of(ballot: Ballot) -> dict[int, str]:
    """Why each recommendation was put on the shortlist, where somebody said so."""
    rows = Decision.objects.filter(recommendation__session=ballot.session, what=Decision.What.SHORTLISTED)
    return dict(rows.order_by("id").values_list("recommendation", "reason"))


def wording(row: Return, reason: str) -> dict[str, Any]:
    """What was said, in the wording that stands when it is published."""
    said = row.recommendation
    return {
        "id": said.pk,
        "number": said.number,
        "words": said.words.text,
        "why": said.words.why,
        "language": said.words.language,
        "revision": said.words.n,
        "type": said.type,
        "sdg": said.sdg_target,
        "from_floor": said.from_floor,
        "merged": row.members,
        "reason": reason,
    }


def votes(row: Return, may: Shown, priority: priorities.Priority | None) -> dict[str, Any]:
    """What the votes say about one recommendation; a protected one keeps id and number, and is null otherwise."""
    item: dict[str, Any] = dict.fromkeys(COLUMNS)
    item |= {"id": row.recommendation.pk, "number": row.recommendation.number}
    if may.counts is None or priority is None:
        return item
    support, oppose, unsure = may.counts
    return item | {
        "support": support,
        "oppose": oppose,
        "unsure": unsure,
        "n": support + oppose,
        "answers": may.answers,
        "entitled": row.entitled,
        "score": round(priority.score, DIGITS),
        "heads": round(support / sum(may.counts), DIGITS),
        "controversy": round(priorities.controversy(support, oppose, row.entitled or 0), DIGITS),
        "equal": may.equal,
        "breadth": may.breadth.countries if may.breadth else None,
        "countries": may.breadth.of if may.breadth else None,
        "rank": priority.by_heads,
        "rank_by_countries": priority.by_countries,
        "differs": priority.is_far_apart,
        "crosses_line": priority.crosses_line,
        "by_country": [
            {"kind": str(part.kind), "name": part.name, "members": list(part.members), "counts": list(part.counts)}
            for part in may.rows
        ],
        "hidden": [[name, str(why)] for name, why in may.hidden],
    }
