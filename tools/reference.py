# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Write the reference pages from the code: topics, parameters, command line. `make reference`; --check only compares.

docs/topics.md is written between its markers, docs/parameters.md and docs/cli.md as a whole. docs/errors.md is by
hand, because its words are; a test holds its numbers and names.
"""

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import yaml
from reference_cli import cli_page
from reference_topics import actions_table, profiles_table, services_table, table, topics_table
from stack_graph import NODES, ROOT, Endpoint, parameter_class, read_graph

from vla_r1_ros.ros.params import FieldSpec, specs

_PARAMETERS_HEAD = """\
# Parameters

Written by `make reference` from the nodes' own declarations; a test keeps them equal. `config/nodes/NODE.yaml` repeats
the defaults. A parameter that is unknown, of the wrong type or out of range ends the node at its start with the reason
([INPUT_PARAMETER](errors.md)). "At run time": `ros2 param set` changes it; all others need a restart.

Who has the last word: arguments of the launch file, then `params_file`, then `config/nodes/NODE.yaml`, then what stands
here. `config/cell.yaml` (a real cell) and `config/sim.yaml` (the simulator) change some.
"""
_HEADS = ("parameter", "type", "default", "legal", "at run time", "meaning")
_MARK = "<!-- begin {name}: written by make reference -->\n{text}<!-- end {name} -->"


def parameters_page() -> str:
    """docs/parameters.md."""
    parts = [_PARAMETERS_HEAD.strip()]
    for node in NODES:
        rows = [_row(spec) for spec in specs(parameter_class(node)).values()]
        parts.append(f"## {node}\n\n" + table(_HEADS, rows))
    return "\n\n".join(parts) + "\n"


def _row(spec: FieldSpec) -> tuple[str, ...]:
    default = list(spec.default) if spec.is_list else spec.default
    shown = yaml.safe_dump(default, default_flow_style=True, width=10**6).splitlines()[0]
    legal = ", ".join(f"`{choice}`" for choice in spec.choices)
    if (spec.low, spec.high) != (None, None):
        legal = " to ".join("" if limit is None else f"{limit:.12g}" for limit in (spec.low, spec.high))
    return (f"`{spec.name}`", spec.type_name, f"`{shown}`", legal, "yes" if spec.mutable else "", spec.description)


def topics_page(page: str, graph: list[Endpoint]) -> str:
    """docs/topics.md with its four tables written anew."""
    made: Mapping[str, str] = {"profiles": profiles_table(), "topics": topics_table(graph),
                               "services": services_table(graph), "actions": actions_table(graph)}
    for name, text in made.items():
        pattern = re.compile(_MARK.format(name=name, text=".*?"), re.S)
        if len(pattern.findall(page)) != 1:
            raise ValueError(f"docs/topics.md needs the markers of '{name}' once")
        page = pattern.sub(lambda _, name=name, text=text: _MARK.format(name=name, text=f"{text}\n"), page)
    return page


def pages(graph: Callable[[], list[Endpoint]] = read_graph) -> Iterator[tuple[Path, str]]:
    """Each page's path and what it should hold."""
    docs = ROOT / "docs"
    yield docs / "cli.md", cli_page()
    yield docs / "parameters.md", parameters_page()
    yield docs / "topics.md", topics_page((docs / "topics.md").read_text(), graph())


def main() -> int:
    """Write or compare; 1 where --check finds a page that the code has left behind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit status 1 where a page is outdated")
    check = parser.parse_args().check
    outdated = [(path, text) for path, text in pages() if not path.is_file() or path.read_text() != text]
    for path, text in outdated:
        print(f"{path.relative_to(ROOT)}: {'outdated, run make reference' if check else 'written'}")
        if not check:
            path.write_text(text)
    return int(check and bool(outdated))


if __name__ == "__main__":
    sys.exit(main())
