"""What every test can ask for, and the rule that CI leaves nothing out."""

import os
from collections.abc import Generator
from typing import Any

import pytest

pytest_plugins = ["tests.server", "tests.services", "tests.browser"]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    """Fail what skips itself where CI is set: a machine without a browser would look green."""
    report = yield
    return refuse_skip(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    """Fail a whole file that skips itself in the same way."""
    report = yield
    return refuse_skip(report)


def refuse_skip(report: Any) -> Any:
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Skipped where CI is set: {report.longrepr}"
    return report
