"""`make bench`: the product beside the tutorial's way, in the same run; medians and ratios."""

import argparse
from statistics import median

from .room import Result, product, tutorial

HEAD = "way       phones  answer p95   desk p95  screen p95      counted  lost stale generator"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--phones", type=int, nargs="*", default=[50, 200])
    options = parser.parse_args()
    print(f"60 items, everybody votes 10 times in 20 s, one Daphne process; medians of {options.runs} runs\n{HEAD}")
    for phones in options.phones:
        pairs = [(show(product(phones)), show(tutorial(phones))) for _run in range(options.runs)]
        for what in ("answer", "desk"):
            ratio = median(getattr(slow, what) / getattr(fast, what) for fast, slow in pairs)
            ours = median(getattr(fast, what) for fast, _slow in pairs) * 1000
            theirs = median(getattr(slow, what) for _fast, slow in pairs) * 1000
            figures = f"{ours:.0f} ms, the tutorial's way {theirs:.0f} ms: {ratio:.1f} times"
            print(f"{phones} phones, vote to {what}, p95: {figures}")


def show(result: Result) -> Result:
    counted = f"{result.counted}/{result.sent}"
    print(
        f"{result.way:9} {result.phones:6} {result.answer * 1000:8.0f} ms {result.desk * 1000:7.0f} ms "
        f"{result.screen * 1000:8.0f} ms {counted:>12} {result.lost:5} {result.stale:5} {result.generator:9.0%}",
        flush=True,
    )
    return result


if __name__ == "__main__":
    main()
