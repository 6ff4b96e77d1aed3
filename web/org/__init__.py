"""Who is who: units, posts, persons, delegations; the working calendar and the rules in force."""

from web.org import pages, person_pages, rules_pages

CONTROLLERS = (*pages.CONTROLLERS, *person_pages.CONTROLLERS, *rules_pages.CONTROLLERS)
