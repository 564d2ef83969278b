# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The pages say what the code says."""

import re
from pathlib import Path

from vla_r1_ros.core.errors import ErrorCode
from vla_r1_ros.core.report import Phase
from vla_r1_ros.motion.stages import StageName

ROOT = Path(__file__).parents[2]


def test_every_error_code_is_explained_once() -> None:
    rows = re.findall(r"^\| (\d+) \| (\w+) \| ([^|]+) \| ([^|]+) \|$", (ROOT / "docs/errors.md").read_text(), re.M)
    assert [(int(number), name) for number, name, _, _ in rows] == [(int(c), c.name) for c in ErrorCode if c]
    assert all(means.strip() and todo.strip() for _, _, means, todo in rows)


def test_every_stage_is_named() -> None:
    page = (ROOT / "docs/topics.md").read_text().partition("## Stages")[2]
    missing = {str(stage) for stage in (*Phase, *StageName)} - set(re.findall(r"\w+", page))
    assert not missing


def test_links_of_the_pages_lead_somewhere() -> None:
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
