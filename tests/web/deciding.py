"""A form of a document under work sent over the version that was just seen, and who decides it."""

from __future__ import annotations

import uuid

from tests.web.conftest import Visitor

DECIDED_BY = {
    "doc_number": "71/QĐ-UBND",
    "doc_on": "01/07/2025",
    "doc_issuer": "UBND phường",
    "doc_signer": "Chủ tịch",
}


def sent(who: Visitor, path: str, **fields: str) -> tuple[int, str]:
    """Send a form; what it answers, with the page that follows."""
    shown = who.get(path).text
    version = shown.partition('name="seen_version" value="')[2].partition('"')[0]
    known = {"command_id": str(uuid.uuid4()), "seen_version": version, **fields}
    answer = who.send(path, known)
    if answer.status_code == 303:
        return 303, who.get(answer.headers["location"], follow_redirects=True).text
    return answer.status_code, answer.text
