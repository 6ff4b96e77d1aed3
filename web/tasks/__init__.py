"""The file of a task, the forms of its acts, its replay, and how a task is assigned."""

from web.tasks import act_routes, new_task, replay, routes

CONTROLLERS = (
    *new_task.CONTROLLERS,
    *routes.CONTROLLERS,
    *act_routes.CONTROLLERS,
    *replay.CONTROLLERS,
)
