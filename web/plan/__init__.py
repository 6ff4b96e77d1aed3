"""Reading, reviewing and issuing a plan, its document by version, and its amendments."""

from web.plan import amendments, in_force, review, upload

CONTROLLERS = (
    *upload.CONTROLLERS,
    *review.CONTROLLERS,
    *in_force.CONTROLLERS,
    *amendments.CONTROLLERS,
)
