#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
# Prints a Python 3.12 or 3.11 that really runs (a pyenv shim may not). PYTHON=... chooses one.
set -euo pipefail

usable() {
  "$1" -c 'import sys; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)) or sys.maxsize < 2**32)' 2>/dev/null
}

cd "$(dirname "${BASH_SOURCE[0]}")/.."
made_with=$(.venv/bin/python -c 'import sys; print(sys._base_executable)' 2>/dev/null || true)

for candidate in ${PYTHON:+"$PYTHON"} ${made_with:+"$made_with"} python3.12 python3.11 python3 /usr/bin/python3.12 /usr/bin/python3.11; do
  if usable "$candidate"; then
    "$candidate" -c 'import sys; print(sys.executable)'
    exit 0
  fi
  if [ "$candidate" = "${PYTHON:-}" ]; then
    echo "PYTHON=$PYTHON is not a 64-bit Python 3.11 or 3.12 that runs." >&2
    exit 2
  fi
done
echo "Python 3.11 or 3.12 is missing. Debian 12: apt-get install python3 python3-pip python3-dev (3.11)." >&2
echo "Ubuntu 24.04: the same packages (3.12). Elsewhere: any build of it, named with PYTHON=/path/to/python." >&2
exit 2
