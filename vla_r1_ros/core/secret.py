# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A secret from a file or the environment.

Never from a command line, which every user of the machine can read, nor from a ROS parameter, which everybody on the
network can.
"""

import os
from pathlib import Path

from vla_r1_ros.core.errors import ErrorCode, InputError


def read_secret(what: str, file: str, variable: str, file_variable: str) -> str | None:
    """Return what is in `file`; where none is named, in $`variable`, or the file that $`file_variable` names; None
    where there is none. `what` is its name in messages.

    Raises:
        InputError: INPUT_FILE for a file that cannot be read or is empty.
    """
    if not file and (secret := os.environ.get(variable, "").strip()):
        return secret
    name = file or os.environ.get(file_variable, "")
    if not name:
        return None
    advice = f"name a readable file that holds the {what.split()[-1]} and nothing else"
    try:
        secret = Path(name).expanduser().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(ErrorCode.INPUT_FILE, f"the {what}'s file {name}: {error}", advice) from error
    if not secret:
        raise InputError(ErrorCode.INPUT_FILE, f"the {what}'s file {name} is empty", advice)
    return secret
