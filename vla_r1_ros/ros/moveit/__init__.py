# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""MoveIt through moveit_py, for the planner back end `moveit`: what runs in its worker process, and nothing else."""
