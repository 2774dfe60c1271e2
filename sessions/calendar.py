from datetime import datetime

from django.utils import timezone

from participants.models import Consultation


def now(consultation: Consultation) -> datetime:
    """The time that the agenda goes by; shifted in the demo, and never used for expiry or order."""
    return timezone.now() + consultation.clock_shift
