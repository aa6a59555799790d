"""What may be set is told wherever people look for it."""

import re
from pathlib import Path

import pytest

from app.settings import Settings

ROOT = Path(__file__).parents[2]
SETTINGS = sorted(f"HUITOU_{name.upper()}" for name in Settings.model_fields)


@pytest.mark.parametrize(
    ("file", "entry"),
    [
        (".env.example", r"^#(HUITOU_\w+)="),
        ("README.md", r"^\| `(HUITOU_\w+)` \|"),
        ("README.zh-CN.md", r"^\| `(HUITOU_\w+)` \|"),
    ],
)
def test_every_setting_has_its_line_and_nothing_else_is_told_of(file: str, entry: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert sorted(re.findall(entry, text, re.MULTILINE)) == SETTINGS
    assert set(re.findall(r"HUITOU_[A-Z_]*[A-Z]", text)) == set(SETTINGS)
