FROM python:3.11-slim

# The user of the image may not write beside the sources: what is not compiled here is compiled at each start.
ENV UV_COMPILE_BYTECODE=1 \
    UV_LINK_MODE=copy \
    UV_NO_CACHE=1 \
    UV_PYTHON_DOWNLOADS=never
RUN pip install --no-cache-dir uv==0.13.9

WORKDIR /app
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN uv sync --frozen --no-dev --extra postgresql --no-install-project

COPY graph graph
COPY viz viz
COPY api api
COPY demo demo
COPY bench bench
RUN uv sync --frozen --no-dev --extra postgresql \
    && .venv/bin/python -m compileall -q graph viz api demo bench \
    && useradd --create-home --uid 10001 dolen \
    && install --directory --mode=0700 --owner=dolen --group=dolen /data

USER dolen
ENV DOLEN_HOME=/data \
    PATH=/app/.venv/bin:$PATH
VOLUME /data

ENTRYPOINT ["dolen"]
CMD ["--help"]
