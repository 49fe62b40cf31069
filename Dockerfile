# One image for `migrate`, `serve` and `worker`: docs/operations.md. It holds no setting and no secret.
ARG PYTHON_IMAGE=docker.io/library/python:3.11-slim-bookworm
ARG NODE_IMAGE=docker.io/library/node:22-bookworm-slim

FROM ${NODE_IMAGE} AS inbox
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY frontend ./
RUN npm run build:inbox

FROM ${PYTHON_IMAGE} AS packages
# With the extras: what a setting may ask for is there.
COPY requirements-image.lock ./
RUN python3 -m venv /venv \
  && /venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes --compile -r requirements-image.lock

FROM ${PYTHON_IMAGE}
RUN groupadd --system --gid 10001 baton \
  && useradd --system --uid 10001 --gid baton --no-create-home --shell /usr/sbin/nologin baton \
  && mkdir /data && chown baton:baton /data
WORKDIR /app
COPY --from=packages /venv /venv
COPY --from=inbox /src/frontend/inbox/dist frontend/inbox/dist
COPY backend backend
RUN /venv/bin/python -m compileall -q backend
ENV PATH=/venv/bin:$PATH \
  PYTHONDONTWRITEBYTECODE=1 \
  PYTHONUNBUFFERED=1 \
  BATON_DATA_DIR=/data \
  BATON_HOST=0.0.0.0 \
  BATON_METRICS_PORT=9464 \
  PORT=8000
USER 10001:10001
EXPOSE 8000 9464
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 CMD ["python", "-m", "backend", "healthy"]
ENTRYPOINT ["python", "-m", "backend"]
CMD ["serve"]
