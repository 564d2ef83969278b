# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E402  (the environment may lack torch: asked first)
"""A run in small: it learns, stops, goes on, and its checkpoint loads and speaks."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from vla_r1_ros.core.errors import InputError
from vla_r1_ros.core.types import Question, Task
from vla_r1_ros.posttrain.course import Course
from vla_r1_ros.posttrain.curve import draw_curve
from vla_r1_ros.posttrain.export import export_run
from vla_r1_ros.posttrain.local import LocalModel
from vla_r1_ros.posttrain.model import Architecture
from vla_r1_ros.posttrain.scenes import SceneSet, make_shard
from vla_r1_ros.posttrain.settings import Settings
from vla_r1_ros.posttrain.sft import Trainer
from vla_r1_ros.posttrain.team import Team
from vla_r1_ros.posttrain.tune.settings_file import load

TINY = Architecture(hidden=96, intermediate=160, layers=2, heads=3, kv_heads=1, vision_hidden=80,
                    vision_intermediate=160, vision_depth=2)
QUICK = Settings(processes=1, images_per_step=3, warmup_images_per_step=3, vision_minutes=0.02, warmup_steps=5,
                 checkpoint_minutes=0.05, evaluation_minutes=9.0, evaluation_scenes=1, log_seconds=0.5,
                 auxiliary_layer=0)


@pytest.mark.slow
@pytest.mark.train
def test_a_run_learns_resumes_and_exports(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    make_shard(tmp_path / "data", 1_000_000, 12, training=True)
    data = SceneSet(tmp_path / "data")
    reports: list[dict[str, Any]] = []
    trainer = Trainer(data, data, tmp_path / "run", replace(QUICK, vision_images=30, log_seconds=0.0), TINY, Team())
    trainer.run(Course(images=180), reports.append)
    losses = [e["loss"] for e in reports if e["kind"] == "train" and "loss" in e]
    assert losses[-1] < 0.9 * losses[0]
    again = Trainer(data, data, tmp_path / "run", QUICK, TINY, Team())
    assert again.resume() and again.step == trainer.step > 0
    for one, other in zip(trainer.model.parameters(), again.model.parameters(), strict=True):
        assert torch.equal(one, other)
    again.run(Course(images=186), reports.append)
    assert again.step > trainer.step
    kinds = [json.loads(line)["kind"] for line in (tmp_path / "run" / "log.jsonl").read_text().splitlines()]
    assert kinds.count("evaluation") == 2
    hurried = Trainer(data, data, tmp_path / "hurried", QUICK, TINY, Team())
    hurried.run(Course(minutes=0.05), reports.append)
    assert hurried.vision_steps > 0 and hurried.seconds >= 3.0
    begun = Trainer(data, data, tmp_path / "next", QUICK, TINY, Team())
    begun.start_from(tmp_path / "run")
    assert begun.step == 0 and begun.seconds == 0.0
    for one, other in zip(again.model.parameters(), begun.model.parameters(), strict=True):
        assert torch.equal(one, other)
    counted = Trainer(data, data, tmp_path / "counted", replace(QUICK, vision_images=7), TINY, Team())
    counted.run(Course(images=6), reports.append)
    assert (counted.vision_steps, counted.step) == (3, 2)
    lesson = Trainer(data, data, tmp_path / "lesson", replace(QUICK, questions=False, log_seconds=0.0), TINY, Team())
    lesson.run(Course(images=12), reports.append)
    assert "decision" not in reports[-2]  # nothing was asked about
    for run in ("run", "lesson"):
        draw_curve(tmp_path / run / "log.jsonl", tmp_path / run / "curve.png")
        assert (tmp_path / run / "curve.png").read_bytes().startswith(b"\x89PNG")
    export_run(tmp_path / "run", tmp_path / "checkpoint")
    taken = Trainer(data, data, tmp_path / "taken", QUICK, TINY, Team())
    taken.start_from(tmp_path / "checkpoint")
    for one, other in zip(again.model.parameters(), taken.model.parameters(), strict=True):
        assert torch.equal(one.bfloat16().float(), other)
    model = LocalModel(tmp_path / "checkpoint", threads=1, max_tokens=20)
    dark, light = (np.full((480, 640, 3), value, dtype=np.uint8) for value in (0, 255))
    cube, reach = Question(Task.AFFORDANCE, "grab the red cube"), Question(Task.TRAJECTORY, "reach for the green mug")
    together = model.ask([(dark, [cube, reach]), (light, [reach])])
    assert [len(replies) for replies in together] == [2, 1]
    for (reply, seconds), alone in zip([*together[0], *together[1]], ((dark, cube), (dark, reach), (light, reach)),
                                       strict=True):  # fmt: skip
        assert seconds > 0 and reply == model.ask([(alone[0], [alone[1]])])[0][0][0] != ""


def test_an_export_without_a_run_and_unknown_settings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        export_run(tmp_path, tmp_path / "out")
    (tmp_path / "s.yaml").write_text("speed: 3\n")
    with pytest.raises(InputError):
        load(Settings, tmp_path / "s.yaml")


@pytest.mark.train
def test_weights_that_do_not_fit_are_no_beginning(tmp_path: Path) -> None:
    make_shard(tmp_path, 1_000_000, 2, training=True)
    data = SceneSet(tmp_path)
    trainer = Trainer(data, data, tmp_path / "run", QUICK, TINY, Team())
    with pytest.raises(InputError, match="no weights"):
        trainer.start_from(tmp_path)
    (tmp_path / "state.pt").write_bytes(b"no weights")
    with pytest.raises(InputError, match="no weights"):
        trainer.start_from(tmp_path)
    trainer.save()
    other = Trainer(data, data, tmp_path / "other", QUICK, Architecture(), Team())
    with pytest.raises(InputError, match="no weights"):
        other.start_from(tmp_path / "run")
