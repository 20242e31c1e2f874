"""`/healthz`: is the site up and does its database answer?"""

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse


class HealthCheckMiddleware:
    """Answer ``/healthz`` before the host check, the HTTPS redirect and sessions see it.

    A container's probe knows neither the public host name nor TLS. 200 when the database
    answers, else 503.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path != "/healthz":
            return self.get_response(request)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            answer = HttpResponse("The database does not answer.\n", status=503)
        else:
            answer = HttpResponse("ok\n")
        answer["Content-Type"] = "text/plain; charset=utf-8"
        answer["Cache-Control"] = "no-store"
        return answer
