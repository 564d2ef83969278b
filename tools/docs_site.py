# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Hooks of mkdocs: README.md is the start page, and links out of docs/ become plain text (the site has no sources)."""

import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def start_page(readme: str) -> str:
    """README.md as a page of docs/."""
    return re.sub(r"\]\(docs/([^)]+)\)", r"](\1)", readme)


def site_links(markdown: str) -> str:
    """Links to README.md lead to the start page; other links out of docs/ lose their target."""
    markdown = re.sub(r"\]\(\.\./README\.md(#[^)]*)?\)", lambda found: f"](index.md{found[1] or ''})", markdown)
    return re.sub(r"(?<!!)\[([^\]]+)\]\(\.\./[^)]+\)", r"\1", markdown)


def listed(nav: Any) -> set[str]:
    """Pages that a navigation names."""
    if isinstance(nav, str):
        return {nav}
    parts = nav.values() if isinstance(nav, dict) else nav
    return set().union(*(listed(part) for part in parts))


def on_config(config: Any) -> Any:
    """Append pages that the navigation of mkdocs.yml leaves out, so that none is lost."""
    rest = sorted({page.name for page in (ROOT / "docs").glob("*.md")} - listed(config.nav))
    if rest:
        config.nav.append({"More": rest})
    return config


def on_files(files: Any, config: Any) -> Any:
    """Add the start page."""
    from mkdocs.structure.files import File

    files.append(File.generated(config, "index.md", content=start_page((ROOT / "README.md").read_text())))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Rewrite the links of one page."""
    return site_links(markdown)
