from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participants.models import Participant
from sessions import feed

from ..models import Decision, Merge, MergeMember, Recommendation
from .in_hand import OPEN, Status, check_stands, enter, stand, standing, take, tell_answerers

STANDING = (Status.RECEIVED, Status.SHORTLISTED)


@transaction.atomic
def merge(*, into: Recommendation, others: Iterable[Recommendation], by: Participant, seen: int | None = None) -> Merge:
    """Let several recommendations count as one; no vote moves, and every voter counts once.

    What was merged into the others before comes along. Nobody can build a circle: all of them stand on their own.
    """
    breakout = enter(into.session, by, *OPEN)
    into = take(into, breakout, seen)
    members = [take(row, breakout) for row in sorted(set(others), key=lambda row: row.pk)]
    check_mergeable(into, members)
    made = Merge.objects.create(into=into, by=by)
    for member in members:
        for row in [member, *member.members.select_related("author", "merged_into")]:
            row.session = breakout
            join(made, row)
    feed.content_changed(breakout)
    feed.tell(into.author)
    tell_answerers([into, *members])
    return made


def check_mergeable(into: Recommendation, members: list[Recommendation]) -> None:
    """Refuse a merge of nothing, with itself, or of what does not stand on its own."""
    check_stands(into, *STANDING)
    if not members or into in members:
        raise ValidationError(_("Choose what is merged into %(number)s: at least one other.") % {"number": into.number})
    for member in members:
        check_stands(member, *STANDING, Status.SET_ASIDE)
        if member.status == Status.SHORTLISTED and into.status != Status.SHORTLISTED:
            # Otherwise the shortlist would lose an entry without anybody having said so.
            raise ValidationError(
                _("%(member)s is on the shortlist and %(into)s is not. Merge it the other way round.")
                % {"member": member.number, "into": into.number}
            )


def join(made: Merge, row: Recommendation) -> None:
    """Point one recommendation at the target, and keep where it pointed and stood."""
    before = row.merged_into.number if row.merged_into else standing(row)
    MergeMember.objects.create(
        merge=made,
        recommendation=row,
        previous_into=row.merged_into,
        previous_status=row.status,
        previous_position=row.shortlist_position,
    )
    row.merged_into = made.into
    stand(row, Status.MERGED)
    note(made, row, made.by, Decision.What.MERGED, before, made.into.number)


@transaction.atomic
def undo_merge(*, merge: Merge, by: Participant) -> None:
    """Let the merged stand where they stood before; votes cast on the target meanwhile stay with it."""
    breakout = enter(merge.into.session, by, *OPEN)
    merge = Merge.objects.select_for_update(of=["self"]).select_related("into__author").get(pk=merge.pk)
    if merge.undone_at:
        raise ValidationError(_("This merge has been undone already."))
    rows = merge.memberships.select_related("recommendation__merged_into", "recommendation__author", "previous_into")
    members = list(rows.order_by("previous_position", "id"))
    check_still_here(merge, members)
    merge.undone_by, merge.undone_at = by, timezone.now()
    merge.save(update_fields=["undone_by", "undone_at"])
    for member in members:
        row = member.recommendation
        row.session, row.merged_into = breakout, member.previous_into
        stand(row, member.previous_status, member.previous_position)
        after = row.merged_into.number if row.merged_into else standing(row)
        note(merge, row, by, Decision.What.UNMERGED, merge.into.number, after)
    feed.content_changed(breakout)
    feed.tell(merge.into.author)
    tell_answerers([merge.into, *(member.recommendation for member in members)])


def check_still_here(merge: Merge, members: list[MergeMember]) -> None:
    """A later merge on top of this one is undone first."""
    for member in members:
        now = member.recommendation.merged_into
        if now != merge.into:
            raise ValidationError(
                _("%(member)s is part of %(now)s by now. Undo that merge first.")
                % {"member": member.recommendation.number, "now": now.number if now else ""}
            )


def note(
    made: Merge, row: Recommendation, by: Participant | None, what: Decision.What, before: str, after: str
) -> None:
    Decision.objects.create(recommendation=row, by=by, what=what, before=before, after=after, merge=made)
    feed.tell(row.author)
