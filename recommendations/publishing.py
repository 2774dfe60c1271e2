import hashlib
import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from participants.models import Participant

from .models import Ballot, Publication
from .tabulation import numbers_of


@transaction.atomic
def publish(*, ballot: Ballot, by: Participant) -> Publication:
    """Write the numbers of a closed ballot down as they are published, under its feed's lock."""
    if ballot.state != Ballot.State.CLOSED:
        raise ValidationError(_("Only a closed ballot can be published."))
    rules, numbers = rules_of(ballot), numbers_of(ballot)
    ballot.state = Ballot.State.PUBLISHED
    ballot.save(update_fields=["state"])
    last = ballot.publications.aggregate(last=Max("n"))["last"] or 0
    return Publication.objects.create(
        ballot=ballot, n=last + 1, by=by, rules=rules, numbers=numbers, sha256=digest(rules, numbers)
    )


@transaction.atomic
def withdraw(*, ballot: Ballot, reason: str) -> None:
    """Take a publication back, with the reason; the numbers stay on record."""
    if not reason.strip():
        raise ValidationError(_("Please say why the publication is withdrawn."))
    ballot.publications.filter(withdrawn_at=None).update(withdrawn_at=timezone.now(), reason=reason)
    ballot.state = Ballot.State.CLOSED
    ballot.save(update_fields=["state"])


def digest(rules: dict[str, Any], numbers: dict[str, Any]) -> str:
    """SHA-256 of rules and numbers as canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps({"numbers": numbers, "rules": rules}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def rules_of(ballot: Ballot) -> dict[str, Any]:
    """The rules by which the numbers were made, in words, as they stood; in the consultation's own language."""
    with translation.override(ballot.session.consultation.language):
        said = [
            _("People seated in the breakout could answer support, not now or unsure, and change it until closing."),
            _("After a merge every person counts once, with the newest answer."),
            _(
                # xgettext:no-python-format
                "The score is the lower end of the 95 % range of the share in favour (Wilson); "
                "when everybody has answered, nothing is left to doubt."
            ),
            _(
                "Ties end by the number in favour, then by the number of countries in favour, "
                "then the older recommendation comes first."
            ),
            _("Equal countries is the mean of the countries' shares: every country weighs the same."),
            _(
                "Numbers are shown from %(fewest)d answers on, and for a country only where nobody's answer can be "
                "worked out."
            )
            % {"fewest": ballot.session.consultation.shown_from},
        ]
    return ballot.rules | {"text": said, "protect_below": ballot.session.consultation.protect_below}
