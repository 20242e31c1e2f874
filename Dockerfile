# The packages are installed in a stage of their own, so that what installs them stays behind.
FROM python:3.13-slim AS packages
COPY requirements/runtime.txt /
RUN python -m venv --without-pip /packages \
    && pip --python /packages/bin/python install --no-cache-dir --no-compile \
        --require-hashes --only-binary :all: -r /runtime.txt


FROM python:3.13-slim
ENV DJANGO_SETTINGS_MODULE=config.settings.production \
    PATH=/packages/bin:$PATH \
    PYTHONUNBUFFERED=1
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent tracker
WORKDIR /app
COPY --from=packages /packages /packages
COPY . .
# The production settings do not start without these three; none of them is kept in the image.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    ALLOWED_HOSTS=localhost DATABASE_URL=sqlite://:memory: \
    python manage.py collectstatic --no-input \
    && python -m compileall -q /packages/lib /app
USER tracker
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as request; request.urlopen('http://127.0.0.1:' + os.environ.get('PORT', '8000') + '/healthz', timeout=4)"]
CMD ["scripts/serve"]
