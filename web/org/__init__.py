"""Who is who: units, posts, persons, delegations; the working calendar and the rules in force."""

from web.org import acts_page, first_calendar, pages, person_pages, rules_pages

CONTROLLERS = (
    *pages.CONTROLLERS,
    *person_pages.CONTROLLERS,
    *rules_pages.CONTROLLERS,
    *first_calendar.CONTROLLERS,
    *acts_page.CONTROLLERS,
)
