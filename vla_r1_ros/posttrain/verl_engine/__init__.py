# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""GRPO on several GPUs and machines with verl on Ray: `vla_r1 train grpo --engine verl`.

verl is never imported here; it runs in an environment of its own, in a process of its own.
"""

#: The release whose configuration, data set and reward interface this package speaks.
VERL_VERSION = "0.9.1"
