# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
# The model server, `vla_r1 serve`, on a GPU (target gpu, vLLM's own image) or a CPU (target cpu, our locks). No ROS.
#     docker build -f docker/serve.Dockerfile --target gpu -t vla_r1_serve:gpu .

# --- GPU ---------------------------------------------------------------------------------------------------------
FROM vllm/vllm-openai:v0.32.0 AS gpu
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
USER root
# hadolint ignore=DL3008
RUN apt-get update && apt-get install -y --no-install-recommends python3-venv && rm -rf /var/lib/apt/lists/*
COPY setup.py setup.cfg package.xml LICENSE README.md /src/
COPY requirements/ros.txt /src/requirements/
COPY resource /src/resource
COPY launch /src/launch
COPY config /src/config
COPY models /src/models
COPY web /src/web
COPY docs/errors.md /src/docs/
COPY vla_r1_ros /src/vla_r1_ros
# An environment of its own for our command: vLLM's packages stay as they are, it is found on PATH.
RUN python3 -m venv /opt/vla \
    && /opt/vla/bin/pip install --no-cache-dir -c /src/requirements/ros.txt opencv-python-headless /src
ARG UID=1000
RUN if old=$(getent passwd "$UID" | cut -d: -f1) && [ -n "$old" ]; then userdel --remove "$old"; fi \
    && useradd --create-home --uid "$UID" --shell /bin/bash vla \
    && install -d -o vla /home/vla/.cache /home/vla/.cache/huggingface
USER vla
WORKDIR /home/vla
ENV HOME=/home/vla
EXPOSE 8000
# /health needs no key. It answers a little before the model generates; `vla_r1 serve` says "ready" when it does.
HEALTHCHECK --interval=15s --timeout=10s --start-period=900s --retries=3 \
    CMD ["python3", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health', timeout=5)"]
ENTRYPOINT ["/opt/vla/bin/vla_r1", "serve", "--host", "0.0.0.0"]
CMD ["--model", "vla-r1", "--device", "cuda"]

# --- CPU ---------------------------------------------------------------------------------------------------------
FROM python:3.12-slim-bookworm AS cpu
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
# hadolint ignore=DL3008
RUN apt-get update && apt-get install -y --no-install-recommends g++ gcc libnuma1 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY requirements/serve.txt requirements/
COPY serving serving
COPY tools/environment.py tools/machine.py tools/
# .venv-serve by the tool that makes it everywhere; without PyTorch's CPU index pip takes the CUDA build, over 2 GB.
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
RUN PIP_EXTRA_INDEX_URL="$TORCH_INDEX" python3 tools/environment.py serve && rm -rf /root/.cache build
COPY setup.py setup.cfg package.xml LICENSE README.md ./
COPY requirements/ros.txt requirements/
COPY resource resource
COPY launch launch
COPY config config
COPY models models
COPY web web
COPY docs/errors.md docs/
COPY vla_r1_ros vla_r1_ros
RUN python3 -m venv /opt/vla && /opt/vla/bin/pip install --no-cache-dir -c requirements/ros.txt opencv-python-headless .
ARG UID=1000
RUN useradd --create-home --uid "$UID" --shell /bin/bash vla \
    && install -d -o vla /home/vla/.cache /home/vla/.cache/huggingface
USER vla
WORKDIR /home/vla
ENV HOME=/home/vla VLA_R1_SERVE_VENV=/src/.venv-serve
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=10s --start-period=900s --retries=3 \
    CMD ["python3", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health', timeout=5)"]
ENTRYPOINT ["/opt/vla/bin/vla_r1", "serve", "--host", "0.0.0.0"]
CMD ["--model", "tabletop", "--device", "cpu"]
