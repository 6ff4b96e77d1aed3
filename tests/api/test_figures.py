"""Figures from outside through the API: an uploaded table becomes counts, indices are recorded."""

from __future__ import annotations

import uuid
from typing import Any

from tests.api.conftest import As, Program

HEADS = (
    "Đơn vị,Tháng,Lĩnh vực,Tiếp nhận,Trước hạn,Đúng hạn,Quá hạn,Trong hạn,Đang giải quyết quá hạn"
)
KEEPER, COORDINATOR, HEAD = "hoso", "daumoi", "truongphong"
TO_DOSSIERS = "/figures/dossiers/commands/import-figures"
SCOPES = ("read", "act:figures", "act:index")


def uploaded(program: Program, *rows: str) -> dict[str, Any]:
    octets = "\n".join((HEADS, *rows)).encode()
    answer = program.send_file(octets, name="so-lieu.csv")
    assert answer.status_code == 201, answer.text
    return {"sha256": answer.json()["evidence"]["sha256"]}


def seen(program: Program, recording: Any) -> None:
    program.site.run(program.site.house.freshness.wait, recording["position"])


def test_a_file_is_imported_read_and_corrected(program: As) -> None:
    keeper = program(KEEPER, *SCOPES)
    key = str(uuid.uuid4())
    body = {"file": uploaded(keeper, "VHXH,03/2025,Bảo trợ,40,30,9,1,0,0")}
    made = keeper.ask(TO_DOSSIERS, body, key=key)
    assert made.status_code == 200, made.text
    assert made.json()["href"] == "/api/v1/figures/dossiers"
    assert keeper.ask(TO_DOSSIERS, body, key=key).json()["repeated"], "the same key is one import"
    seen(keeper, made.json())
    given = {"kind": "dossiers", "unit": "vhxh", "year": 2025}
    told = keeper.get("/figures", params=given).json()
    (item,) = [each for each in told["items"] if each["month"] == "2025-03"]
    assert item["dossiers"][0]["settled_on_time"] == 9
    assert item["dossiers"][0].get("carried_over") is None
    first = item["import_id"]
    again = {"file": uploaded(keeper, "VHXH,03/2025,Bảo trợ,40,30,8,2,0,0")}
    refused = keeper.ask(TO_DOSSIERS, again)
    assert (refused.status_code, refused.json()["code"]) == (409, "reason_needed")
    mended = keeper.ask(TO_DOSSIERS, again | {"reason": "Đếm nhầm."})
    assert mended.status_code == 200, mended.text
    seen(keeper, mended.json())
    earlier = keeper.get(f"/figures/imports/{first}").json()
    (place,) = earlier["items"]
    listed = keeper.get("/figures/dossiers").json()
    assert place["superseded_by"] == listed["imports"][0]["id"]
    assert listed["imports"][0]["reason"] == "Đếm nhầm."
    assert keeper.get(f"/figures/imports/{uuid.uuid4()}").status_code == 404


def test_every_wrong_row_is_told(program: As) -> None:
    keeper = program(KEEPER, *SCOPES)
    body = {"file": uploaded(keeper, "Sở Y,03/2025,a,1,1,0,0,0,0", "VHXH,03/2025,b,1,1,1,0,0,0")}
    answer = keeper.ask(TO_DOSSIERS, body)
    assert answer.status_code == 422
    errors = {each["field"]: each["message"] for each in answer.json()["errors"]}
    assert set(errors) == {"file.row[2]", "file.row[3]"}
    assert "lớn hơn 1" in errors["file.row[3]"]


def test_only_the_keeper_imports_and_only_known_kinds_exist(program: As) -> None:
    office = program(COORDINATOR, *SCOPES)
    body = {"file": uploaded(office, "VHXH,02/2025,a,1,1,0,0,0,0")}
    refused = office.ask(TO_DOSSIERS, body)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert office.ask("/figures/other/commands/import-figures", body).status_code == 404
    assert program(HEAD, *SCOPES).ask(TO_DOSSIERS, body).status_code == 404
    assert office.get("/figures", params={"kind": "other"}).status_code == 422
    assert office.get("/figures/other").status_code == 404


def test_an_index_by_either_spelling(program: As) -> None:
    office = program(COORDINATOR, *SCOPES)
    said = {"value": "71.25", "rank": 4, "out_of": 45, "source": "Thông báo thử"}
    made = office.ask("/indices/ddci-2024/commands/record-index", said)
    assert made.status_code == 200, made.text
    assert made.json()["name"] == "dcci-2024"
    seen(office, made.json())
    read = office.get("/indices/dcci-2024")
    assert (read.json()["rank"], read.json()["verdict"]) == (4, "open")
    assert read.headers["etag"].startswith('"1')
    (item,) = office.get("/indices", params={"year": 2024}).json()["items"]
    assert item["name"] == "dcci-2024"
    aimed = office.ask(
        "/indices/dcci-2024/commands/record-target", {"rank": 5, "source": "Kế hoạch thử"}
    )
    assert aimed.status_code == 200, aimed.text
    again = office.ask("/indices/dcci-2024/commands/record-index", said | {"rank": 9})
    assert (again.status_code, again.json()["code"]) == (409, "index.already_recorded")
    for wrong in ("pci-2024", "dcci-24", "dcci-9999", "dcci"):
        assert office.get(f"/indices/{wrong}").status_code == 404
