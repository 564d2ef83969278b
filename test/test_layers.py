# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The layer rule, read off the syntax tree: who may import whom, and where the heavy imports live."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "vla_r1_ros"
HEADER = ("SPDX-FileCopyrightText: 2026 vla_r1_ros contributors", "SPDX-License-Identifier: Apache-2.0")

#: What each folder may import of the package besides itself.
ALLOWED = {
    "core": set(),
    "vla": {"core"},
    "motion": {"core"},
    "calibration": {"core"},
    "sim": {"core"},
    "evaluation": {"core", "vla", "sim", "posttrain"},
    "posttrain": {"core", "sim", "vla"},
    "ros": {"core", "vla", "motion", "calibration", "sim", "evaluation"},
    "cli": {"core", "vla", "motion", "calibration", "sim", "evaluation", "posttrain", "ros"},
}
#: The only places that may import a module (prefixes of paths inside the package).
OWNERS = {
    "torch": ("posttrain/",),
    "transformers": ("posttrain/",),
    "tokenizers": ("posttrain/",),
    "trl": ("posttrain/",),
    "mujoco": ("sim/",),
    "roboplan": ("motion/embedded",),
    "moveit": ("ros/moveit/",),
    "moveit_configs_utils": ("ros/moveit/",),
    "rclpy": ("ros/",),
    "tf2_ros": ("ros/tf.py",),
    "mcap": ("ros/", "evaluation/"),
    "rosbags": ("ros/", "evaluation/", "posttrain/cot/sources/recording.py"),
    "pyarrow": ("posttrain/",),
    "httpx": ("vla/", "posttrain/cot/teacher.py"),
    "websockets": ("ros/console/",),
    "rich": ("cli/", "posttrain/"),
    "launch": (),
    "vllm": (),
}
#: All that core may use besides the standard library.
CORE_LIBRARIES = {"numpy", "scipy", "yaml", "vla_r1_ros"}
LIMIT_LINES, LIMIT_FUNCTION_LINES = 300, 60


@dataclass(frozen=True)
class Import:
    """One import: file inside the package, line, full module name."""

    file: str
    line: int
    module: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} imports {self.module}"


def sources(*folders: str) -> list[Path]:
    """Python files that git tracks or would track."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "--", *(folders or (".",))],
                            cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in listed if name.endswith(".py") and (ROOT / name).is_file()]


#: Every node of every file of the package.
TREES = {path: list(ast.walk(ast.parse(path.read_text(), str(path)))) for path in sources("vla_r1_ros")}


def imports() -> Iterator[Import]:
    for path, nodes in TREES.items():
        inner = path.relative_to(PACKAGE).as_posix()
        for node in nodes:
            if isinstance(node, ast.Import):
                yield from (Import(inner, node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{inner}:{node.lineno}: relative import"
                yield Import(inner, node.lineno, node.module or "")
                yield from (Import(inner, node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


IMPORTS = list(imports())


def test_folders_are_the_design() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}
    assert folders == set(ALLOWED)


def test_arrows_point_one_way() -> None:
    wrong = []
    for found in IMPORTS:
        own, parts = found.file.split("/")[0], found.module.split(".")
        inside = parts[0] == "vla_r1_ros" and len(parts) > 1 and parts[1] in ALLOWED
        if inside and parts[1] not in ALLOWED[own] | {own}:
            wrong.append(str(found))
    assert not wrong, "\n".join(wrong)


def test_heavy_imports_stay_with_their_owner() -> None:
    wrong = []
    for found in IMPORTS:
        top = found.module.split(".")[0]
        owners = ("ros/",) if top.endswith(("_msgs", "_interfaces", "_srvs")) else OWNERS.get(top)
        if owners is not None and not found.file.startswith(owners or ("nobody",)):
            wrong.append(str(found))
    assert not wrong, "\n".join(wrong)


def test_core_needs_numpy_only() -> None:
    wrong = [str(found) for found in IMPORTS if found.file.startswith("core/")
             and found.module.split(".")[0] not in CORE_LIBRARIES | sys.stdlib_module_names]
    assert not wrong, "\n".join(wrong)


def test_only_the_command_line_prints() -> None:
    calls = ((path, node) for path, nodes in TREES.items() for node in nodes if isinstance(node, ast.Call))
    wrong = [f"{path.relative_to(ROOT)}:{node.lineno}" for path, node in calls
             if isinstance(node.func, ast.Name) and node.func.id == "print" and path.parent.name != "cli"]
    assert not wrong, wrong


def swallows(handler: ast.ExceptHandler) -> bool:
    """Catches everything, and neither raises nor hands the error on."""
    names = {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)} if handler.type else {"all"}
    body = [node for statement in handler.body for node in ast.walk(statement)]
    raises = any(isinstance(node, ast.Raise) for node in body)
    hands_on = any(isinstance(node, ast.Name) and node.id == handler.name for node in body)
    return bool(names & {"all", "Exception", "BaseException"}) and not raises and not hands_on


def test_nothing_swallows_every_error() -> None:
    wrong = []
    for path, nodes in TREES.items():
        for node in nodes:
            if isinstance(node, ast.ExceptHandler) and swallows(node):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not wrong, wrong


@pytest.mark.parametrize("folder", ["vla_r1_ros", "test", "launch", "tools", "serving"])
def test_headers(folder: str) -> None:
    wrong = []
    for path in sources(folder):
        head = path.read_text().splitlines()[:4]
        if path.stat().st_size and not all(any(line in text for text in head) for line in HEADER):
            wrong.append(str(path.relative_to(ROOT)))
    assert not wrong, wrong


def test_files_and_functions_stay_small() -> None:
    wrong = []
    for path, nodes in TREES.items():
        lines = len(path.read_text().splitlines())
        if lines > LIMIT_LINES:
            wrong.append(f"{path.relative_to(ROOT)}: {lines} lines")
        for node in nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
                length = node.end_lineno - node.lineno + 1
                if length > LIMIT_FUNCTION_LINES:
                    wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {length} lines")
    assert not wrong, "\n".join(wrong)


def test_everything_is_annotated() -> None:
    wrong = []
    for path, nodes in TREES.items():
        for node in nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                named = [argument for argument in arguments if argument.arg not in ("self", "cls")]
                if node.returns is None or any(argument.annotation is None for argument in named):
                    wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert not wrong, wrong
