"""The minutes of an inspection: shown, drawn up, signed, downloaded, checked; and its papers."""

from web.minutes import act_routes, checking, page, papers, signing, witness

CONTROLLERS = (
    *page.CONTROLLERS,
    *signing.CONTROLLERS,
    *act_routes.CONTROLLERS,
    *papers.CONTROLLERS,
    *checking.CONTROLLERS,
    *witness.CONTROLLERS,
)
