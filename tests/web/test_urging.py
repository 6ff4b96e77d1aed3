"""What is overdue is urged unit by unit, explained first, and lists of a past day stay as known."""

from __future__ import annotations

import csv
import io

from tests.web.conftest import Site, Visitor
from tests.web.filling import Sheet, send
from tests.web.test_task_forms import act, assign

PAPER = {"doc_number": "77", "doc_notation": "UBND-VP", "doc_on": "11/07/2025", "doc_signer": "A"}


def overdue(site: Site, count: int) -> tuple[Visitor, Visitor, list[str]]:
    """Keeper, head, and tasks due on Friday 4/7, looked at on Friday 11/7."""
    keeper, head = site.visitor().enter("vanphong"), site.visitor().enter("truongphong")
    addresses = [assign(keeper, due="04/07/2025") for _ in range(count)]
    caught_up(site)
    for address in addresses:
        act(head, address, "accept")
    administrator = site.visitor().enter("quantri")
    administrator.send("/demo/day", {"to": "day", "day": "11/07/2025"})
    return keeper, head, addresses


def caught_up(site: Site) -> None:
    """Codes are found in the read models: wait until they know the newest act."""
    newest = site.sql("SELECT max(notification_id) FROM soviec.journal_events")[0][0]
    while site.house.freshness.position < newest:
        site.run(site.house.freshness.wait, newest)


def code(address: str) -> str:
    return address.rsplit("/", 1)[1]


def test_one_letter_urges_several_tasks_once_and_is_explained_first(moving_site: Site) -> None:
    keeper, head, (one, two) = overdue(moving_site, 2)
    file_page = head.get(one).text
    assert f'class="btn" href="{one}/do/submit-result"' in file_page
    assert "Quá hạn 5 ngày làm việc (hạn 04/07/2025). Vẫn báo cáo được kết quả" in file_page
    assert "Đúng hạn nếu nộp đến hết" not in file_page

    caught_up(moving_site)
    desk = keeper.get("/tasks/urging").text
    assert "2 văn bản đôn đốc đến bậc, chờ ký" in desk
    chosen = [f"{code(one)}:1", f"{code(two)}:1"]
    assert all(f'value="{value}" checked' in desk for value in chosen)
    letter = keeper.get("/tasks/urging/letter", params={"task": chosen}).text
    assert code(one) in letter
    assert code(two) in letter
    missing = send(keeper, letter)
    assert missing.status_code == 422
    assert chosen == [v for n, v in Sheet(missing.text).fields if n == "task"]
    sent = send(keeper, letter, letter="Báo cáo ngay.", **PAPER)
    assert sent.status_code == 303
    assert "Đã ghi đôn đốc 2 nhiệm vụ." in keeper.get(sent.headers["location"]).text
    send(keeper, letter, letter="Báo cáo ngay.", **PAPER)  # the same form once more
    acts = moving_site.sql("SELECT count(*) FROM soviec.journal_events WHERE topic = 'task.urged'")
    assert acts == [(2,)]
    caught_up(moving_site)
    other = keeper.get("/tasks/urging/letter", params={"task": chosen}).text
    again = send(keeper, other, letter="Lần nữa.", **PAPER)  # another form, the step of before
    assert again.status_code == 303  # offered is the second step now
    caught_up(moving_site)
    stale = keeper.get("/tasks/urging/letter", params={"task": chosen}).text
    old = send(keeper, stale.replace(":3", ":1"), letter="Lần nữa.", **PAPER)
    assert old.status_code == 422
    assert "Không ký lại được vì đôn đốc lần 1 đã gửi" in old.text

    for page in (head.get(one).text, head.get("/my-work").text):
        assert f'href="{one}/do/explain-delay"' in page
    assert f'class="btn" href="{one}/do/explain-delay"' in head.get(one).text
    assert f'{one}/do/submit-result"' not in head.get("/my-work").text


def test_a_past_day_shows_lists_as_they_were_known_then(moving_site: Site) -> None:
    keeper, head, (one,) = overdue(moving_site, 1)
    act(head, one, "submit-result", result_text="Xong.", product_doc_number="1",
        product_doc_on="11/07/2025")  # fmt: skip
    caught_up(moving_site)
    now = keeper.get(f"/tasks?q={code(one)}&stage=all").text
    assert "nộp quá hạn" in now
    caught_up(moving_site)
    then = keeper.get(f"/tasks?q={code(one)}&stage=all&as_of=2025-07-02").text
    assert 'class="asof" role="status"' in then
    assert "Đang thực hiện" in then
    assert "nộp quá hạn" not in then
    assert f'href="{one}?as_of=2025-07-02"' in then
    assert f'href="/tasks?q={code(one)}&amp;stage=all"' in then  # the way back to now
    assert "as_of=2025-07-02" in then.split("tasks.csv")[1].split('"')[0]
    rows = list(csv.reader(io.StringIO(keeper.get(
        f"/tasks.csv?q={code(one)}&stage=all&as_of=2025-07-02").text)))  # fmt: skip
    assert "Đang thực hiện" in rows[1]
    assert "01/07" not in rows[1]
    assert any("02/07/2025" in cell for row in rows[2:] for cell in row)
    before = keeper.get(f"/tasks?q={code(one)}&as_of=2025-07-01").text
    assert "Không có nhiệm vụ khớp bộ lọc" in before
    position = moving_site.sql(
        "SELECT min(notification_id) FROM soviec.journal_events AS j"
        " JOIN soviec_read.task_register AS r ON r.task_id = j.originator_id WHERE r.code = %s",
        code(one),
    )[0][0]
    at_birth = keeper.get("/tasks", params={"q": code(one), "as_of": f"#{position}"}).text
    assert "Chờ tiếp nhận" in at_birth

    mine = head.get("/my-work?as_of=2025-07-02").text
    assert 'class="asof" role="status"' in mine
    assert f'href="{one}?as_of=2025-07-02"' in mine
    assert "/do/" not in mine
    assert f'href="{one}/do/submit-result"' not in head.get("/my-work").text
    assert 'class="asof"' not in head.get("/my-work?as_of=2099-01-01").text
