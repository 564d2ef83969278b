# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Agreement against truth as a picture: reliability by bins, and risk over coverage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.evaluation.calibration import TRUTHS, calibration, scored
from vla_r1_ros.evaluation.marks import Record
from vla_r1_ros.evaluation.measures import BY_KEY


def draw_calibration(name: str, records: Sequence[Record], picture: Path) -> None:
    """Draw a row for boxes and one for paths, as far as there are any; the format is that of the picture's suffix.

    Raises:
        InputError: INPUT_PARAMETER where no question was asked several times, or for an unknown suffix;
            INPUT_ENVIRONMENT where matplotlib is missing or the file cannot be written.
    """
    found = {kind: part for kind, part in calibration(records).items() if part is not None}
    if not found:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"{name} has one answer a question: no agreement to draw",
                         "run `vla_r1 bench model --samples 8 --json FILE` first")
    try:
        import matplotlib
    except ImportError as error:
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"drawing needs matplotlib: {error}",
                         "run it as .venv-train/bin/vla_r1") from None
    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(len(found), 2, figsize=(9, 3.4 * len(found)), squeeze=False)
    for (kind, part), (left, right) in zip(found.items(), axes, strict=True):
        _reliability(left, kind, part)
        _coverage(right, kind, records)
    figure.suptitle(f"{name}: agreement of the samples against truth")
    figure.tight_layout()
    try:
        picture.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(picture, dpi=120)
    except ValueError as error:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"{picture}: {error}", "name it .png, .svg or .pdf") from None
    except OSError as error:
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"{picture} cannot be written: {error.strerror}",
                         "choose another place") from error
    finally:
        pyplot.close(figure)


def _reliability(axes: Any, kind: str, part: Mapping[str, Any]) -> None:
    measure = BY_KEY[part["measure"]]
    for entry in part["bins"]:
        ends = entry["interval95"] or [entry["value"]] * 2
        axes.plot([entry["score_mean"]] * 2, ends, color="tab:blue", linewidth=1)
        axes.plot(entry["score_mean"], entry["value"], "o", color="tab:blue")
        axes.annotate(str(entry["n"]), (entry["score_mean"], entry["value"]), textcoords="offset points", xytext=(6, 4))
    rank = "" if part["spearman"] is None else f", rank correlation {part['spearman']:+.2f}"
    axes.set(title=f"{kind}{rank}", xlabel="agreement (number: questions)", ylabel=f"{measure.words} ({measure.unit})",
             xlim=(0, 1.02))  # fmt: skip
    axes.set_ylim(bottom=0)
    axes.grid(alpha=0.3)


def _coverage(axes: Any, kind: str, records: Sequence[Record]) -> None:
    measure = TRUTHS[kind]
    _, scores, truth = scored(measure, records)
    order = np.argsort(-scores, kind="stable")
    ranked = scores[order]
    means = np.cumsum(truth[order]) / np.arange(1, len(truth) + 1)
    last = np.append(ranked[1:] != ranked[:-1], True)  # equal scores go together
    best = np.sort(truth)[:: -1 if measure.better > 0 else 1]
    shares = np.arange(1, len(truth) + 1) / len(truth)
    axes.plot(shares[last], means[last], label="by agreement")
    axes.plot(shares, np.cumsum(best) / np.arange(1, len(truth) + 1), ":", label="best possible order")
    axes.axhline(truth.mean(), color="grey", linewidth=0.8, label="at random")
    axes.set(title=f"{kind}: acting only on answers that agree", xlabel="share of answers kept",
             ylabel=f"{measure.words} ({measure.unit})", xlim=(0, 1.02))  # fmt: skip
    axes.grid(alpha=0.3)
    axes.legend(fontsize=8)
