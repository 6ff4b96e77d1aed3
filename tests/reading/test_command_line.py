"""`plan read` prints a draft, its JSON, or the reason it cannot."""

import ast
import csv
import io
import json
import string
from pathlib import Path

from service.reading import sentences
from service.reading.command_line import read_plan
from tests.reading.made_files import APPENDIX, HERE, PICTURE, SEED


def _run(*argv: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    code = read_plan(list(argv), out, err)
    return code, out.getvalue(), err.getvalue()


def test_prints_the_draft() -> None:
    code, out, err = _run(str(SEED))
    assert (code, err) == (0, "")
    assert "5 chỉ tiêu, 36 nhiệm vụ, 22 phân công, 3 chế độ báo cáo" in out
    assert "III.3.đ(2)" in out
    assert "trước ngày 05/12/2025" in out


def test_json_has_the_promised_fields() -> None:
    code, out, _ = _run(str(APPENDIX), "--json", "--derived")
    draft = json.loads(out)
    assert code == 0
    assert draft["derived"] is True
    assert {"plan", "targets", "tasks", "duties", "obligations", "problems"} <= set(draft)
    wanted = {"ref", "field", "text", "product", "lead", "cooperating", "deadline", "kind"}
    assert all(wanted | {"source_line"} <= set(task) for task in draft["tasks"])
    assert draft["tasks"][0]["deadline"] == {"kind": "fixed", "on": "2025-08-15"}


def test_every_plan_of_the_tests_can_be_printed() -> None:
    for plan in (HERE / "plans").glob("*.txt"):
        assert _run(str(plan))[0] == 0


def test_reasons_go_to_the_error_stream(tmp_path: Path) -> None:
    table = tmp_path / "b.csv"
    table.write_text("STT;Nhiệm vụ;Chủ trì\n1;Lập sổ;Phòng A\n", encoding="utf-8")
    assert _run(str(table)) == (
        2, "", "Dòng 1: Bảng thiếu cột: thời hạn; thêm cột hoặc dùng mẫu tải về.\n",
    )  # fmt: skip
    picture = tmp_path / "b.docx"
    picture.write_bytes(PICTURE)
    assert _run(str(picture))[0] == 2
    assert _run(str(tmp_path / "none.txt"))[2].startswith("Không tìm thấy")
    assert _run(str(tmp_path))[0] == 2
    assert _run()[0] == 2


def test_every_code_has_a_sentence_in_both_languages() -> None:
    root = HERE.parents[1]
    keys = sentences.keys()
    sources = [*(root / "domain/reading").glob("*.py"), *(root / "service/reading").glob("*.py")]
    raised: set[str] = set()
    for path in sources:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            first = node.args[0] if node.args else None
            if node.func.id == "Unreadable" and isinstance(first, ast.Constant):
                raised.add(f"unreadable.{first.value}")
            for word in node.keywords:
                if node.func.id == "Problem" and word.arg == "code":
                    assert isinstance(word.value, ast.Constant)
                    raised.add(f"problem.{word.value.value}")
    assert raised - keys == {"unreadable.mojibake"}  # said by its cause
    assert len(raised) > 20


def test_table_of_sentences_is_filled_and_uses_the_same_facts() -> None:
    path = HERE.parents[1] / "service/reading/sentences.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["key"] for row in rows}) == len(rows)
    for row in rows:
        vi, en = (_facts(row[language]) for language in ("vi", "en"))
        assert row["vi"], row["key"]
        assert vi == en, row["key"]


def _facts(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
