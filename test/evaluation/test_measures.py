# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Measures over marks, differences on common questions, the file of a run, the published rows, the tables."""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.types import Task
from vla_r1_ros.evaluation import calibration, compare, marks
from vla_r1_ros.evaluation.marks import Record
from vla_r1_ros.evaluation.measures import BY_KEY, MEASURES, differences, figure, figures
from vla_r1_ros.evaluation.published import ABLATION, NOTE, ROWS, Published
from vla_r1_ros.evaluation.result_file import result_text, write_result
from vla_r1_ros.evaluation.tables import detail_table, difference_table, markdown, model_rows, paper_table
from vla_r1_ros.posttrain.grade import Mark


def box(number: int, iou: float, *, picture: str = "", score: float | None = None) -> Record:
    return Record(f"box {number}", "set", picture or str(number), Task.AFFORDANCE,
                  Mark(True, False, False, False, iou=iou), None, score)  # fmt: skip


def path(number: int, avg: float, *, said_absent: bool = False, score: float | None = None) -> Record:
    mark = Mark(True, False, said_absent, False, path=(avg + 3.0, avg, avg - 3.0, avg))
    return Record(f"path {number}", "set", str(number), Task.TRAJECTORY, mark, True, score)


def absent(number: int, *, seen: bool) -> Record:
    return Record(f"absent {number}", "set", str(number), Task.AFFORDANCE, Mark(True, True, not seen, False), False)


RECORDS = [box(0, 0.8), box(1, 0.4), box(2, 0.0), path(3, 20.0), path(4, 1414.2, said_absent=True),
           absent(5, seen=False), absent(6, seen=True)]  # fmt: skip


def test_each_measure_is_a_mean_over_the_questions_that_it_applies_to() -> None:
    found = {key: (one.value, one.n) for key, one in figures(RECORDS).items()}
    assert found["iou_percent"] == (pytest.approx(40.0), 3)
    assert found["iou_over_half_percent"] == (pytest.approx(100 / 3), 3)
    assert found["avg"] == (pytest.approx((20 + 1414.2) / 2), 2)
    assert found["dfd"][0] == pytest.approx(found["avg"][0] + 3.0)  # type: ignore[operator]
    assert found["avg_given"] == (20.0, 1)
    assert found["path_called_absent_percent"] == (50.0, 2)
    assert found["absent_percent"] == (50.0, 2)
    assert found["false_absent_percent"] == (20.0, 5)
    assert found["parse_percent"] == (100.0, 7)
    assert found["truthful_percent"] == (50.0, 4)  # where somebody knows
    assert figure(BY_KEY["avg"], RECORDS[:3]).to_json() == {"value": None, "interval95": None, "n": 0}


def test_a_share_of_all_has_wilsons_interval_over_the_pictures() -> None:
    twice = [box(i, 0.9, picture=str(i // 2)) for i in range(20)]
    low, high = figure(BY_KEY["parse_percent"], twice).interval95 or (0.0, 0.0)
    assert high == 100.0 and low == pytest.approx(72.2, abs=0.1)  # 10 of 10
    assert figure(BY_KEY["iou_percent"], twice).interval95 is None


def test_differences_are_taken_on_common_questions_and_say_who_is_better() -> None:
    rng = np.random.default_rng(0)
    base = rng.uniform(0.2, 0.7, 80)
    first = [box(i, v) for i, v in enumerate(base)] + [path(i, 50.0 + 40 * v) for i, v in enumerate(base)]
    second = [box(i, v + 0.05 + 0.01 * (i % 2)) for i, v in enumerate(base[:60])]
    second += [path(i, 60.0 + 40 * v + i % 3) for i, v in enumerate(base)]
    found = {one.measure.key: one for one in differences(first, second)}
    assert found["iou_percent"].n == 60 and found["iou_percent"].value == pytest.approx(5.5)
    assert found["iou_percent"].verdict == "better"
    assert found["avg"].verdict == "worse" and found["avg"].value == pytest.approx(10.99, abs=0.1)
    assert found["parse_percent"].verdict == "not told apart"
    assert "absent_percent" not in found
    same = differences(first, first)
    assert {one.value for one in same} == {0.0} and {one.verdict for one in same} == {"not told apart"}
    few = {one.measure.key: one for one in differences(first[:5], [box(i, 0.9) for i in range(5)])}
    assert few["iou_percent"].value > 0 and few["iou_percent"].verdict == "not told apart"
    assert {one.verdict for one in differences(first[:6], [box(i, 0.9) for i in range(6)])} == {
        "better", "not told apart"}  # fmt: skip
    with pytest.raises(InputError, match="no question in common"):
        differences(first[:10], second[20:30])


def test_marks_survive_the_file(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "run.json"
    write_result(file, {"kind": "scenes", "text": "@marks", "marks": marks.to_json(RECORDS)})
    text = file.read_text()
    assert sum(line.strip().startswith('["') for line in text.splitlines()) == len(RECORDS)  # a question a line
    run = compare.load_run(file)
    assert run.name == "run" and run.sets == ["set"]
    before, after = figures(RECORDS), figures(run.records)
    for measure in MEASURES:
        assert after[measure.key].value == pytest.approx(before[measure.key].value, abs=0.01)
    assert json.loads(result_text({"a": 1})) == {"a": 1}


@pytest.mark.parametrize("content", [
    "no json", "[]", '{"marks": null}', '{"marks": {"columns": ["key"], "rows": [[1]]}}',
    '{"marks": {"columns": [], "rows": []}}', "[" * 100000, '{"value": NaN}',
])  # fmt: skip
def test_a_file_that_is_no_run_is_named(tmp_path: Path, content: str) -> None:
    file = tmp_path / "old.json"
    file.write_text(content)
    with pytest.raises(InputError, match=r"old\.json") as caught:
        compare.load_run(file)
    assert caught.value.code is ErrorCode.INPUT_FILE


def test_runs_stand_beside_each_other() -> None:
    first = compare.Run("sft", RECORDS)
    second = compare.Run("grpo", [box(0, 0.9), box(1, 0.6), box(2, 0.5), path(3, 10.0), path(4, 30.0)])
    [found] = compare.compare([first, second])
    assert found.figures["grpo"]["iou_percent"]["value"] == pytest.approx(66.667, abs=0.001)
    assert model_rows(found.figures).splitlines()[2].startswith("| sft ")
    told = compare.to_json([first, second], [found])["sets"]["set"]["differences"]["grpo"]
    assert told["iou_percent"]["value"] == pytest.approx(26.667, abs=0.001) and told["avg"]["verdict"]
    assert "grpo less sft" in difference_table("sft", "grpo", found.differences["grpo"])
    with pytest.raises(InputError, match="two runs"):
        compare.compare([first])
    with pytest.raises(InputError, match="different names"):
        compare.compare([first, first])
    with pytest.raises(InputError, match="no set in common"):
        compare.compare([first, compare.Run("other", [Record("k", "another set", "p", Task.AFFORDANCE,
                                                             Mark(True, False, False, False, iou=1.0))])])  # fmt: skip


def test_published_averages_are_the_means_of_their_three_but_for_those_that_are_told() -> None:
    wrong = {}
    for row in ROWS:
        for values in (row.in_domain, row.out_of_domain):
            _, dfd, hd, rmse, avg = (float(v or 0.0) for v in values)
            if abs((dfd + hd + rmse) / 3 - avg) > 0.02:
                wrong[avg] = round((dfd + hd + rmse) / 3, 2)
    assert wrong == {175.37: 177.09, 250.67: 185.76, 120.45: 119.79}
    assert all(f"{avg:.2f} ({mean})" in NOTE for avg, mean in wrong.items())
    assert all(row.in_domain[4] is None for row in ABLATION)
    assert Published("a", ROWS[0].in_domain).to_json()["source"] == "VLA-R1, arXiv 2510.01623v1"


def test_tables_are_markdown_with_cells_in_line() -> None:
    text = markdown(["a", "long heading"], [["x", "1.00"], ["longer", "–"]])
    lines = text.splitlines()
    assert markdown(["a", "b"], [["x|y\nz", "1"]]).splitlines()[2].startswith("| x\\|y z |")
    assert len({len(line) for line in lines}) == 1 and lines[1].startswith("| :--") and lines[1].endswith("-: |")
    figured = {key: one.to_json() for key, one in figures(RECORDS).items()}
    detail = detail_table({"mine": figured})
    assert "| IoU %" in detail and "[" in detail and "Avg where a path was given" in detail
    rows = paper_table([{"model": "tabletop", "in_domain": figured, "out_of_domain": None}]).splitlines()
    assert rows[-1].startswith("| tabletop (measured)") and "40.00" in rows[-1] and rows[-1].count("–") == 5
    assert any(row.startswith("| VLA-R1-3B *") and "36.51" in row and "93.90" in row for row in rows)


def test_calibration_of_a_score_that_tells_and_of_one_that_does_not() -> None:
    rng = np.random.default_rng(0)
    scores = rng.random(300)
    telling = [box(i, float(s), score=float(s)) for i, s in enumerate(scores)]
    telling += [path(i, 300.0 * (1 - float(s)), score=float(s)) for i, s in enumerate(scores)]
    found = calibration.calibration([*telling, absent(9, seen=False)])
    assert found["boxes"]["spearman"] == found["paths"]["spearman"] == 1.0
    assert [b["n"] for b in found["boxes"]["bins"]] == np.histogram(scores, calibration.EDGES)[0].tolist()
    first, last = found["boxes"]["bins"][0], found["boxes"]["bins"][-1]
    assert first["value"] < 20.0 and last["value"] > 90.0
    gains = [row["avg"] for row in found["paths"]["coverage"]]
    assert gains == sorted(gains, reverse=True) and gains[-1] < 0.6 * gains[0]
    blind = calibration.calibration([box(i, float(v), score=0.5) for i, v in enumerate(scores)])
    assert blind["boxes"]["spearman"] is None and blind["paths"] is None
    assert {row["share"] for row in blind["boxes"]["coverage"]} == {1.0}  # equal scores cannot be told apart
    titles = [title for title, _, _ in calibration.lines(found)]
    assert len(titles) == 4 and "+1.00" in titles[0]


def test_agreement_against_truth_is_drawn_where_there_is_matplotlib(tmp_path: Path) -> None:
    from vla_r1_ros.evaluation.drawing import draw_calibration

    rng = np.random.default_rng(0)
    records = [box(i, float(v), score=float(v)) for i, v in enumerate(rng.random(40))]
    with pytest.raises(InputError, match="one answer a question"):
        draw_calibration("run", RECORDS, tmp_path / "x.png")
    if importlib.util.find_spec("matplotlib") is None:
        with pytest.raises(InputError) as caught:
            draw_calibration("run", records, tmp_path / "x.png")
        assert caught.value.code is ErrorCode.INPUT_ENVIRONMENT and ".venv-train" in caught.value.advice
        return
    draw_calibration("run", records, tmp_path / "deep" / "x.png")
    assert (tmp_path / "deep" / "x.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(InputError, match=r"\.svg") as caught:
        draw_calibration("run", records, tmp_path / "x.unknown")
