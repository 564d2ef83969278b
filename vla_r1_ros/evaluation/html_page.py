# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A whole page in one file: its head, its policy and its style."""

from __future__ import annotations

from collections.abc import Sequence

from vla_r1_ros.evaluation.html_markup import Safe, tag
from vla_r1_ros.evaluation.html_style import STYLE

#: Nothing is fetched and nothing runs, even if text of a bag were not escaped somewhere.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def document(title: str, body: Sequence[Safe]) -> str:
    """The page with these parts."""
    head = [
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", title), tag("style", STYLE),
    ]  # fmt: skip
    page = tag("html", tag("head", *head), tag("body", tag("main", *body)), lang="en")
    return f"<!DOCTYPE html>\n{page}\n"
