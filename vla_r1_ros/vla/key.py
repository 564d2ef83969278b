# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The key of the model server, for those who ask for it and those who send it."""

from vla_r1_ros.core.secret import read_secret

KEY_VARIABLE = "VLA_R1_API_KEY"
KEY_FILE_VARIABLE = "VLA_R1_API_KEY_FILE"
KEY_SOURCES = f"${KEY_VARIABLE}, or the file that ${KEY_FILE_VARIABLE} names"


def api_key(file: str = "") -> str | None:
    """Return the key that is in `file`; where none is named, what `KEY_SOURCES` says; None where there is none.

    Raises:
        InputError: INPUT_FILE for a file that cannot be read or is empty.
    """
    return read_secret("API key", file, KEY_VARIABLE, KEY_FILE_VARIABLE)
