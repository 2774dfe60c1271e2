"""What the feed measures of itself, for whoever runs the server."""

from prometheus_client import Counter, Gauge, Histogram

SOCKETS = Gauge("eventapp_sockets", "Open sockets of pages", ["audience"])
FRAMES = Counter("eventapp_frames", "Frames of the feed that were sent")
SKIPPED = Counter("eventapp_frames_skipped", "Frames that a slow page never got, because a newer one took their place")
DRAWN = Counter("eventapp_drawings", "Drawings of one audience in one language", ["audience"])
BEATS = Histogram(
    "eventapp_beat_seconds",
    "From the beginning of a beat until its frames were handed to the writers",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)
HINTS_LOST = Counter("eventapp_hints_lost", "Hints to other processes that could not be sent")
