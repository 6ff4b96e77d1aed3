"""Programs of the people who take part in a round, each by the post."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from service.demo.cast import holder_on
from tests.api.conftest import Program, make_token
from tests.web.evaluation_site import EvaluationSite


@contextmanager
def programs_of(story: EvaluationSite, posts: Iterable[str]) -> Iterator[dict[str, Program]]:
    """One for each post, with the token of whoever holds it today."""
    made = {}
    for post in dict.fromkeys(posts):
        story.come(post)
        person = holder_on(post, story.site.house.clock.now().date())
        ((login,),) = story.site.sql(
            "SELECT login FROM soviec.accounts WHERE person_id = %s", person
        )
        story.site.sql("UPDATE soviec.accounts SET must_change = false")
        made[post] = Program(story.site, make_token(story.site, login))
    yield made
    for each in made.values():
        each.client.close()
