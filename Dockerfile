# syntax=docker/dockerfile:1

FROM python:3.11-slim AS build
WORKDIR /src
RUN python -m venv /opt/huitou
COPY requirements.lock ./
RUN /opt/huitou/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
# The build tools live in their own environment, so that the image carries none of them.
RUN python -m venv /opt/build \
    && /opt/build/bin/pip install --no-cache-dir --require-hashes -r requirements-build.lock \
    && /opt/build/bin/python -m hatchling build -t wheel -d /dist \
    && /opt/huitou/bin/pip install --no-cache-dir --no-deps /dist/*.whl

FROM python:3.11-slim
LABEL org.opencontainers.image.title="Huitou" \
      org.opencontainers.image.description="Official-account middleware for shops"
RUN useradd --system --uid 10001 --create-home --home-dir /srv/huitou huitou
COPY --from=build /opt/huitou /opt/huitou
ENV PATH=/opt/huitou/bin:$PATH \
    PYTHONUNBUFFERED=1
USER huitou
WORKDIR /srv/huitou
# The CRM's CSV file and, without PostgreSQL, the database live here: keep it on a volume.
RUN mkdir var
VOLUME /srv/huitou/var
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
# Migrating waits for a lock, so any number of containers may start at once.
CMD ["sh", "-c", "huitou migrate && exec huitou serve --host 0.0.0.0 --workers ${WEB_WORKERS:-2}"]
