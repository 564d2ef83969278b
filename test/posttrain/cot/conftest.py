# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Pictures, hand-made sets and a teacher of this machine. The engine runs in .venv; .venv-train has no HTTP client."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

HERE = Path(__file__).parent
if importlib.util.find_spec("httpx") is None or importlib.util.find_spec("cv2") is None:
    collect_ignore = [path.name for path in HERE.glob("test_*.py") if path.name != "test_parquet.py"]


@dataclass(frozen=True)
class TeacherServer:
    """A running teacher_server.py."""

    port: int

    def endpoint(self, manner: str) -> str:
        return f"http://127.0.0.1:{self.port}/{manner}/v1"

    def count(self, manner: str) -> int:
        """Requests so far."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/stats/", timeout=10) as page:
            return int(json.load(page)["seen"].get(manner, 0))

    def peak(self, manner: str) -> int:
        """Most requests at the same time so far."""
        return self.count(f"peak {manner}")


@pytest.fixture(scope="session")
def teacher_server() -> Iterator[TeacherServer]:
    process = subprocess.Popen([sys.executable, str(HERE / "teacher_server.py")], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None and process.stdout is not None
    yield TeacherServer(int(process.stdout.readline()))
    process.stdin.close()
    process.wait(10)
    process.stdout.close()


@pytest.fixture(scope="session")
def png() -> Callable[..., bytes]:
    """PNG bytes of noise: png(width, height, seed)."""
    from vla_r1_ros.posttrain.cot.images import png_bytes

    def make(width: int = 64, height: int = 48, seed: int = 0) -> bytes:
        return png_bytes(np.random.default_rng(seed).integers(0, 255, (height, width, 3), dtype=np.uint8))

    return make


@pytest.fixture
def sharerobot(tmp_path: Path, png: Callable[..., bytes]) -> Callable[[int], Path]:
    """A ShareRobot-like affordance file of 64 x 48 pictures: sharerobot(count)."""

    def make(count: int) -> Path:
        folder = tmp_path / "set"
        (folder / "images").mkdir(parents=True, exist_ok=True)
        entries: list[dict[str, Any]] = []
        for index in range(count):
            (folder / "images" / f"{index}.png").write_bytes(png(seed=index))
            entries.append({
                "id": f"{index}.png",
                "meta_data": {"original_dataset": "bridge", "original_width": 64, "original_height": 48},
                "instruction": f"pick up thing {index}",
                "affordance": {"x": 8.0 + index % 40, "y": 12.0, "width": 16.0, "height": 24.0},
            })  # fmt: skip
        path = folder / "affordance.json"
        path.write_text(json.dumps(entries))
        return path

    return make
