"""What CONTRIBUTING.md shows as an example is code of ours."""

import re
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).parent.parent
EXAMPLE = re.compile(r"^ *```python\n(.*?)^ *```", re.MULTILINE | re.DOTALL)


def plain(code: str) -> str:
    """Code without the comments that explain it."""
    return re.sub(r"  # .*$", "", dedent(code), flags=re.MULTILINE).strip()


def test_the_examples_are_taken_from_the_code() -> None:
    examples = [plain(found) for found in EXAMPLE.findall((ROOT / "CONTRIBUTING.md").read_text())]
    files = [path.read_text() for folder in ("recommendations", "tests") for path in (ROOT / folder).rglob("*.py")]

    assert len(examples) == 2
    assert [example for example in examples if not any(example in plain(file) for file in files)] == []
