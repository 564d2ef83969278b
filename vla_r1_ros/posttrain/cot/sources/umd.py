# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""UMD RGB-D Part Affordance masks (Myers et al., ICRA 2015; users.umiacs.umd.edu/~fermulcm/affordance).

Format read off the data set's layout as several of its users describe it: in folders `tools/<tool>_<nn>/` pictures
`<tool>_<nn>_<frame>_rgb.jpg` beside `..._label.mat`, a MATLAB file with `gt_label` (H, W), 0 background, 1 grasp,
2 cut, 3 scoop, 4 contain, 5 pound, 6 support, 7 wrap-grasp, and `gt_type`, "manual" for every third frame and
"automatic" for the others. Only manual masks are used. A mask becomes the box around its pixels; pixel c covers c to
c + 1. The instructions are ours: the data set has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.types import Task
from vla_r1_ros.posttrain.cot.convention import Anchor, Convention, Units
from vla_r1_ros.posttrain.cot.images import file_picture
from vla_r1_ros.posttrain.cot.sample import BadSample, Item, Reason, Sample
from vla_r1_ros.posttrain.cot.sources.options import SourceOptions

CONVENTION = Convention(Units.PIXELS, Anchor.TOP_LEFT)  # of the box that is drawn around a mask
MIN_PIXELS = 30
_LABEL, _RGB = "_label.mat", "_rgb.jpg"
#: Label of the mask: what is asked for.
PARTS = {
    1: "grasp the {tool}.",
    2: "cut with the {tool}.",
    3: "scoop with the {tool}.",
    4: "put something into the {tool}.",
    5: "pound with the {tool}.",
    6: "carry something on the {tool}.",
    7: "wrap the hand around the {tool}.",
}


def items(options: SourceOptions) -> Iterator[Item]:
    """One item per label file below the folder, in order of their names. Raises InputError where there is none."""
    files = sorted(options.data.rglob(f"*{_LABEL}"))
    if not files:
        raise InputError(ErrorCode.INPUT_FILE, f"no *{_LABEL} below {options.data}",
                         "give the folder tools/ of the data set")
    for path in files:
        yield Item(path.relative_to(options.data).as_posix(), partial(_samples, path, options))


def _samples(path: Path, options: SourceOptions) -> list[Sample]:
    mask = _mask(path)
    tool = _tool(path)
    height, width = mask.shape
    where = path.relative_to(options.data).as_posix()
    picture = file_picture(options.data, where.removesuffix(_LABEL) + _RGB)
    found = []
    for number, words in PARTS.items():
        rows, columns = np.nonzero(mask == number)
        if len(rows) < MIN_PIXELS:
            continue
        x0, y0 = int(columns.min()), int(rows.min())
        box = [x0, y0, int(columns.max()) + 1 - x0, int(rows.max()) + 1 - y0]
        label = CONVENTION.box(box, (width, height), options.evidence)
        found.append(Sample("umd", f"{where}:{number}", Task.AFFORDANCE, words.format(tool=tool), label, picture,
                            (width, height)))
    if not found:
        raise BadSample(Reason.EMPTY_LABEL, f"{path} marks no part of {MIN_PIXELS} pixels or more")
    return found


def _tool(path: Path) -> str:
    name = path.name.removesuffix(_LABEL).split("_")[0]
    if not name.isalpha() or name == "scene":
        raise BadSample(Reason.MALFORMED, f"{path.name} names no tool")
    return name


def _mask(path: Path) -> Any:
    from scipy.io import loadmat

    try:
        content = loadmat(path)
    except Exception as error:  # scipy raises whatever the bytes lead it to, UnboundLocalError among them
        raise BadSample(Reason.MALFORMED, f"{path} is no MATLAB file that can be read: {error}") from error
    kind = np.asarray(content.get("gt_type", "manual")).ravel()
    if "automatic" in [str(word).strip() for word in kind]:
        raise BadSample(Reason.AUTOMATIC_LABEL, f"{path} was not drawn by a person")
    mask = np.asarray(content.get("gt_label"))
    if mask.ndim != 2 or mask.dtype.kind not in "uif" or not np.isin(mask, np.arange(len(PARTS) + 1)).all():
        raise BadSample(Reason.MALFORMED, f"gt_label in {path} is {mask.dtype} {mask.shape}, not (H, W) of 0 to 7")
    return mask
