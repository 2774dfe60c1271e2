"""Reads a workbook in a process of its own: from standard input, within limits, to standard output as JSON.

python -m outcomes.workbook.read_apart '["Row ID", "Priority action", …]' < plan.xlsx
"""

import json
import os
import resource
import sys
import warnings
from collections.abc import Collection
from typing import Any

from defusedxml import DefusedXmlException

from .read_package import LARGEST, RefusedError, opened
from .read_sheets import book_of

MEMORY = 640 * 1024 * 1024  # of addresses; what is really used stays far below
SECONDS = 8


def limit() -> None:
    """Give up rights that reading a file does not need: memory, time, and writing anything."""
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def told(data: bytes, wanted: Collection[str]) -> dict[str, Any]:
    """What is read of a file, or the rule that it broke."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that a workbook may have and that are not read
            return book_of(data, opened(data), wanted)
    except RefusedError as refusal:
        return {"refused": refusal.rule}
    except DefusedXmlException:
        return {"refused": "entities"}
    except MemoryError:
        return {"refused": "limits"}
    except Exception:  # whatever a damaged file makes its reader stumble over
        return {"refused": "damaged"}


if __name__ == "__main__":
    limit()
    print(json.dumps(told(sys.stdin.buffer.read(LARGEST + 1), json.loads(sys.argv[1]))))  # noqa: T201
