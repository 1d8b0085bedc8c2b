FROM python:3.11-slim

ENV UV_LINK_MODE=copy \
    UV_NO_CACHE=1 \
    UV_PYTHON_DOWNLOADS=never
RUN pip install --no-cache-dir uv==0.13.9

WORKDIR /app
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN uv sync --frozen --no-dev --extra postgresql --no-install-project

COPY graph graph
COPY viz viz
COPY api api
RUN uv sync --frozen --no-dev --extra postgresql \
    && useradd --create-home --uid 10001 dolen \
    && install --directory --mode=0700 --owner=dolen --group=dolen /data

USER dolen
ENV DOLEN_HOME=/data \
    PATH=/app/.venv/bin:$PATH
VOLUME /data

ENTRYPOINT ["dolen"]
CMD ["--help"]
