"""A ward with something in every state, so that every form is there and something shows it."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.web.conftest import Site, Visitor
from tests.web.filling import Sheet, send, send_files
from tests.web.plan_site import DOCUMENT, PLAN, done, upload
from tests.web.plan_site import act as fill_in
from tests.web.test_task_forms import PNG, act, assign

LOGINS = ("vanphong", "chutich", "truongphong", "daumoi", "quantri")
"""Together they may ask for almost everything that people ask for."""
PATIENCE_SECONDS = 30
PAPER = {"doc_number": "60", "doc_on": "02/07/2025", "doc_signer": "Chủ tịch"}
SOUND_PLAN = """KẾ HOẠCH
Cải cách hành chính phường 6 tháng cuối năm 2025
I. MỤC TIÊU
1. Đạt 90% hồ sơ trực tuyến.
II. NHIỆM VỤ
1. Chỉ đạo, điều hành
a) Ban hành quy chế trước ngày 15/9/2025. Chủ trì: Phòng Văn hóa - Xã hội.
b) Rà soát quy trình, hoàn thành ngày 18/8/2025. Chủ trì: Phòng Văn hóa - Xã hội.
"""


@dataclass
class Ground:
    """The site, who walks on it, and where to begin."""

    site: Site
    visitors: dict[str, Visitor] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)
    working: str = ""
    """A task that nothing but these tests works on."""

    def prepare(self) -> None:
        """Everything that the crawl should come upon."""
        for login in (*LOGINS, "rasoat"):
            self.visitors[login] = self.site.visitor().enter(login)
        self._plans()
        self._tasks()

    def _plans(self) -> None:
        keeper = self.visitors["daumoi"]
        for name, text in (("a.txt", SOUND_PLAN), ("b.txt", PLAN)):
            sent = upload(keeper, "/plan/read", name, text.encode())
            self.addresses.append(done(sent))
        draft = self.addresses[0]
        issued = fill_in(self.visitors["chutich"], f"{draft}/do/issue", **DOCUMENT)
        self.addresses[0] = done(issued)

    def _tasks(self) -> None:
        keeper, head = self.visitors["vanphong"], self.visitors["truongphong"]
        told = [assign(keeper) for _ in range(7)]
        self._wait()
        self.working = told.pop()
        _, accepted, submitted, asked, stuck, suspended = told
        for address in (*told[1:], self.working):
            act(head, address, "accept")
        page = head.get(f"{submitted}/do/submit-result").text
        send_files(head, page, [("b.pdf", b"%PDF-1.7\n%%EOF")], result_text="Đã xong.")
        act(head, asked, "request-extension", to_on="15/10/2025", reason="Chờ số liệu.")
        page = head.get(f"{accepted}/do/report-progress").text
        send_files(head, page, [("a.png", PNG)], progress_text="Đã bắt đầu.")
        page = head.get(f"{stuck}/do/report-obstacle").text
        send(head, page, obstacle="Thiếu máy.", proposal="Điều chuyển.", wants="direction")
        send(keeper, keeper.get(f"{suspended}/do/suspend").text, reason="Chờ.", **PAPER)
        self.addresses += [*told, self._draft(keeper)]

    def _wait(self) -> None:
        """Until the pages have seen everything that was recorded."""
        last = self.site.sql("SELECT max(notification_id) FROM soviec.journal_events")[0][0]
        assert self.site.run(self.site.house.freshness.wait, last, PATIENCE_SECONDS)

    def _draft(self, keeper: Visitor) -> str:
        page = send(
            keeper, keeper.get("/tasks/new").text, go="next", text="Dự thảo.", field="4"
        ).text
        page = send(keeper, page, go="next", lead=Sheet(page).chosen("lead", "Phòng Văn hóa")).text
        page = send(keeper, page, go="next", deadline_kind="fixed", deadline_on="30/09/2025").text
        return send(keeper, page, go="draft").headers["location"].split("?")[0]
