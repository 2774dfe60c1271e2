from typing import ClassVar

from django.db import models

from participants.models import Consultation, Participant


class Upload(models.Model):
    """A workbook that came back; what was read from it is kept between looking and applying, and no longer."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="uploads")
    key = models.UUIDField(unique=True)
    by = models.ForeignKey(Participant, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()  # what was read, as JSON, compressed with zlib; empty when it is over
    at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.name
