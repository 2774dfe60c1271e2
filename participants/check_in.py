import time

from django.core.exceptions import ValidationError
from django.db import connection

from . import sign_in
from .limits import Bucket
from .models import Consultation, Credential

# One bucket for all wrong codes of the server: a venue has one address, so no address is ever counted or locked out.
WRONG = Bucket(at_once=20, a_second=20)
AS_LONG = 0.05  # seconds that every wrong code takes, whatever was wrong with it
DELAY = 1.0  # seconds when wrong codes come faster than people type


def knock(*, consultation: Consultation, code: str) -> Credential:
    """The live credential behind a code or a link's secret; wrong ones are slowed, right ones never."""
    began = time.monotonic()
    try:
        return sign_in.find(consultation, code)
    except ValidationError:
        if not connection.in_atomic_block:
            connection.close()  # whoever waits here keeps no connection from those who may come in
        wait = DELAY if WRONG.take("door") else AS_LONG
        time.sleep(max(0.0, wait - (time.monotonic() - began)))
        raise
