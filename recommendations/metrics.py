"""What the ballot box measures of itself, for whoever runs the server."""

from prometheus_client import Counter, Gauge, Histogram

ANSWERS = Counter("eventapp_votes", "Taps by the answer that they got", ["answer"])
WAITING = Gauge("eventapp_votes_waiting", "Taps that wait for their commit")
COMMITS = Histogram(
    "eventapp_commit_seconds",
    "Counting and committing one batch of taps",
    buckets=(0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 20),
)
