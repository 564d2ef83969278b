# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0

# A bare machine: Python 3.11 or 3.12, pip and a compiler, no ROS. On a ROS 2 machine use colcon instead.
# Environments are made from requirements/*.txt by tools/environment.py, which knows what is up to date.
# torch: requirements pin 2.13.0 of either build. Without the CPU build in any index that pip is told of, pip takes the
# CUDA build, and its libraries are fetched too (over 2 GB); PIP_EXTRA_INDEX_URL may name PyTorch's CPU index.

SAY ?= put the red cube in the blue bowl
export SAY

# A sourced ROS 2 would put its own rclpy and libraries before those of the environments.
ifdef ROS_DISTRO
unexport ROS_DISTRO AMENT_PREFIX_PATH PYTHONPATH LD_LIBRARY_PATH CMAKE_PREFIX_PATH
endif

environment = python=$$(tools/python.sh) && "$$python" tools/environment.py

.PHONY: demo test test-fast reliability lint reference vendor figures pictures docs venv venv-serve venv-train clean help

help:
	@echo "make demo [SAY=\"...\"]   the whole way in physics, from words to a moved object"
	@echo "make test               all tests, 40 minutes on two cores; make test-fast: without the slow ones, 9 minutes"
	@echo "make reliability        stops, faults and ends of nodes at full counts, about an hour (docs/reliability.md)"
	@echo "make lint               ruff and mypy"
	@echo "make docs               docs/ as a web site in build/site; make reference: its generated pages from the code"
	@echo "make figures            the figures of docs/lifting.md from the code; make pictures: those of README.md, from a run"
	@echo "make venv | venv-serve | venv-train    one environment; make clean: remove all of them"

demo:
	@$(environment) ros serve
	@.venv/bin/vla_r1 demo --say "$$SAY"

test:
	@$(environment) ros serve train
	@.venv/bin/python tools/tests.py

test-fast: venv
	@.venv/bin/python tools/tests.py --fast

reliability: venv
	@.venv/bin/python tools/reliability.py

lint: venv
	@.venv/bin/ruff check .
	@.venv/bin/mypy

reference: venv
	@.venv/bin/python tools/reference.py

vendor:
	@cd web/vendor && npm ci --silent && npx esbuild entry.js --bundle --minify --format=esm --target=es2022 \
		--legal-comments=eof --outfile=three.js --log-level=warning && rm -rf node_modules && sha256sum three.js

figures: venv-train
	@.venv-train/bin/python tools/figures.py

pictures:
	@$(environment) ros serve
	@.venv/bin/python tools/pictures.py

docs:
	@$(environment) docs
	@.venv-docs/bin/python -m mkdocs build --quiet
	@echo "open build/site/index.html"

venv:
	@$(environment) ros

venv-serve:
	@$(environment) serve

venv-train:
	@$(environment) train

clean:
	rm -rf .venv .venv-serve .venv-train .venv-docs build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
