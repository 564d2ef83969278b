# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The JSON of a benchmark: figures to read, then one line for each question's mark."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from vla_r1_ros.core.errors import ErrorCode, InputError

_PLACE = "@marks@"


def result_text(result: Mapping[str, Any]) -> str:
    """The result as JSON text; `marks`, where there are any, come last with a row a line."""
    marks = result.get("marks")
    if marks is None:
        return json.dumps(result, indent=2) + "\n"
    rows = ",\n".join("    " + json.dumps(row) for row in marks["rows"])
    table = f'{{\n    "columns": {json.dumps(marks["columns"])},\n    "rows": [\n{rows}\n    ]\n  }}'
    rest = {key: value for key, value in result.items() if key != "marks"}
    return json.dumps({**rest, "marks": _PLACE}, indent=2).replace(json.dumps(_PLACE), table) + "\n"


def write_result(path: Path, result: Mapping[str, Any]) -> None:
    """Write a result, as :func:`write_whole` does."""
    write_whole(path, result_text(result), "--json")


def write_whole(path: Path, text: str, option: str) -> None:
    """Write a file that the user named with `option`; one that is there is replaced when the new one is whole.

    Raises:
        InputError: INPUT_ENVIRONMENT where it cannot be written.
    """
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8", errors="replace")  # bags may hold half characters
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"{path} cannot be written: {error.strerror}",
                         f"choose another {option}, or free space") from error
