# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A labelled set in small, by hand: both environments read it, neither OpenCV nor a simulator is asked."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from vla_r1_ros.core.prompt import prompt_text
from vla_r1_ros.core.types import Question, Task


def noise_png(seed: int, width: int = 64, height: int = 48) -> bytes:
    """A PNG of noise without any library."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixels = np.random.default_rng(seed).integers(0, 255, (height, width * 3), dtype=np.uint8)
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def write_set(folder: Path, train: int = 12, test: int = 4) -> Path:
    """Boxes, paths and absent things about noise, as `vla_r1 data labels` writes them."""
    (folder / "images").mkdir(parents=True)
    answers = (
        '<think></think><output>{"x": 0.400, "y": 0.500, "width": 0.100, "height": 0.200}</output>',
        "<think></think><output>[[0.100, 0.200], [0.500, 0.346], [0.900, 0.800]]</output>",
        "<think></think><output>{}</output>",
    )
    for split, count, first in (("train", train, 0), ("test", test, 1000)):
        rows = []
        for index in range(count):
            task = Task.TRAJECTORY if index % 3 == 1 else Task.AFFORDANCE
            name = f"images/{first + index // 2}.png"
            (folder / name).write_bytes(noise_png(first + index // 2))
            colour = ("red", "green", "blue", "yellow")[index % 4]
            asked = prompt_text(Question(task, f"pick up the {colour} cube"))
            rows.append({"id": f"{split}{index}", "image": name, "conversations": [
                {"from": "human", "value": f"{asked}<image>"}, {"from": "gpt", "value": answers[index % 3]}]})
        (folder / f"{split}.json").write_text(json.dumps(rows))
    return folder


@pytest.fixture(scope="session")
def make_set() -> Callable[..., Path]:
    return write_set
