"""Saying something: the rules behind the form."""

from recommendations import ballots
from recommendations.models import Recommendation

LATE = 2**40  # an id of a server that has served for years


def test_an_item_stands_where_its_recommendation_stands_however_large_its_id(collecting, bao, item):
    of_room = {"consultation": collecting.consultation, "session": collecting, "level": collecting.level}
    late = Recommendation.objects.create(
        pk=LATE, number="c99", type="research", sdg_target="4.3", author=bao, **of_room
    )

    ballots.open_items(item.ballot)

    assert [row.recommendation_id for row in item.ballot.items.all()] == [item.recommendation_id, late.pk]
