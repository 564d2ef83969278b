# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The generated pages are what the code says today; `make reference` writes them anew."""

import re
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("rclpy")
import reference
import reference_cli
import reference_topics

ROOT = Path(__file__).parents[2]


def test_generated_pages_are_up_to_date(graph: list[Any]) -> None:
    for path, text in reference.pages(lambda: graph):
        assert path.read_text() == text, f"{path.name} is outdated: run `make reference`"


def test_a_topic_without_words_is_noticed(graph: list[Any]) -> None:
    new = type(graph[0])("vla_node", "publisher", "secret", "std_msgs/msg/String", "LATCHED")
    with pytest.raises(ValueError, match="secret"):
        reference_topics.topics_table([*graph, new])
    with pytest.raises(ValueError, match="words without a topic"):
        reference_topics.topics_table([end for end in graph if end.name != "plan"])


def test_an_outdated_topic_row_is_noticed(graph: list[Any]) -> None:
    page = (ROOT / "docs/topics.md").read_text()
    assert reference.topics_page(page.replace("| LATCHED |", "| SENSOR |"), graph) == page
    with pytest.raises(ValueError, match="markers of 'topics'"):
        reference.topics_page(page.replace("begin topics", "began topics"), graph)


def test_every_command_and_parameter_is_on_its_page() -> None:
    from vla_r1_ros.ros.params import specs

    cli = (ROOT / "docs/cli.md").read_text()
    for _, parser in reference_cli.leaves(reference_cli.make_parser()):
        section = cli.partition(f"\n## {parser.prog}\n")[2].partition("\n## ")[0]
        options = [action.option_strings[-1] for action in parser._actions if action.option_strings]
        assert section and all(f"`{name}" in section or name in ("--help", "--debug") for name in options), parser.prog
    parameters = (ROOT / "docs/parameters.md").read_text()
    for node in reference.NODES:
        section = parameters.partition(f"\n## {node}\n")[2].partition("\n## ")[0]
        assert re.findall(r"^\| `(\w+)` \|", section, re.M) == list(specs(reference.parameter_class(node)))


def test_tables_keep_their_columns() -> None:
    for name in ("cli.md", "parameters.md", "topics.md"):
        width = 0
        for line in (ROOT / "docs" / name).read_text().splitlines():
            cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
            assert not (cells and width) or cells == width, line
            width = cells
