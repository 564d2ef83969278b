# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A small labelled set on disk, as `vla_r1 data labels` writes it."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path
from typing import Any

from vla_r1_ros.core.prompt import affordance_prompt, trajectory_prompt

BOX = '<think></think><output>{"x": 0.350, "y": 0.500, "width": 0.250, "height": 0.100}</output>'
PATH = "<think></think><output>[[0.100, 0.200], [0.500, 0.344], [0.900, 0.800]]</output>"
ABSENT = "<think></think><output>{}</output>"
#: What is asked and the true answer.
ASKED = ((affordance_prompt("pick up the red cube"), BOX), (trajectory_prompt("reach for the green mug"), PATH),
         (affordance_prompt("pick up the blue ball"), ABSENT))  # fmt: skip


def picture(seed: int) -> bytes:
    """A PNG of the camera's size in one colour, made without any library: neither environment of the tests has all."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes([seed % 256, 90, 160]) * 640) * 480
    head = struct.pack(">IIBBBBB", 640, 480, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def write_json(folder: Path, split: str, count: int) -> None:
    """A split of `count` rows as ShareGPT-style JSON with its pictures, three questions a picture."""
    (folder / "images").mkdir(parents=True, exist_ok=True)
    rows = []
    for index in range(count):
        asked, answer = ASKED[index % 3]
        name = f"images/{split}_{index // 3}.png"
        (folder / name).write_bytes(picture(index // 3))
        rows.append({"id": str(index), "image": name, "conversations": [
            {"from": "human", "value": f"{asked}<image>"}, {"from": "gpt", "value": answer}]})  # fmt: skip
    (folder / f"{split}.json").write_text(json.dumps(rows), encoding="utf-8")


def entry(index: int, **changes: Any) -> dict[str, Any]:
    """A parquet row."""
    asked, answer = ASKED[index % 3]
    row: dict[str, Any] = {
        "data_source": "vla_r1/test", "prompt": [{"role": "user", "content": f"{asked}<image>"}],
        "images": [{"bytes": picture(index), "path": "a.png"}],
        "reward_model": {"style": "rule", "ground_truth": answer},
        "extra_info": {"index": index, "split": "train", "key": "", "task": "", "where": str(index)},
    }  # fmt: skip
    return {**row, **changes}
