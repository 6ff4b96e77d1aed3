"""Pages of the visit itself, made for a phone that may lose its network."""

from litestar import Controller

from web.visit import leading, queue, routes, scripts

CONTROLLERS: list[type[Controller]] = [
    *scripts.CONTROLLERS,
    *routes.CONTROLLERS,
    *leading.CONTROLLERS,
    *queue.CONTROLLERS,
]
