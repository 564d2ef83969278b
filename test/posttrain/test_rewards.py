# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Rewards: the released code's values to 1e-9, the strict rules, and a number for any text."""

import importlib.util
import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vla_r1_ros.cli.bench_rewards import plain_alaf
from vla_r1_ros.core.alaf import alaf_limit
from vla_r1_ros.core.errors import InputError, ReplyError
from vla_r1_ros.core.metrics import giou
from vla_r1_ros.core.types import Box, Task
from vla_r1_ros.posttrain.rewards import (
    TRL_WEIGHTS,
    Profile,
    compute_score,
    format_reward,
    region_reward,
    score_replies,
    trajectory_reward,
    trl_rewards,
)
from vla_r1_ros.posttrain.rewards_reading import read_truth

NAN = math.nan
BOX = '{"x": 0.5, "y": 0.4, "width": 0.2, "height": 0.2}'
PATH = "[[0.3, 0.3], [0.4, 0.4], [0.5, 0.5], [0.6, 0.6]]"
BENT = "[[0.2, 0.7], [0.3, 0.5], [0.45, 0.4], [0.6, 0.5]]"
BOTH = pytest.mark.parametrize("profile", list(Profile))


def out(body: str) -> str:
    return f"<output>{body}</output>"


def reply(body: str) -> str:
    return f"<think>it is here</think> so, the answer is {out(body)}"


# The values of the contract, then quirks. Figures: what the released code returned (commit of October 2025).
# name, reply, truth: released score, iou, os_frechet_norm; strict score
CASES: list[tuple[str, str, str, float, float, float, float]] = [
    ("perfect path", reply(PATH), PATH, 1.0, NAN, 0.0, 1.0),
    ("the same path reversed", reply("[[0.6, 0.6], [0.5, 0.5], [0.4, 0.4], [0.3, 0.3]]"), PATH,
     0.5519530248218794, NAN, 0.4978299724201341, 0.5519530248218794),
    ("a single correct end point", reply("[[0.6, 0.6]]"), PATH, 0.1, NAN, 1.0, 0.1),
    ("empty list", reply("[]"), PATH, 0.1, NAN, NAN, 0.1),
    ("path in pixel scale", reply("[[192, 144], [256, 192], [320, 240], [384, 288]]"), PATH, 0.1, NAN, 1.0, 0.1),
    ("perfect box without think", out(BOX), BOX, 0.9, 1.0, NAN, 0.0),
    ("think after output", out(BOX) + "<think>a</think>", BOX, 1.0, 1.0, NAN, 0.0),
    ("perfect box", reply(BOX), BOX, 1.0, 1.0, NAN, 1.0),
    ("whole image", reply('{"x": 0.5, "y": 0.5, "width": 1, "height": 1}'), BOX, 0.568, 0.04, NAN, 0.568),
    ("box for a path", reply(BOX), PATH, 0.1, NAN, NAN, 0.1),
    ("path for a box", reply(PATH), BOX, 0.1, NAN, NAN, 0.1),
    ("top left for centre", reply('{"x": 0.4, "y": 0.3, "width": 0.2, "height": 0.2}'), BOX,
     0.5142857142857142, 0.14285714285714, NAN, 0.5142857142857142),
    ("box beside", reply('{"x": 0.1, "y": 0.1, "width": 0.1, "height": 0.1}'), BOX,
     0.19090909090909092, 0.0, NAN, 0.19090909090909092),
    ("negative size", reply('{"x": 0.5, "y": 0.4, "width": -0.2, "height": 0.2}'), BOX, 1.0, 1.0, NAN, 0.1),
    ("numbers as text", reply('{"x": "0.5", "y": "0.4", "width": "0.2", "height": 0.2}'), BOX, 1.0, 1.0, NAN, 0.1),
    ("no area", reply('{"x": 0.5, "y": 0.4, "width": 0, "height": 0}'), BOX, 0.55, 0.0, NAN, 0.1),
    ("not a number", reply('{"x": NaN, "y": 0.4, "width": 0.2, "height": 0.2}'), BOX, 1.0, 0.0, NAN, 0.1),
    ("too big to be a float", reply(f'{{"x": 1{"0" * 400}, "y": 0.4, "width": 0.2, "height": 0.2}}'), BOX,
     0.1, NAN, NAN, 0.1),
    ("too big for an int", reply(f'{{"x": {"9" * 5000}, "y": 0.4, "width": 0.2, "height": 0.2}}'), BOX,
     0.0, NAN, NAN, 0.1),
    ("null in a box", reply('{"x": null, "y": 0.4, "width": 0.2, "height": 0.2}'), BOX, 0.1, NAN, NAN, 0.1),
    ("null", reply("null"), BOX, 0.0, NAN, NAN, 0.1),
    ("not JSON", reply("{x: 0.5}"), BOX, 0.0, NAN, NAN, 0.0),
    ("the first of two outputs", reply(BOX) + out("[]"), BOX, 1.0, 1.0, NAN, 0.0),
    ("tags in capitals", f"<THINK>a</THINK><OUTPUT>{BOX}</OUTPUT>", BOX, 1.0, 1.0, NAN, 0.0),
    ("nothing", "", BOX, 0.0, NAN, NAN, 0.0),
    ("perfect bent path", reply(BENT), BENT, 1.0, NAN, 0.0, 1.0),
    ("moved", reply("[[0.25, 0.7], [0.35, 0.5], [0.5, 0.4], [0.65, 0.5]]"), BENT,
     0.9814804925174514, NAN, 0.020577230536165135, 0.9814804925174514),
    ("coarse", reply("[[0.2, 0.7], [0.6, 0.5]]"), BENT,
     0.8479760763583912, NAN, 0.1689154707128986, 0.8479760763583912),
    ("a point twice", reply("[[0.2, 0.7], [0.2, 0.7], [0.3, 0.5], [0.45, 0.4], [0.6, 0.5]]"), BENT, 0.1, NAN, 1.0, 0.1),
    ("there and back", reply("[[0.2, 0.7], [0.3, 0.5], [0.2, 0.7], [0.6, 0.5]]"), BENT,
     0.7990813305697217, NAN, 0.2232429660336425, 0.7990813305697217),
    ("outside", reply("[[-0.2, 0.7], [0.3, 0.5], [0.45, 1.4], [0.6, 0.5]]"), BENT,
     0.738386056819103, NAN, 0.29068215908988565, 0.1),
    ("NaN at the end", reply("[[0.2, 0.7], [0.3, 0.5], [NaN, NaN]]"), BENT, 1.0, NAN, 0.0, 0.1),
    ("NaN at the start", reply("[[NaN, 0.7], [0.3, 0.5], [0.45, 0.4]]"), BENT, 0.1, NAN, 1.0, 0.1),
    ("triples", reply("[[0.2, 0.7, 0.1], [0.3, 0.5, 0.1]]"), BENT, 0.1, NAN, NAN, 0.1),
    ("one point for one point", reply("[[0.2, 0.7]]"), "[[0.2, 0.7]]", 1.0, NAN, 0.0, 0.1),
]  # fmt: skip
NAMED = pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])


@NAMED
def test_released_values(case: tuple[str, str, str, float, float, float, float]) -> None:
    _, text, truth, score, iou, norm, _ = case
    found = compute_score("vla", text, out(truth), {"profile": "released"})
    wanted = {"score": score, "iou": iou, "os_frechet_norm": norm}
    assert {name: found[name] for name in wanted} == pytest.approx(wanted, rel=0, abs=1e-9, nan_ok=True)


@NAMED
def test_strict_values(case: tuple[str, str, str, float, float, float, float]) -> None:
    _, text, truth, *_, score = case
    # 1e-8: angles are not taken from an arc cosine here
    assert compute_score("vla", text, out(truth))["score"] == pytest.approx(score, rel=0, abs=1e-8)


def test_all_values_at_once_are_those_of_each() -> None:
    texts, truths = [case[1] for case in CASES], [out(case[2]) for case in CASES]
    for profile in Profile:
        found = score_replies(texts, truths, profile)
        rows = zip(texts, truths, strict=True)
        alone = [compute_score("", text, truth, {"profile": profile}) for text, truth in rows]
        for name, values in (("score", found.score), ("iou", found.iou), ("os_frechet_norm", found.norm)):
            np.testing.assert_allclose(values, [one[name] for one in alone], rtol=0, atol=1e-12)
        np.testing.assert_allclose(found.score, 0.9 * found.task + 0.1 * found.format, rtol=0, atol=1e-15)
    assert score_replies([], []).score.shape == (0,)


# --- strict: what the stack would act on


def test_strict_says_how_far_off_a_missed_answer_is() -> None:
    found = score_replies(["no tags", reply("{}"), reply(BOX), reply(PATH)], [BOX, BOX, PATH, PATH])
    np.testing.assert_array_equal(found.iou, [0.0, 0.0, NAN, NAN])
    np.testing.assert_array_equal(found.norm, [NAN, NAN, 1.0, 0.0])
    np.testing.assert_array_equal(found.format, [0, 1, 1, 1])
    assert found.tasks == (Task.AFFORDANCE, Task.AFFORDANCE, Task.TRAJECTORY, Task.TRAJECTORY)


@pytest.mark.parametrize("truth", [out("{}"), out(""), out("null"), out("absent"), reply("{}"), "{}"])
def test_absent_is_an_answer(truth: str) -> None:
    texts = [reply("{}"), reply("none"), reply(""), reply(BOX), out("{}"), "<think>not there</think>"]
    found = score_replies(texts, [truth] * 6)
    np.testing.assert_array_equal(found.task, [1, 1, 1, 0, 0, 0])
    np.testing.assert_array_equal(found.format, [1, 1, 1, 1, 0, 0])  # no output block: it may have been cut
    assert set(found.tasks) == {Task.AFFORDANCE} and np.isnan(found.iou).all()


def test_an_absent_path_is_an_empty_list() -> None:
    found = score_replies([reply("[]"), reply(PATH)], [out("[]")] * 2)
    assert found.task.tolist() == [1.0, 0.0] and set(found.tasks) == {Task.TRAJECTORY}


@pytest.mark.parametrize("truth", [out(BOX), reply(BOX), BOX, f"  {BOX}\n", f"<think>a</think>{BOX}"])
def test_a_truth_may_be_a_reply_a_block_or_its_json(truth: str) -> None:
    assert compute_score("", reply(BOX), truth)["score"] == 1.0
    task, box = read_truth(truth)
    assert task is Task.AFFORDANCE and box is not None
    np.testing.assert_array_equal(box, [0.5, 0.4, 0.2, 0.2])


@pytest.mark.parametrize("truth", [None, 3, b"{}", "?", "", "<think>at the left</think>", out("[[0.5, 0.5]]"),
                                   out(BOX.replace("0.5", "320")), out("[[")])  # fmt: skip
def test_a_truth_that_cannot_be_read_pays_for_format_only(truth: Any) -> None:
    with pytest.raises(ReplyError):
        read_truth(truth)
    for text in (BOX, PATH, "{}", "[]"):
        assert compute_score("", reply(text), truth)["score"] == pytest.approx(0.1)
        assert score_replies([reply(text)], [truth]).tasks == (None,)


# --- what a reward must be


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(*[st.floats(0.05, 0.95)] * 2, *[st.floats(0.01, 1)] * 2), min_size=2, max_size=6))
def test_region_reward_is_giou_of_each_pair(rows: list[tuple[float, float, float, float]]) -> None:
    bodies = [json.dumps(dict(zip(("x", "y", "width", "height"), row, strict=True))) for row in rows]
    expected = [(giou(Box(*a), Box(*b)) + 1) / 2 for a, b in zip(rows, rows[::-1], strict=True)]
    for profile in Profile:
        found = score_replies([reply(body) for body in bodies], [out(body) for body in bodies[::-1]], profile)
        np.testing.assert_allclose(found.task, expected, rtol=0, atol=1e-9)
        assert (found.task[0], found.iou[0]) == pytest.approx((found.task[-1], found.iou[-1]))  # symmetric
        same = score_replies([reply(body) for body in bodies], [out(body) for body in bodies], profile)
        np.testing.assert_allclose(same.score, 1.0)


POINT = st.tuples(st.floats(0, 1), st.floats(0, 1))


@settings(max_examples=150, deadline=None)
@given(st.lists(POINT, min_size=2, max_size=8), st.lists(POINT, min_size=2, max_size=8))
def test_trajectory_reward_is_alaf_of_each_pair(P: list[tuple[float, float]], Q: list[tuple[float, float]]) -> None:
    expected = 1.0 - min(1.0, plain_alaf(P, Q) / alaf_limit())
    texts, truths = [reply(json.dumps(P)), reply(json.dumps(Q))], [out(json.dumps(Q)), out(json.dumps(P))]
    for profile, tolerance in ((Profile.STRICT, 1e-9), (Profile.RELEASED, 1e-8)):
        found = score_replies(texts, truths, profile)
        np.testing.assert_allclose(found.task, expected, rtol=0, atol=tolerance)
        same = score_replies(texts, truths[::-1], profile)
        np.testing.assert_allclose(same.task, 1.0, rtol=0, atol=tolerance)


@BOTH
def test_a_better_answer_is_never_paid_less(profile: Profile) -> None:
    shifts = np.linspace(0.0, 0.4, 41)
    boxes = [reply(json.dumps({"x": 0.5 + d, "y": 0.4, "width": 0.2, "height": 0.2})) for d in shifts]
    paths = [reply(json.dumps([[x + d, y] for x, y in json.loads(PATH)])) for d in shifts]
    sizes = [reply(json.dumps({"x": 0.5, "y": 0.4, "width": w, "height": w})) for w in np.linspace(0.2, 0.8, 41)]
    for texts, truth in ((boxes, BOX), (paths, PATH), (sizes, BOX)):
        assert (np.diff(score_replies(texts, [out(truth)] * 41, profile).score) < 0).all()


# --- verl


def test_verl_calls_by_name_and_reads_the_keys() -> None:
    found = compute_score(data_source="vla", solution_str=reply(BOX), ground_truth=out(BOX), extra_info={"index": 3})
    assert found == pytest.approx(
        {"score": 1.0, "task": 1.0, "format": 1.0, "iou": 1.0, "os_frechet_norm": NAN}, nan_ok=True
    )
    assert {type(value) for value in found.values()} == {float}
    path = compute_score("vla", "", out(PATH), None)
    assert path.keys() == found.keys()  # verl makes columns of them


def test_the_profile_is_strict_unless_said_otherwise() -> None:
    for extra in (None, {}, {"profile": None}, {"profile": "strict"}, {"profile": Profile.STRICT}, 3):
        assert compute_score("", out(BOX), out(BOX), extra)["score"] == 0.0  # type: ignore[arg-type]
    assert compute_score("", out(BOX), out(BOX), {"profile": "released"})["score"] == 0.9


@pytest.mark.parametrize("name", ["Released", "releasd", 3, ["strict"]])
def test_a_profile_that_there_is_not_is_refused(name: Any) -> None:
    with pytest.raises(InputError, match="strict, released"):
        compute_score("", reply(BOX), out(BOX), {"profile": name})
    with pytest.raises(InputError):
        trl_rewards(name)


def test_the_released_weights_may_be_set_per_row() -> None:
    # figures: the released code with the same extra_info
    texts = reply("[[0.2, 0.7], [0.2, 0.4], [0.6, 0.5]]"), out(BENT)
    figures = [({"lambda_theta": 0.5}, 0.8920944417531362), ({"lambda_ratio": 0.0}, 0.9011780106221804),
               ({"lambda_theta": "0.1", "lambda_ratio": 1}, 0.7695711139099327)]  # fmt: skip
    for extra, score in figures:
        assert compute_score("", *texts, {"profile": "released", **extra})["score"] == pytest.approx(score, abs=1e-9)
    plain = compute_score("", *texts, {"profile": "released"})["score"]
    for bad in (NAN, -1.0, math.inf, "x", None, [1], 10**400):
        assert compute_score("", *texts, {"profile": "released", "lambda_theta": bad})["score"] == plain
    assert compute_score("", *texts, {"lambda_theta": 0.5})["score"] == pytest.approx(plain, abs=1e-8)


def test_verl_loads_the_file_by_its_path() -> None:
    spec = importlib.util.spec_from_file_location("custom_module", sys.modules[compute_score.__module__].__file__ or "")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)  # not in sys.modules, as in verl
    assert module.compute_score("", reply(BOX), out(BOX), {"profile": "released"})["score"] == 1.0


def test_neither_torch_nor_trl_nor_ros_is_needed() -> None:
    code = """
import sys
for name in ("torch", "trl", "transformers", "rclpy", "std_msgs", "mujoco"):
    sys.modules[name] = None  # importing it fails
from vla_r1_ros.posttrain.rewards import compute_score
assert compute_score("", "<think>a</think><output>[]</output>", "<output>[]</output>")["score"] == 1.0
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


# --- TRL

COMPLETIONS = [reply(BOX), reply(PATH), out(BOX), "nothing"]
TRUTHS = [out(BOX), out(PATH), out(BOX), out(PATH)]


def _call(reward: Any, completions: list[Any], truths: list[Any]) -> list[float | None]:
    """What GRPOTrainer passes: everything by name, the data set's columns too."""
    more = {"prompts": [""] * len(truths), "completion_ids": [[1]] * len(truths), "task": ["x"] * len(truths),
            "trainer_state": None, "log_extra": print, "log_metric": print}  # fmt: skip
    return list(reward(completions=completions, ground_truth=truths, **more))


def test_trl_rewards() -> None:
    assert _call(region_reward, COMPLETIONS, TRUTHS) == [1.0, None, 0.0, None]
    assert _call(trajectory_reward, COMPLETIONS, TRUTHS) == [None, 1.0, None, 0.0]
    assert _call(format_reward, COMPLETIONS, TRUTHS) == [1.0, 1.0, 0.0, 0.0]
    assert _call(trl_rewards("released")[0], COMPLETIONS, TRUTHS) == [1.0, None, 1.0, None]


@BOTH
def test_trl_weights_make_the_score_of_verl(profile: Profile) -> None:
    texts, truths = [case[1] for case in CASES], [out(case[2]) for case in CASES]
    columns = [_call(reward, texts, truths) for reward in trl_rewards(profile)]
    table = np.array([[NAN if value is None else value for value in column] for column in columns])
    total = np.nansum(table * np.array(TRL_WEIGHTS)[:, None], axis=0)  # what GRPOTrainer makes of them
    np.testing.assert_allclose(total, score_replies(texts, truths, profile).score, rtol=0, atol=1e-15)


def test_trl_chats_and_content_in_parts() -> None:
    said = {"role": "assistant", "content": reply(BOX)}
    pieces = [{"type": "text", "text": text} for text in (reply(BOX)[:9], reply(BOX)[9:])]
    good: list[Any] = [[said], [{"content": "no"}, said], [{"role": "assistant", "content": pieces}]]
    odd: list[Any] = [[], [{}], None, [None], [[3]]]
    assert _call(region_reward, good + odd, [out(BOX)] * 8) == [1.0] * 3 + [0.0] * 5


def test_every_reply_needs_its_truth() -> None:
    with pytest.raises(InputError):
        score_replies([reply(BOX)], [])


@pytest.mark.slow
@pytest.mark.train
def test_the_real_grpo_trainer_takes_them(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    trl = pytest.importorskip("trl")
    from datasets import Dataset
    from transformers import Qwen2Config, Qwen2ForCausalLM

    from vla_r1_ros.posttrain.tokenizer import build_tokenizer

    tokenizer = build_tokenizer()
    config = Qwen2Config(vocab_size=len(tokenizer), hidden_size=16, intermediate_size=16, num_hidden_layers=1,
                         num_attention_heads=2, num_key_value_heads=1, eos_token_id=tokenizer.eos_token_id,
                         pad_token_id=tokenizer.pad_token_id)  # fmt: skip
    prompt = [{"role": "user", "content": "pick the red cube"}]
    data = Dataset.from_list([{"prompt": prompt, "ground_truth": truth} for truth in TRUTHS])
    options = trl.GRPOConfig(
        output_dir=str(tmp_path), per_device_train_batch_size=4, num_generations=2, max_completion_length=8,
        max_steps=1, logging_steps=1, save_strategy="no", report_to=[], use_cpu=True, bf16=False, disable_tqdm=True,
        reward_weights=list(TRL_WEIGHTS))  # fmt: skip
    trainer = trl.GRPOTrainer(model=Qwen2ForCausalLM(config), reward_funcs=trl_rewards(), args=options,
                              train_dataset=data, processing_class=tokenizer)  # fmt: skip
    trainer.train()
    log = {name: value for entry in trainer.state.log_history for name, value in entry.items()}
    assert 0.0 <= log["rewards/format_reward/mean"] <= 1.0 and 0.0 <= log["reward"] <= 1.0
    assert {"rewards/region_reward/mean", "rewards/trajectory_reward/mean"} <= log.keys()
    chats = [[{"role": "assistant", "content": text}] for text in COMPLETIONS]
    table = trainer._calculate_rewards(list(data), [prompt] * 4, chats, [[1]] * 4)
    wanted = torch.tensor([[1.0, NAN, 1.0], [NAN, 1.0, 1.0], [0.0, NAN, 0.0], [NAN, 0.0, 0.0]])
    torch.testing.assert_close(table.cpu(), wanted, equal_nan=True)
