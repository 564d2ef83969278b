# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E402  (the environment may lack torch: asked first)
"""TRL really runs, on a model of the contract's architecture that is tiny: steps, kills, bad numbers, a full disk."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("trl")

from safetensors.torch import load_file, save_file

from vla_r1_ros.core.errors import ErrorCode, InputError, ModelError, TrainingError
from vla_r1_ros.posttrain.model import Architecture, build_model, save_checkpoint
from vla_r1_ros.posttrain.tune.grpo import train_grpo
from vla_r1_ros.posttrain.tune.named import named_errors
from vla_r1_ros.posttrain.tune.rows import load_rows
from vla_r1_ros.posttrain.tune.run import TuneRun
from vla_r1_ros.posttrain.tune.runlog import read_log
from vla_r1_ros.posttrain.tune.settings import (
    Device,
    GrpoSettings,
    GuardName,
    GuardSettings,
    LoraSettings,
    Precision,
    SftSettings,
)
from vla_r1_ros.posttrain.tune.settings_file import load
from vla_r1_ros.posttrain.tune.sft import train_sft
from vla_r1_ros.posttrain.tune.states import last_state
from vla_r1_ros.vla.checkpoint import check_checkpoint
from vla_r1_ros.vla.manifest import find_manifest

pytestmark = [pytest.mark.slow, pytest.mark.train]
TINY = Architecture(hidden=48, intermediate=64, layers=1, heads=3, kv_heads=1, vision_hidden=32,
                    vision_intermediate=48, vision_depth=1, vision_heads=2, mrope=(2, 3, 3))  # fmt: skip
COMMON: dict[str, Any] = {
    "per_device": 4, "precision": Precision.FLOAT32, "gradient_checkpointing": False, "max_prompt_tokens": 200,
    "max_reply_tokens": 8, "evaluate_rows": 2, "device": Device.CPU, "threads": 1, "learning_rate": 1e-3,
}  # fmt: skip
SFT = SftSettings(**COMMON, batch=4, steps=3, evaluate_every=2, save_every=2)
GRPO = GrpoSettings(**COMMON, group=4, batch=2, mini_batch=1, steps=4, kl=0.01, evaluate_every=4, save_every=4,
                    guards=GuardSettings(window=2))  # fmt: skip
MANIFEST = """\
name: tiny
source: .
served_name: tiny
max_model_len: 512
dtype: {cpu: float32}
sampling: {max_tokens: 77}
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base") / "tiny"
    save_checkpoint(build_model(TINY, seed=1), folder)
    (folder / "manifest.yaml").write_text(MANIFEST)
    return folder


@pytest.fixture(scope="module")
def data(make_set: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_set(tmp_path_factory.mktemp("data") / "set")


def _kinds(run: Path, kind: str) -> list[dict[str, Any]]:
    return [entry for entry in read_log(run) if entry["kind"] == kind]


def _poison(checkpoint: Path) -> None:
    """One weight that is not a number."""
    weights = load_file(checkpoint / "model.safetensors")
    name = next(name for name in weights if name.endswith("layers.0.input_layernorm.weight"))
    weights[name][0] = float("nan")
    save_file(weights, checkpoint / "model.safetensors", metadata={"format": "pt"})


def test_grpo_takes_steps_and_leaves_what_serve_takes(base: Path, data: Path, tmp_path: Path) -> None:
    lines: list[str] = []
    run = tmp_path / "run"
    train_grpo(str(base), data, run, GRPO, report=lines.append)
    steps = _kinds(run, "train")
    assert [entry["step"] for entry in steps] == [1, 2, 3, 4]
    sampled = [entry for entry in steps if "reward" in entry]
    assert [entry["step"] for entry in sampled] == [1, 3]  # two steps for each batch of replies
    assert all(0.0 <= entry["reward"] <= 1.0 and entry["length"] <= 8 for entry in sampled)
    assert [entry["step"] for entry in _kinds(run, "evaluation")] == [0, 4]
    assert (run / "curve.png").read_bytes().startswith(b"\x89PNG")
    guards = {entry["guard"] for entry in _kinds(run, "guard")}
    assert GuardName.LENGTH.value in guards  # an untrained model never ends its reply
    assert any("cut at 8 tokens" in line for line in lines)
    manifest = find_manifest(str(run / "last"))
    assert manifest.checkpoint == run / "last" and manifest.served_name == "tiny-grpo"
    assert manifest.max_model_len == 512 and manifest.sampling == {"max_tokens": 77}
    check_checkpoint(run / "last")
    before, after = load_file(base / "model.safetensors"), load_file(run / "last" / "model.safetensors")
    assert before.keys() == after.keys() and all(after[name].dtype == before[name].dtype for name in before)
    assert any(not torch.equal(before[name], after[name]) for name in before)
    assert json.loads((base / "config.json").read_text()) == json.loads((run / "last" / "config.json").read_text())
    card = (run / "last" / "README.md").read_text()
    for words in ("from `tiny`", "12 rows", "4 optimizer steps, seed 0", "| path Avg (of 1000) |", "cut at 8 tokens"):
        assert words in card
    with pytest.raises(InputError, match="add --resume"):
        train_grpo(str(base), data, run, GRPO)
    with pytest.raises(InputError, match="group was 4"):
        train_grpo(str(base), data, run, replace(GRPO, group=8), resume=True)


def test_a_guard_can_end_a_run_and_its_weights_are_kept(base: Path, data: Path, tmp_path: Path) -> None:
    settings = replace(GRPO, steps=50, kl=0.0, guards=GuardSettings(window=2, stop=(GuardName.LENGTH,)))
    lines: list[str] = []
    with pytest.raises(TrainingError, match="cut at 8 tokens") as caught:
        train_grpo(str(base), data, tmp_path / "run", settings, report=lines.append)
    assert caught.value.code is ErrorCode.TRAIN_GUARD and caught.value.advice
    assert _kinds(tmp_path / "run", "train")[-1]["step"] == 3
    check_checkpoint(tmp_path / "run" / "last")
    assert last_state(tmp_path / "run") == tmp_path / "run" / "checkpoint-3"
    assert any("no guard against drift" in line for line in lines)


@pytest.fixture(scope="module")
def learned(base: Path, data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of SFT that knows the answers' form, and not yet well which belongs where."""
    run = tmp_path_factory.mktemp("sft") / "run"
    settings = replace(SFT, steps=0, epochs=16, batch=12, per_device=12, learning_rate=1e-2, max_reply_tokens=40,
                       evaluate_rows=4, evaluate_every=100, save_every=100)  # fmt: skip
    train_sft(str(base), data, run, settings, report=lambda line: None)
    return run


def test_sft_learns_the_form_of_the_answers(learned: Path) -> None:
    losses = [entry["loss"] for entry in _kinds(learned, "train")]
    assert len(losses) == 16 and losses[-1] < 0.4 * losses[0]
    first, last = _kinds(learned, "evaluation")
    assert first["parse_rate"] == 0.0 and last["parse_rate"] == 1.0 and last["score"] > 0.3
    assert (learned / "best" / "README.md").read_text().count("best held-out score") == 1


def test_the_reward_rises_under_grpo_and_a_collapse_on_the_way_is_told(
    learned: Path, data: Path, tmp_path: Path
) -> None:
    """At this learning rate the tiny model soon says "absent" to everything: worth more than its guesses."""
    settings = replace(GRPO, steps=20, batch=6, mini_batch=6, group=8, per_device=48, learning_rate=3e-3,
                       max_reply_tokens=40, evaluate_rows=0, save_every=100)  # fmt: skip
    train_grpo(str(learned / "last"), data, tmp_path / "run", settings, report=lambda line: None)
    rewards = [entry["reward"] for entry in _kinds(tmp_path / "run", "train")]
    assert sum(rewards[-6:]) / 6 > sum(rewards[:3]) / 3 + 0.1
    told = {entry["guard"]: entry["words"] for entry in _kinds(tmp_path / "run", "guard")}
    assert "absent" in told[GuardName.COLLAPSE.value] and GuardName.KL.value in told


def test_adapters_are_merged_and_bf16_runs(base: Path, data: Path, tmp_path: Path) -> None:
    pytest.importorskip("peft")
    settings = replace(SFT, steps=2, precision=Precision.BF16, lora=LoraSettings(rank=4), learning_rate=1e-2)
    train_sft(str(base), data, tmp_path / "run", settings, report=lambda line: None)
    before, after = load_file(base / "model.safetensors"), load_file(tmp_path / "run/last/model.safetensors")
    assert before.keys() == after.keys()
    moved = {name for name in before if not torch.equal(before[name], after[name])}
    assert moved and all(name.startswith("model.layers.") for name in moved)


def test_adapters_without_peft_are_a_named_error(
    base: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "peft", None)  # as Python marks a module that cannot be imported
    with pytest.raises(InputError, match="needs the package peft") as caught:
        train_sft(str(base), data, tmp_path / "run", replace(SFT, lora=LoraSettings(rank=4)), report=lambda _: None)
    assert caught.value.code is ErrorCode.INPUT_ENVIRONMENT and "pip install" in caught.value.advice


def test_a_loss_that_is_no_number_ends_the_run_before_the_step(base: Path, data: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    settings = replace(SFT, evaluate_rows=0)
    train_sft(str(base), data, run, settings, report=lambda line: None)
    state = last_state(run)
    assert state is not None and state.name == "checkpoint-3"
    _poison(state)
    with pytest.raises(TrainingError, match="step 4 is not a finite number") as caught:
        train_sft(str(base), data, run, replace(settings, steps=6), resume=True, report=lambda line: None)
    assert caught.value.code is ErrorCode.TRAIN_NOT_FINITE
    assert last_state(run) == state
    good = load_file(run / "checkpoint-2" / "model.safetensors")
    assert all(torch.isfinite(weight).all() for weight in good.values())


def test_a_picture_that_goes_away_and_memory_that_is_not_there_are_named(
    base: Path, make_set: Callable[..., Path], tmp_path: Path
) -> None:
    folder = make_set(tmp_path / "set")

    def vanish(line: str) -> None:
        for path in (folder / "images").glob("?.png"):
            path.unlink()

    with pytest.raises(InputError, match=r"\.png is gone") as gone:
        train_sft(str(base), folder, tmp_path / "run", replace(SFT, evaluate_rows=0), report=vanish)
    assert gone.value.code is ErrorCode.INPUT_FILE
    with pytest.raises(TrainingError, match="out of memory") as memory, named_errors():
        torch.empty(2**58)
    assert memory.value.code is ErrorCode.TRAIN_MEMORY and "per_device" in memory.value.advice


def test_prompts_that_are_too_long_and_models_of_another_kind_are_refused(
    base: Path, data: Path, tmp_path: Path
) -> None:
    with pytest.raises(TrainingError, match=r"12 of 12|16 of 16|14 of 14") as caught:
        train_sft(str(base), data, tmp_path / "a", replace(SFT, max_prompt_tokens=16, evaluate_rows=4))
    assert caught.value.code is ErrorCode.TRAIN_PROMPT_TOO_LONG and "max_prompt_tokens" in caught.value.advice
    other = tmp_path / "other"
    other.mkdir()
    for path in base.iterdir():
        (other / path.name).write_bytes(path.read_bytes())
    config = json.loads((other / "config.json").read_text()) | {"model_type": "llama"}
    (other / "config.json").write_text(json.dumps(config))
    with pytest.raises(ModelError, match="type 'llama', not qwen2_5_vl") as wrong:
        train_sft(str(other), data, tmp_path / "b", SFT)
    assert wrong.value.code is ErrorCode.MODEL_CHECKPOINT
    (other / "model.safetensors").write_bytes((base / "model.safetensors").read_bytes()[:-10])
    with pytest.raises(ModelError, match="its header says"):
        train_sft(str(other), data, tmp_path / "c", SFT)


def test_the_length_of_a_prompt_is_that_of_the_processor(base: Path, data: Path, tmp_path: Path) -> None:
    from PIL import Image
    from transformers import Qwen2_5_VLProcessor

    from vla_r1_ros.posttrain.tune.prompts import check_prompts, messages

    processor = Qwen2_5_VLProcessor.from_pretrained(base)
    rows = load_rows(data / "train.json", tmp_path)
    text = processor.apply_chat_template(messages(rows[1].question), add_generation_prompt=True, tokenize=False)
    with Image.open(rows[1].image) as image:
        wanted = processor(text=[text], images=[image.convert("RGB")])["input_ids"][0]
    assert check_prompts(rows[1:2], processor, 10_000) == len(wanted)


@pytest.mark.parametrize("way", ["sft", "sft adapters", "grpo", "grpo adapters"])
def test_a_resumed_run_goes_on_with_the_weights_it_had(way: str, base: Path, data: Path, tmp_path: Path) -> None:
    grpo = way.startswith("grpo")
    settings: Any = replace(GRPO, mini_batch=2, evaluate_rows=0) if grpo else replace(SFT, evaluate_rows=0)
    if way.endswith("adapters"):
        pytest.importorskip("peft")
        settings = replace(settings, lora=LoraSettings(rank=8), precision=Precision.BF16, gradient_checkpointing=True)
    settings, train = replace(settings, learning_rate=1e-2, save_every=2), train_grpo if grpo else train_sft
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    for run, steps in ((whole, 4), (cut, 2), (cut, 4)):
        train(str(base), data, run, replace(settings, steps=steps), resume=steps > 2, report=lambda line: None)  # type: ignore[operator]
    assert [entry["step"] for entry in _kinds(cut, "train")] == [1, 2, 3, 4]
    for one, other in zip(_kinds(whole, "train"), _kinds(cut, "train"), strict=True):
        timed = {"kind", "minutes", "step_s"}
        assert {key: one[key] for key in one.keys() - timed} == pytest.approx(
            {key: other[key] for key in other.keys() - timed}, rel=1e-3, abs=1e-5)
    assert load_file(whole / "last/model.safetensors").keys() == load_file(base / "model.safetensors").keys()


def test_a_resumed_run_may_lower_its_learning_rate_and_the_log_and_the_card_say_so(
    base: Path, data: Path, tmp_path: Path
) -> None:
    run, settings = tmp_path / "run", replace(SFT, steps=2, evaluate_rows=0)
    train_sft(str(base), data, run, settings, report=lambda line: None)
    train_sft(str(base), data, run, replace(settings, steps=4, learning_rate=1e-4, per_device=2), resume=True,
              report=lambda line: None)  # fmt: skip
    assert [entry["learning_rate"] for entry in _kinds(run, "train")] == pytest.approx([1e-3, 1e-3, 1e-4, 1e-4])
    (resumed,) = _kinds(run, "resumed")
    assert resumed["step"] == 2 and resumed["settings"]["learning_rate"] == [1e-3, 1e-4]
    assert "- step 2: learning_rate 0.001 -> 0.0001" in (run / "last/README.md").read_text()


def test_a_resumed_run_is_refused_other_weights_held_out_rows_and_batches(
    base: Path, data: Path, make_set: Callable[..., Path], tmp_path: Path
) -> None:
    run, other = tmp_path / "run", tmp_path / "other" / "tiny"
    train_sft(str(base), data, run, SFT, report=lambda line: None)
    save_checkpoint(build_model(TINY, seed=2), other)
    (other / "manifest.yaml").write_text(MANIFEST)  # the same name, another model
    held_out = make_set(tmp_path / "more", test=5)
    batch, examined = replace(SFT, batch=8), replace(SFT, evaluate_rows=1)
    for model, rows, settings, words in (
        (other, None, SFT, "model_sha256"), (base, held_out, SFT, "held_out_sha256"),
        (base, None, batch, "batch was 4"), (base, None, examined, "evaluate_rows was 2"),
    ):  # fmt: skip
        with pytest.raises(InputError, match=words):
            train_sft(str(model), data, run, settings, held_out=rows, resume=True, report=lambda line: None)


def test_a_run_that_its_checks_refused_can_be_begun_again(base: Path, data: Path, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="16 tokens"):
        train_sft(str(base), data, tmp_path / "run", replace(SFT, max_prompt_tokens=16), report=lambda line: None)
    train_sft(str(base), data, tmp_path / "run", replace(SFT, evaluate_rows=0), report=lambda line: None)
    assert last_state(tmp_path / "run") is not None


def test_held_out_rows_are_not_those_trained_on(base: Path, data: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="both trained on and held out") as caught:
        train_sft(str(base), data / "train.json", tmp_path / "run", SFT, report=lambda line: None)
    assert caught.value.code is ErrorCode.INPUT_PARAMETER and "evaluate_rows=0" in caught.value.advice
    train_sft(str(base), data / "train.json", tmp_path / "run", replace(SFT, evaluate_rows=0), report=lambda line: None)
    assert not _kinds(tmp_path / "run", "evaluation")


def test_grpo_refuses_what_it_cannot_learn_from(
    base: Path, make_set: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = make_set(tmp_path / "set")
    with pytest.raises(InputError, match="the set has 12 rows, a batch takes 64") as small:
        train_grpo(str(base), data, tmp_path / "a", replace(GRPO, batch=64), report=lambda line: None)
    assert small.value.code is ErrorCode.INPUT_PARAMETER
    (data / "train.json").write_text((data / "train.json").read_text().replace("0.400", "256"))
    with pytest.raises(InputError, match=r"train\.json#0: its own ground truth is worth"):
        train_grpo(str(base), data, tmp_path / "b", GRPO, report=lambda line: None)
    with pytest.raises(InputError, match="cannot be written") as unwritable:
        train_grpo(str(base), data, Path("/proc/run"), GRPO, report=lambda line: None)
    assert unwritable.value.code is ErrorCode.INPUT_ENVIRONMENT
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    with pytest.raises(InputError, match="torch sees 2") as several:
        train_grpo(str(base), data, tmp_path / "c", replace(GRPO, device=Device.AUTO), report=lambda line: None)
    assert "CUDA_VISIBLE_DEVICES=0" in several.value.advice


def test_a_model_without_probabilities_is_named_when_it_is_sampled(base: Path, data: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(base, broken)
    _poison(broken)
    with pytest.raises(TrainingError, match="not finite numbers") as caught:
        train_grpo(str(broken), data, tmp_path / "run", replace(GRPO, evaluate_rows=0), report=lambda line: None)
    assert caught.value.code is ErrorCode.TRAIN_NOT_FINITE


def test_a_full_disk_while_the_best_is_written_leaves_the_older_best(base: Path, data: Path, tmp_path: Path) -> None:
    run = TuneRun("sft", str(base), data, None, tmp_path / "run", SFT, 8, resume=False, report=lambda line: None)
    run.leave(run.model, "best", 1)
    before = (tmp_path / "run/best/model.safetensors").read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) // 2, limits[1]))
        with pytest.raises(TrainingError) as caught:
            run.leave(run.model, "best", 2)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, ignored)
    assert caught.value.code is ErrorCode.TRAIN_DISK_FULL
    assert (tmp_path / "run/best/model.safetensors").read_bytes() == before
    assert not (tmp_path / "run/best.part").exists()


@pytest.mark.parametrize("adapters", [False, True])
def test_a_finished_run_takes_no_further_step(adapters: bool, base: Path, data: Path, tmp_path: Path) -> None:
    run, settings = tmp_path / "run", replace(SFT, steps=2, evaluate_rows=0)
    if adapters:
        pytest.importorskip("peft")
        settings = replace(settings, lora=LoraSettings(rank=4), learning_rate=1e-2)
    train_sft(str(base), data, run, settings, report=lambda line: None)
    before = load_file(run / "last/model.safetensors")
    shutil.rmtree(run / "last")  # as a kill at the very end leaves it
    train_sft(str(base), data, run, settings, resume=True, report=lambda line: None)
    assert [entry["step"] for entry in _kinds(run, "train")] == [1, 2]
    after = load_file(run / "last/model.safetensors")
    assert all(torch.equal(before[name], after[name]) for name in before)


def test_what_no_held_out_row_asks_for_has_no_figure(
    base: Path, make_set: Callable[..., Path], tmp_path: Path
) -> None:
    data = make_set(tmp_path / "set")
    rows = json.loads((data / "test.json").read_text())
    (data / "test.json").write_text(json.dumps([row for row in rows if '"x"' in row["conversations"][1]["value"]]))
    train_sft(str(base), data, tmp_path / "run", SFT, report=lambda line: None)
    for entry in _kinds(tmp_path / "run", "evaluation"):
        assert entry["path"] is None and entry["absent_accuracy"] is None and entry["iou_mean"] == 0.0
    card = (tmp_path / "run/last/README.md").read_text()
    assert "| box IoU mean |" in card and "path Avg" not in card and "absent recognised" not in card
    assert (tmp_path / "run/curve.png").is_file()


def _command(base: Path, data: Path, run: Path, *more: str) -> list[str]:
    settings = run.parent / "settings.yaml"
    settings.write_text("learning_rate: 0.001\nbatch: 4\nper_device: 4\nprecision: float32\ndevice: cpu\nthreads: 1\n"
                        "gradient_checkpointing: false\nsteps: 8\nsave_every: 2\nevaluate_rows: 0\nkeep: 2\n"
                        "schedule: cosine\n")  # fmt: skip
    return [sys.executable, "-m", "vla_r1_ros.cli.main", "train", "sft", "--model", str(base), "--data", str(data),
            "--out", str(run), "--config", str(settings), *more]  # fmt: skip


def test_a_killed_run_goes_on_and_ends_with_the_same_weights(base: Path, data: Path, tmp_path: Path) -> None:
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    process = subprocess.Popen(_command(base, data, killed), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    deadline = time.monotonic() + 120
    while not (killed / "checkpoint-4" / "complete").exists() and process.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    (killed / "checkpoint-9").mkdir()  # what a kill in the middle of a save leaves
    subprocess.run(_command(base, data, killed, "--resume"), check=True, capture_output=True, timeout=200)
    train_sft(str(base), data, whole, load(SftSettings, tmp_path / "settings.yaml"), report=lambda line: None)
    assert [entry["step"] for entry in _kinds(killed, "train")] == list(range(1, 9))
    assert not (killed / "checkpoint-9").exists() and (killed / "checkpoint-8" / "complete").exists()
    one, other = (load_file(run / "last" / "model.safetensors") for run in (killed, whole))
    assert one.keys() == other.keys()
    for name in one:
        assert torch.allclose(one[name].float(), other[name].float(), atol=1e-6), name


def test_a_full_disk_is_a_named_error_and_nothing_half_is_left(base: Path, data: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    size = (base / "model.safetensors").stat().st_size  # float32 weights take twice that
    code = ("import resource, sys; from vla_r1_ros.cli.main import main; "
            f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size})); sys.exit(main(sys.argv[1:]))")  # fmt: skip
    words = _command(base, data, run)[3:]
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, timeout=200)
    assert done.returncode == 1 and "[802 TRAIN_DISK_FULL]" in done.stderr, done.stderr
    assert "it goes on from the start" in done.stderr
    assert not list(run.glob("checkpoint-*"))
