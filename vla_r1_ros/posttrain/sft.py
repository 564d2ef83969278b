# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Supervised training of the small checkpoint from scratch on a few CPU cores.

Two stages: the vision tower alone with per-cell heads, then everything on whole exchanges. A run is a folder:
`settings.json`, `log.jsonl`, `state.pt` (all that resuming needs) and `curve.png`.
"""

from __future__ import annotations

import json
import pickle
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.posttrain.auxiliary import CellHeads, cell_loss, cell_targets, look_loss
from vla_r1_ros.posttrain.collate import collate
from vla_r1_ros.posttrain.course import Course, rate_share
from vla_r1_ros.posttrain.examples import training_examples
from vla_r1_ros.posttrain.feed import Feed
from vla_r1_ros.posttrain.grade import exam, mark, summary
from vla_r1_ros.posttrain.loss import answer_loss
from vla_r1_ros.posttrain.model import Architecture, build_model, checkpoint_weights
from vla_r1_ros.posttrain.network import Network
from vla_r1_ros.posttrain.rows import Encoder
from vla_r1_ros.posttrain.scenes import SceneSet
from vla_r1_ros.posttrain.settings import Settings
from vla_r1_ros.posttrain.team import Team

STOP, VISION, JOINT = 0.0, 1.0, 2.0
Report = Callable[[dict[str, Any]], None]


class Trainer:
    """One run in a folder. `run(course)` trains to the end of the course, from where the folder's state stands."""

    def __init__(
        self,
        data: SceneSet,
        held_out: SceneSet,
        folder: Path,
        settings: Settings,
        arch: Architecture,
        team: Team | None = None,
    ) -> None:
        self.team = team or Team()
        for name in ("auxiliary_layer", "look_layer") if settings.look_weight else ("auxiliary_layer",):
            if not 0 <= getattr(settings, name) < arch.layers:
                raise InputError(ErrorCode.INPUT_PARAMETER, f"{name} is {getattr(settings, name)}, but the language "
                                 f"model has layers 0 to {arch.layers - 1}", advice=f"set {name} within these")
        torch.set_num_threads(settings.threads)
        self.settings, self.arch, self.folder = settings, arch, folder
        folder.mkdir(parents=True, exist_ok=True)
        self.model = build_model(arch, settings.seed)
        self.net = Network(self.model)
        self.heads = CellHeads(arch.hidden)
        self.encoder = Encoder(settings.decision_weight, settings.number_weight, think=settings.think)
        self.feed = Feed(data, settings.seed + 1000 * self.team.rank)
        self._held_out = held_out
        self._optimizers = self._build_optimizers()
        self.step, self.vision_steps, self.images, self.seconds, self.vision_seconds = 0, 0, 0, 0.0, 0.0

    def _build_optimizers(self) -> list[torch.optim.Optimizer]:
        """Muon for the matrices inside the towers, AdamW for the rest."""
        matrices: list[Any] = []
        rest: list[Any] = list(self.heads.parameters())
        for name, parameter in self.model.named_parameters():
            inner = parameter.ndim == 2 and "embed" not in name and "lm_head" not in name
            (matrices if inner else rest).append(parameter)
        self._matrices = matrices
        self._all = [*matrices, *rest]
        muon = torch.optim.Muon(
            self.team.mine(matrices), lr=self.settings.muon_learning_rate, weight_decay=0.02, momentum=0.95
        )
        adam = torch.optim.AdamW(rest, lr=self.settings.learning_rate, betas=(0.9, 0.98), weight_decay=0.01)
        return [muon, adam]

    def _update(self, loss: Tensor, share: float) -> None:
        rates = (self.settings.muon_learning_rate, self.settings.learning_rate)
        for optimizer, rate in zip(self._optimizers, rates, strict=True):
            for group in optimizer.param_groups:
                group["lr"] = rate * share
        loss.backward()
        self.team.average_gradients(self._all)
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimizer in self._optimizers:
            optimizer.step()
        for parameter in self._all:
            parameter.grad = None
        self.team.exchange(self._matrices)

    def vision_step(self) -> dict[str, float]:
        """One step of the first stage: the vision tower and its head alone."""
        batch = self.feed.take(self.settings.warmup_images_per_step)
        with torch.autocast("cpu", torch.bfloat16):
            predicted = self.heads.vision(self.net.vision(batch.images))
        loss, parts = cell_loss(predicted, cell_targets(batch.scenes), absolute=False)
        self._update(loss, min(1.0, (self.vision_steps + 1) / 50))
        self.vision_steps += 1
        return {f"vision_{name}": value for name, value in parts.items()}

    def joint_step(self, progress: float) -> dict[str, float]:
        """One step of the second stage; `progress` 0..1 of the course sets learning rate and label smoothing."""
        settings = self.settings
        asked = settings.images_per_step
        batch = self.feed.take(asked + settings.extra_vision_images)
        rows, owner = [], []
        for index, scene in enumerate(batch.scenes[:asked]):
            asked_about = training_examples(scene, self.feed.rng, settings.absent) if settings.questions else []
            for example in asked_about:
                rows.append(self.encoder.row(example, scene, self.feed.rng))
                owner.append(index)
            rows.append(self.encoder.inventory(scene, self.feed.rng if settings.shuffled_lists else None))
            owner.append(index)
        given = collate(rows, settings.look_layer if settings.look_weight else None)
        owners = torch.tensor(owner)
        targets = cell_targets(batch.scenes)
        sigma = settings.sigma_first + (settings.sigma_last - settings.sigma_first) * progress
        with torch.autocast("cpu", torch.bfloat16):
            features = self.net.vision(batch.images)
            seen = self.heads.vision(features)
            embedded = self.net.embed(given.ids, features, owners)
            hidden, early, looked = self.net.hidden(embedded, given.place, settings.auxiliary_layer, given.looks)
            starts = given.image_at[:, None] + torch.arange(features.shape[1])
            inner = early[torch.arange(len(rows))[:, None], starts]
            understood = self.heads.language(inner)
            loss, parts = answer_loss(
                self.model.lm_head, hidden, given.ids, given.weights, sigma, self.encoder.first_number,
                settings.decision_weight,
            )  # fmt: skip
        first, first_parts = cell_loss(seen, targets, absolute=False)
        second, second_parts = cell_loss(understood, targets[owners], absolute=True)
        total = loss + settings.auxiliary_weight * (first + second)
        look_parts: dict[str, float] = {}
        if given.looks is not None and given.look_cells is not None:
            third, look_parts = look_loss(looked, given.image_at[given.looks.row], given.look_cells)
            total = total + settings.look_weight * third
        share = rate_share(progress, settings.decay_from, settings.final_share)
        self._update(total, share * min(1.0, (self.step + 1) / settings.warmup_steps))
        self.step += 1
        self.images += asked * self.team.size
        parts.update({f"vision_{name}": value for name, value in first_parts.items()})
        parts.update({f"language_{name}": value for name, value in second_parts.items()})
        parts.update({f"look_{name}": value for name, value in look_parts.items()})
        return {"loss": total.item(), **parts}

    def evaluate(self, scenes: int) -> dict[str, Any]:
        """Marks of an exam on held-out scenes and phrasings, greedy."""
        chosen = self._held_out.scenes[:scenes]
        marks = []
        cases = exam(chosen, seed=0)
        self.model.eval()
        for start in range(0, len(cases), 60):
            group = cases[start : start + 60]
            owners = sorted({case.scene for case in group})
            pictures = np.stack([self._held_out.image(i) for i in owners])
            images = torch.from_numpy(pictures).permute(0, 3, 1, 2).float() / 255
            questions = [self.encoder.question(case.example.text, case.example.task) for case in group]
            answers = self.net.generate(images, questions, [owners.index(case.scene) for case in group])
            for case, answer in zip(group, answers, strict=True):
                marks.append(mark(case, chosen[case.scene], self.encoder.decode(answer)))
        self.model.train()
        return summary(marks)

    def save(self) -> None:
        """Writes `state.pt` in one move: weights, clock and random states; and each rank its optimizers."""
        optimizers = self.folder / f"optimizer_{self.team.rank}of{self.team.size}.pt"
        torch.save([optimizer.state_dict() for optimizer in self._optimizers], optimizers)
        if self.team.rank > 0:
            return
        state = {
            "model": self.model.state_dict(),
            "heads": self.heads.state_dict(),
            "counts": (self.step, self.vision_steps, self.images, self.seconds, self.vision_seconds),
            "settings": asdict(self.settings),
            "architecture": asdict(self.arch),
        }
        partial = self.folder / "state.pt.part"
        torch.save(state, partial)
        partial.replace(self.folder / "state.pt")

    def resume(self) -> bool:
        """Takes up the folder's state; False where there is none."""
        path = self.folder / "state.pt"
        if not path.is_file():
            return False
        state = torch.load(path, weights_only=True)
        self.model.load_state_dict(state["model"])
        self.heads.load_state_dict(state["heads"])
        optimizers = self.folder / f"optimizer_{self.team.rank}of{self.team.size}.pt"
        if optimizers.is_file():  # else the number of processes has changed: momenta start anew
            for optimizer, saved in zip(self._optimizers, torch.load(optimizers, weights_only=True), strict=True):
                optimizer.load_state_dict(saved)
        self.step, self.vision_steps, self.images, self.seconds, self.vision_seconds = state["counts"]
        self.feed.restart(self.settings.seed + 1000 * self.team.rank + 7 * (self.step + self.vision_steps))
        return True

    def start_from(self, source: Path) -> None:
        """Takes the weights of another run or of a checkpoint, and nothing else of it.

        Args:
            source: folder of a run (training-only heads are taken too) or of a checkpoint in Hugging Face's format.

        Raises:
            InputError: INPUT_FILE where there are none that fit.
        """
        try:
            if (source / "state.pt").is_file():
                state = torch.load(source / "state.pt", weights_only=True)
                weights, heads = state["model"], state["heads"]
            else:
                weights, heads = checkpoint_weights(source), self.heads.state_dict()
            self.model.load_state_dict(weights)
            self.heads.load_state_dict(heads)
        except (OSError, KeyError, ValueError, RuntimeError, pickle.UnpicklingError) as error:
            raise InputError(ErrorCode.INPUT_FILE, f"{source} gives no weights to begin with: {error}",
                             advice="name the folder of a run of `vla_r1 train sft` without --model, or of a checkpoint"
                             " that it exported") from error

    def run(self, course: Course, report: Report) -> None:
        """Trains to the end of the course, then saves."""
        settings = self.settings
        (self.folder / "settings.json").write_text(
            json.dumps({"settings": asdict(settings), "architecture": asdict(self.arch), **asdict(course)}, indent=1),
            encoding="utf-8",
        )
        begun = time.monotonic() - self.seconds
        saved = evaluated = logged = time.monotonic()
        sums: dict[str, list[float]] = {}
        while True:
            now = time.monotonic()
            self.seconds, stage, progress, save = self.team.tell(
                self._decide(course, now - begun, now - saved > settings.checkpoint_minutes * 60)
            )
            if stage == STOP:
                break
            if save:
                self.save()
                saved = now
            if stage == VISION:
                parts = self.vision_step()
                self.vision_seconds, evaluated = time.monotonic() - begun, now
            else:
                parts = self.joint_step(progress)
            if self.team.rank > 0:
                continue
            for name, value in parts.items():
                sums.setdefault(name, []).append(value)
            if now - logged > settings.log_seconds:
                report(self._entry("train", {name: sum(v) / len(v) for name, v in sums.items()}))
                sums, logged = {}, now
            if now - evaluated > settings.evaluation_minutes * 60:
                report(self._entry("evaluation", self.evaluate(settings.evaluation_scenes)))
                evaluated = time.monotonic()
        self.save()
        if self.team.rank == 0:
            report(self._entry("evaluation", self.evaluate(settings.evaluation_scenes)))

    def _decide(self, course: Course, elapsed: float, save: bool) -> list[float]:
        """Rank 0's word for the next step: seconds so far, stage, progress of the second stage, whether to save."""
        progress = course.progress(elapsed, self.vision_seconds, self.images)
        if progress >= 1.0:
            return [elapsed, STOP, 1.0, 0.0]
        seen = self.vision_steps * self.settings.warmup_images_per_step * self.team.size
        first = seen < self.settings.vision_images if course.images else elapsed < self.settings.vision_minutes * 60
        if first:
            return [elapsed, VISION, 0.0, float(save)]
        return [elapsed, JOINT, progress, float(save)]

    def _entry(self, kind: str, values: dict[str, Any]) -> dict[str, Any]:
        entry = {
            "kind": kind,
            "minutes": round(self.seconds / 60, 2),
            "step": self.step,
            "vision_steps": self.vision_steps,
            "images": self.images,
            **values,
        }
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(entry) + "\n")
        return entry
