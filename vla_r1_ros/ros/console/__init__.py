# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The web console: one page that shows the stack, says what to do, approves and stops. Docs: docs/console.md."""
