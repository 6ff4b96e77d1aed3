# The image of Sổ Việc: web and worker are the same image with another command.
FROM python:3.12-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN useradd --create-home --uid 10001 soviec \
    && mkdir /data && chown soviec:soviec /data
WORKDIR /app

# the packages change seldom: they get a layer of their own
COPY requirements.txt .
RUN python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes --no-deps \
    -r requirements.txt

COPY domain domain
COPY projections projections
COPY service service
COPY web web

USER soviec
ENV SOVIEC_DATA=/data HOST=0.0.0.0 PORT=8000
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/health/ready\", timeout=4)"]
CMD ["python", "-m", "service"]
