import hashlib
import json

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from participants.models import Participant

from .models import Ballot, Publication


def publish(*, ballot: Ballot, by: Participant) -> Publication:
    """Write the numbers of a closed ballot down as they are published, under its feed's lock."""
    if ballot.state != Ballot.State.CLOSED:
        raise ValidationError(_("Only a closed ballot can be published."))
    numbers: dict[str, object] = {}
    text = json.dumps(numbers, sort_keys=True, ensure_ascii=False)
    ballot.state = Ballot.State.PUBLISHED
    ballot.save(update_fields=["state"])
    return Publication.objects.create(
        ballot=ballot,
        n=ballot.publications.count() + 1,
        by=by,
        rules=ballot.rules,
        numbers=numbers,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def withdraw(*, ballot: Ballot, reason: str) -> None:
    """Take a publication back, with the reason; the numbers stay on record."""
    if not reason.strip():
        raise ValidationError(_("Please say why the publication is withdrawn."))
    ballot.publications.filter(withdrawn_at=None).update(withdrawn_at=timezone.now(), reason=reason.strip())
    ballot.state = Ballot.State.CLOSED
    ballot.save(update_fields=["state"])
