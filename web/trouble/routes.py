"""Status for people, and the two questions machines ask: are you alive, are you ready."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get

from web import texts
from web.house import house_of
from web.render import AnyRequest, page
from web.session import visit_of

NOT_READY = 503
NOT_KEPT = {"cache-control": "no-store"}


class StatusPage(Controller):
    """Is the system sound? The sentence for everybody, details for who is signed in."""

    path = "/status"

    @get(opt={"public": True})
    async def show(self, request: AnyRequest) -> Response[str]:
        status = await house_of(request).status()
        visit = visit_of(request)
        models = sorted(status.models, key=lambda model: (not model.is_parked, model.name))
        return page(
            request,
            "trouble/status.html",
            status=200 if status.is_ready else NOT_READY,
            state=status,
            models=models,
            parked=[model.name for model in models if model.is_parked],
            parked_names=[
                _in_words(visit.language, model.name) for model in models if model.is_parked
            ],
            has_details=visit.user is not None,
            has_errors=visit.user is not None and visit.user.admin,
        )


def _in_words(language: texts.Language, model: str) -> str:
    """What a read model is about; a table without words is called by its technical name."""
    key = f"status.model.{model}"
    return texts.say(language, key) if texts.has(key) else model


class Live(Controller):
    """The process answers."""

    path = "/health/live"

    @get(opt={"public": True})
    async def tell(self) -> Response[dict[str, Any]]:
        return Response({"status": "live"}, headers=NOT_KEPT)


class Ready(Controller):
    """Pages can be served: the database answers."""

    path = "/health/ready"

    @get(opt={"public": True})
    async def tell(self, request: AnyRequest) -> Response[dict[str, Any]]:
        status = await house_of(request).status()
        answer = {
            "status": "ready" if status.is_ready else "not ready",
            "database": status.database_reachable,
            "degraded": status.is_degraded,
            "position": status.last_position,
            "waiting": status.waiting_commands,
            "models": {model.name: model.lag for model in status.models},
            "parked": [model.name for model in status.models if model.is_parked],
        }
        code = 200 if status.is_ready else NOT_READY
        return Response(answer, status_code=code, headers=NOT_KEPT)


CONTROLLERS: list[type[Controller]] = [StatusPage, Live, Ready]
