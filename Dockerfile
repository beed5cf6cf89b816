# BlinaBoard in a container: compose.yaml shows how it is meant to run. Any base with Python and its venv will do (docs/hosting.md).
ARG BASE=python:3.11.16-slim-bookworm@sha256:a36c24f9cbdf4fd0f52d67f0823eeac19c2028c637cecc392d97f980d4fec56b

FROM ${BASE} AS build
WORKDIR /app
COPY requirements.txt ./
RUN python3 -m venv .venv && .venv/bin/pip install --no-cache-dir --only-binary :all: --require-hashes -r requirements.txt
COPY tools tools
COPY assets assets
# the small plotly.js comes along where it was fetched before, as by `make run`
RUN .venv/bin/python tools/fetch_bundle.py && .venv/bin/pip uninstall --quiet --yes pip
COPY app.py gunicorn.conf.py ACCESSIBILITY.md ./
COPY data data
COPY docs docs
COPY dashboard dashboard
RUN .venv/bin/python -m compileall -q -j 0 app.py dashboard

FROM ${BASE}
WORKDIR /app
# of root, so that nobody who gets in changes it
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PORT=8050
USER 10001:10001
EXPOSE 8050
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as ask; ask.build_opener(ask.ProxyHandler({})).open(f\"http://127.0.0.1:{os.environ['PORT']}/health\", timeout=4)"]
CMD ["sh", "-c", "python -m dashboard.settings && exec gunicorn --config gunicorn.conf.py app:server"]
