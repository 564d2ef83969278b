# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The key of the model server, for those who ask for it and those who send it.

It comes from a file or the environment; never from a command line, which every user of the machine can read, nor as a
ROS parameter, which everybody on the network can.
"""

import os
from pathlib import Path

from vla_r1_ros.core.errors import ErrorCode, InputError

KEY_VARIABLE = "VLA_R1_API_KEY"
KEY_FILE_VARIABLE = "VLA_R1_API_KEY_FILE"
KEY_SOURCES = f"${KEY_VARIABLE}, or the file that ${KEY_FILE_VARIABLE} names"


def api_key(file: str = "") -> str | None:
    """Return the key that is in `file`; where none is named, what `KEY_SOURCES` says; None where there is none.

    Raises:
        InputError: INPUT_FILE for a file that cannot be read or is empty.
    """
    if not file and (key := os.environ.get(KEY_VARIABLE, "").strip()):
        return key
    name = file or os.environ.get(KEY_FILE_VARIABLE, "")
    if not name:
        return None
    advice = "name a readable file that holds the key and nothing else"
    try:
        key = Path(name).expanduser().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(ErrorCode.INPUT_FILE, f"the API key's file {name}: {error}", advice) from error
    if not key:
        raise InputError(ErrorCode.INPUT_FILE, f"the API key's file {name} is empty", advice)
    return key
