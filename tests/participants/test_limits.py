"""The bucket: so many at once, so many a second, and nobody pays for somebody else."""

from participants.limits import Bucket


def test_as_many_at_once_as_it_holds() -> None:
    bucket = Bucket(at_once=3, a_second=0.001)

    assert [bucket.take("ana") > 0 for _i in range(4)] == [False, False, False, True]


def test_it_says_when_there_is_one_again() -> None:
    bucket = Bucket(at_once=1, a_second=0.5)
    bucket.take("ana")

    assert 1.9 < bucket.take("ana") <= 2.0


def test_nobody_pays_for_somebody_else() -> None:
    bucket = Bucket(at_once=1, a_second=0.001)
    bucket.take("ana")

    assert bucket.take("bao") == 0


def test_asking_too_early_costs_nothing() -> None:
    bucket = Bucket(at_once=1, a_second=1_000_000)
    bucket.take("ana")
    for _i in range(100):
        bucket.take("ana")

    assert bucket.take("ana") < 0.001


def test_a_refilled_bucket_knows_nobody() -> None:
    bucket = Bucket(at_once=1, a_second=0.001)
    bucket.take("ana")
    bucket.refill()

    assert bucket.take("ana") == 0
