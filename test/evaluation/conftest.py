# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Hand-made sets in published formats and a model of this machine. .venv-train has no HTTP client and no OpenCV."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

HERE = Path(__file__).parent
if importlib.util.find_spec("httpx") is None or importlib.util.find_spec("cv2") is None:
    collect_ignore = ["test_sets.py", "test_labelled.py", "test_bench_sets.py"]


class Student:
    """A running student_server.py."""

    def __init__(self, port: int) -> None:
        self._port = port

    def endpoint(self, manner: str = "student") -> str:
        return f"http://127.0.0.1:{self._port}/{manner}/v1"

    def count(self, manner: str) -> int:
        """Requests so far."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/stats/", timeout=10) as page:
            return int(json.load(page)["seen"].get(manner, 0))


@pytest.fixture(scope="session")
def students() -> Iterator[Student]:
    with subprocess.Popen([sys.executable, str(HERE / "student_server.py")], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, text=True) as process:  # fmt: skip
        assert process.stdin is not None and process.stdout is not None
        yield Student(int(process.stdout.readline()))
        process.stdin.close()


Draw = Callable[[Path, int], str]


@pytest.fixture(scope="session")
def draw() -> Draw:
    """draw(path, seed) writes a picture of 64 x 48; returns its name."""

    def make(path: Path, seed: int) -> str:
        import cv2

        path.parent.mkdir(parents=True, exist_ok=True)
        noise = np.random.default_rng(seed).integers(0, 255, (48, 64, 3), dtype=np.uint8)
        cv2.imwrite(str(path), noise)
        return path.name

    return make


@pytest.fixture
def sharerobot(tmp_path: Path, draw: Draw) -> Callable[..., Path]:
    """sharerobot(count) -> affordance.json of 64 x 48 pictures; every label is the box 0.4, 0.5, 0.2, 0.4."""

    def make(count: int, name: str = "affordance") -> Path:
        folder = tmp_path / name
        entries: list[dict[str, Any]] = [
            {
                "id": draw(folder / f"{index}.png", index),
                "meta_data": {"original_dataset": "bridge", "original_width": 64, "original_height": 48},
                "instruction": f"pick up thing {index}",
                "affordance": {"x": 19.2, "y": 14.4, "width": 12.8, "height": 19.2},
            } for index in range(count)
        ]  # fmt: skip
        (folder / f"{name}.json").write_text(json.dumps(entries))
        return folder / f"{name}.json"

    return make


@pytest.fixture
def vait(tmp_path: Path, draw: Draw) -> Callable[[int], Path]:
    """vait(count) -> LLARVA annotations; every label is the path (6, 10), (19, 19), (32, 29) of 64 x 48 pictures."""

    def make(count: int) -> Path:
        folder = tmp_path / "vait"
        entries = [
            {
                "id": str(index), "image": draw(folder / f"{index}.png", 100 + index),
                "conversations": [
                    {"from": "human", "value": f'<image>\nYou are a Panda. The task is "move thing {index}"'},
                    {"from": "gpt", "value": "The trajectory: [[6, 10], [19, 19], [32, 29]]"},
                ],
            } for index in range(count)
        ]  # fmt: skip
        (folder / "vait.json").write_text(json.dumps(entries))
        return folder / "vait.json"

    return make
