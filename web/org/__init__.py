"""Who is who: units, posts, persons, delegations; the working calendar and the rules in force."""

from web.org import pages, rules_pages

CONTROLLERS = (*pages.CONTROLLERS, *rules_pages.CONTROLLERS)
