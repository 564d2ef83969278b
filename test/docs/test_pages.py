# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The pages say what the code says."""

import ast
import re
import shlex
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import docs_site
import pytest
import yaml

from vla_r1_ros.cli.main import make_parser
from vla_r1_ros.core.errors import ErrorCode
from vla_r1_ros.core.report import Phase
from vla_r1_ros.motion.stages import StageName
from vla_r1_ros.vla.supervisor import worth_a_fresh_look

ROOT = Path(__file__).parents[2]


def test_every_error_code_is_explained_once() -> None:
    rows = re.findall(r"^\| (\d+) \| (\w+) \| ([^|]+) \| ([^|]+) \|$", (ROOT / "docs/errors.md").read_text(), re.M)
    assert [(int(number), name) for number, name, _, _ in rows] == [(int(c), c.name) for c in ErrorCode if c]
    assert all(means.strip() and todo.strip() for _, _, means, todo in rows)


def test_every_stage_is_named() -> None:
    page = (ROOT / "docs/topics.md").read_text().partition("## Stages")[2]
    missing = {str(stage) for stage in (*Phase, *StageName)} - set(re.findall(r"\w+", page))
    assert not missing


PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))


def prose(text: str) -> str:
    """A page without its code."""
    return re.sub(r"`[^`\n]*`", "", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))


def anchors(text: str) -> set[str]:
    """What `#...` can name: headings, as GitHub and mkdocs make anchors of them."""
    words = (re.sub(r"[^\w\s-]", "", line.lstrip("#")).strip().lower() for line in re.findall(r"^#+ .*$", text, re.M))
    return {re.sub(r"\s+", "-", heading) for heading in words}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text()
    for target in re.findall(r"\]\(([^)]+)\)", prose(text)):
        if target.startswith(("http://", "https://")):
            assert re.fullmatch(r"https?://[\w.-]+\.\w+(:\d+)?(/[^\s]*)?", target), target
            continue
        name, _, anchor = target.partition("#")
        found = page.parent / name if name else page
        assert found.exists(), f"{page.name}: {target}"
        assert not anchor or anchor in anchors(found.read_text()), f"{page.name}: {target}"


def test_every_figure_is_shown_and_small() -> None:
    shown = {(page.parent / name).resolve() for page in PAGES
             for name in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page.read_text())}
    figures = {file for kind in ("png", "webp") for file in (ROOT / "docs").rglob(f"*.{kind}")}
    assert figures <= shown
    assert all(figure.stat().st_size < 1_000_000 for figure in figures)


def test_code_names_in_the_pages_are_error_codes() -> None:
    """`404 PROJECTION_NO_OBJECT`: number and name belong together."""
    known = {code.name: int(code) for code in ErrorCode}
    for page in PAGES:
        for number, name in re.findall(r"\b(\d{3}) ([A-Z]+(?:_[A-Z]+)+)\b", page.read_text()):
            assert known.get(name) == int(number), f"{page.name}: {number} {name}"


def commands(text: str) -> list[list[str]]:
    """The `vla_r1` command lines of a page's code blocks; those with `...` in them are no whole commands."""
    found = []
    for block in re.findall(r"^```[^\n]*\n(.*?)^```", text, re.M | re.S):
        for line in block.replace("\\\n", " ").splitlines():
            match = re.match(r"^(?:ros2 run vla_r1_ros |\S*/bin/)?vla_r1 (.*)$", line.strip())
            if match and "..." not in match[1]:
                found.append(shlex.split(match[1], comments=True))
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_of_the_pages_are_understood(page: Path) -> None:
    for words in commands(page.read_text()):
        try:
            make_parser(words).parse_args(words)
        except SystemExit as end:
            pytest.fail(f"{page.name}: vla_r1 {' '.join(words)} ends with {end.code}")


def test_there_are_commands_in_the_pages() -> None:
    assert sum(len(commands(page.read_text())) for page in PAGES) > 60


def launch_arguments(name: str) -> set[str]:
    """Names that a launch file declares, of the files that it includes too; read without ROS's launch."""
    text = (ROOT / f"launch/{name}.launch.py").read_text()
    (listed,) = (node.value for node in ast.parse(text).body if isinstance(node, ast.Assign)
                 and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "ARGUMENTS")
    assert isinstance(listed, ast.Tuple)
    rows = (row.elts[0] for row in listed.elts if isinstance(row, ast.Tuple))
    own = {name.value for name in rows if isinstance(name, ast.Constant)}
    included = {"bringup": ("stack", "serve"), "sim": ("stack",)}.get(name, ())
    return {str(word) for word in own}.union(*(launch_arguments(other) for other in included))


def test_launch_arguments_in_the_pages_exist() -> None:
    count = 0
    for page in PAGES:
        for name, rest in re.findall(r"ros2 launch vla_r1_ros (\w+)\.launch\.py([^\n`#]*)", page.read_text()):
            for argument in re.findall(r"(\w+):=", rest):
                assert argument in launch_arguments(name), f"{page.name}: {name}.launch.py {argument}:="
                count += 1
    assert count > 5


def test_services_and_nodes_in_commands_exist() -> None:
    known = set(re.findall(r"^\| `(\w+_node/\w+)` \|", (ROOT / "docs/topics.md").read_text(), re.M))
    for page in PAGES:
        for service in re.findall(r"ros2 service call /(\S+)", page.read_text()):
            assert service in known, f"{page.name}: {service}"


def test_every_page_is_in_the_navigation() -> None:
    text = (ROOT / "mkdocs.yml").read_text()
    nav = docs_site.listed(yaml.safe_load(text)["nav"])
    assert nav - {"index.md"} <= {page.name for page in PAGES}
    config = SimpleNamespace(nav=[{"Start": "index.md"}])
    assert docs_site.listed(docs_site.on_config(config).nav) == {"index.md"} | {page.name for page in PAGES[1:]}


def test_links_of_the_site() -> None:
    assert docs_site.start_page("[a](docs/bench.md#x) [b](LICENSE)") == "[a](bench.md#x) [b](LICENSE)"
    assert docs_site.site_links("[r](../README.md), [r](../README.md#a), [s](../setup.py), ![p](../a.png)") \
        == "[r](index.md), [r](index.md#a), s, ![p](../a.png)"


def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    """mkdocs is strict: a broken link, anchor or navigation entry fails."""
    own = ROOT / ".venv-docs/bin/python"
    if find_spec("mkdocs") is None and not own.is_file():
        pytest.skip("mkdocs is not installed; `make docs` makes .venv-docs")
    python = sys.executable if find_spec("mkdocs") else str(own)
    done = subprocess.run([python, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(tmp_path / "site")],
                          cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    assert {f"{page.stem}.html" for page in PAGES[1:]} <= {page.name for page in (tmp_path / "site").iterdir()}
    page = (tmp_path / "site/index.html").read_text()
    assert not re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="https?://', page), "the site fetches something"


def test_the_simulator_understands_what_the_pages_say() -> None:
    pytest.importorskip("mujoco")
    from vla_r1_ros.sim.requests import episode_for_words

    said = {words for page in PAGES for words in re.findall(r'(?:--say |SAY=)"([^".]+)"', page.read_text())}
    assert len(said) >= 3
    for words in said:
        assert episode_for_words(1, words).target, words


def test_the_codes_after_which_another_look_is_taken() -> None:
    text = (ROOT / "docs/recovery.md").read_text()
    told = text.partition("<!-- begin retried -->")[2].partition("<!-- end retried -->")[0].strip(" .\n")
    codes: set[ErrorCode] = set()
    for part in told.split(", "):
        first, _, last = part.partition(" to ")
        codes |= {code for code in ErrorCode if ErrorCode[first] <= code <= ErrorCode[last or first]}
    assert codes == {code for code in ErrorCode if worth_a_fresh_look(code)}
