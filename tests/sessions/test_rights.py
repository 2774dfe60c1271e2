"""The roles of everybody who listens are read at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from participants.models import Grant
from sessions import reading
from sessions.models import Assignment


@pytest.mark.parametrize("many", [1, 3])
def test_roles_cost_one_query_however_many_listen(breakout, enrol, many):
    people = [enrol(f"Ravi {n}") for n in range(many)]
    for person in people:
        Assignment.objects.create(session=breakout, participant=person, role=Assignment.Role.RAPPORTEUR)

    with CaptureQueriesContext(connection) as asked:
        roles = reading.roles_of({person.pk for person in people})

    assert roles == {person.pk: frozenset({(breakout.pk, "rapporteur")}) for person in people}
    assert [query["sql"].split()[0] for query in asked if "SAVEPOINT" not in query["sql"]] == ["SELECT"]


def test_a_grant_counts_while_it_lasts(enrol):
    ended, lasting = enrol("Ended"), enrol("Lasting")
    now = timezone.now()
    for person, until in ((ended, now - timedelta(seconds=1)), (lasting, now + timedelta(hours=1))):
        Grant.objects.create(participant=person, role=Grant.Role.ORGANISER, until=until)

    roles = reading.roles_of({ended.pk, lasting.pk})

    assert roles == {lasting.pk: frozenset({(0, "organiser")})}
