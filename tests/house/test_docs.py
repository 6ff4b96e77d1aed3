"""The papers cannot lie: catalogue, README, links, targets and decisions agree with the tree."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.catalogue import CATALOGUE
from service import catalogue, settings

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
SETTING_ROW = re.compile(r"^\| ((?:`[A-Z_]+`(?:, )?)+) \|", re.MULTILINE)
TARGET = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)
TEXT_SUFFIXES = (".py", ".md", ".html", ".css", ".js", ".csv", ".toml", ".yml", ".sql", ".txt")
TEXT_NAMES = ("Makefile", "Dockerfile", "run", ".importlinter", ".gitignore", ".dockerignore")

FORBIDDEN = {
    r"https?://[\w.-]*(?:registry|mirror)\.": "the address of a registry",
    r"--(?:extra-)?index-url\b|--find-links\b": "the address of a registry",
    r"(?<![\w./-])/(?:root|home/\w+)/": "a path of one machine",
}
EXCEPT = ("tests/house/test_docs.py", "tests/house/test_style.py")


def tracked(project: Path) -> list[Path]:
    """Files of the repository, also those that are about to be added."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    if listing.returncode:
        pytest.skip("not a clone of the repository")
    return [project / name for name in listing.stdout.splitlines() if (project / name).is_file()]


def pages(project: Path) -> list[Path]:
    return [project / "README.md", *sorted((project / "docs").rglob("*.md"))]


def test_the_catalogue_is_what_the_code_says(project: Path) -> None:
    written = (project / "docs" / "catalogue.md").read_text(encoding="utf-8")
    assert written == catalogue.page(), "run `make catalogue`"


def test_the_catalogue_names_every_event_and_refusal(project: Path) -> None:
    written = (project / "docs" / "catalogue.md").read_text(encoding="utf-8")
    names = {*CATALOGUE, *(code for code, _, _ in catalogue.refusals())}
    assert sorted(name for name in names if f"`{name}`" not in written) == []


def test_the_readme_names_every_setting_and_no_other(project: Path) -> None:
    readme = (project / "README.md").read_text(encoding="utf-8")
    rows = " ".join(SETTING_ROW.findall(readme))
    assert sorted(re.findall(r"`([A-Z_]+)`", rows)) == sorted(settings.KNOWN)


def test_every_relative_link_leads_somewhere(project: Path) -> None:
    assert [each for page in pages(project) for each in dead_links(page)] == []


def test_a_dead_link_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# Here it is\n[a](gone.md) [b](page.md#here-it-is) [c](#nowhere)\n", encoding="utf-8"
    )
    assert list(dead_links(page)) == ["page.md: gone.md", "page.md: #nowhere"]


def dead_links(page: Path) -> Iterator[str]:
    for address in LINK.findall(page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", address):
            continue
        name, _, anchor = address.partition("#")
        target = page.parent / name if name else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            yield f"{page.name}: {address}"


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", text.lower()).strip().replace(" ", "-") for text in headings}


def test_help_lists_every_target_that_people_call(project: Path) -> None:
    makefile = (project / "Makefile").read_text(encoding="utf-8")
    told = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=project,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    listed = {line.split()[0] for line in told.splitlines()[1:]}
    steps = {name for name in TARGET.findall(makefile) if "-" in name}
    assert listed == set(TARGET.findall(makefile)) - steps


def test_every_target_the_papers_name_exists(project: Path) -> None:
    targets = set(TARGET.findall((project / "Makefile").read_text(encoding="utf-8")))
    named = {
        (page.name, target)
        for page in pages(project)
        for target in re.findall(r"(?:`|^)make ([a-z]+)", page.read_text("utf-8"), re.MULTILINE)
    }
    assert sorted(each for each in named if each[1] not in targets) == []


def test_every_file_the_papers_name_exists(project: Path) -> None:
    """`service/desk.py` in running text is a promise too; `<slice>` and `*` stand for many."""
    named = {
        (page.relative_to(project).as_posix(), path)
        for page in pages(project)
        for path in re.findall(
            r"`((?:domain|service|projections|web|tests|docs)/[\w./-]+)`", page.read_text("utf-8")
        )
    }
    assert sorted(each for each in named if not (project / each[1]).exists()) == []


def test_the_list_of_decisions_has_every_decision(project: Path) -> None:
    folder = project / "docs" / "decisions"
    listed = LINK.findall((folder / "README.md").read_text(encoding="utf-8"))
    there = sorted(file.name for file in folder.glob("*.md") if file.name != "README.md")
    assert [name for name in listed if re.match(r"\d{4}-", name)] == there


def test_every_decision_is_complete(project: Path) -> None:
    """Numbered without a gap, headed by the number's title in the list."""
    folder = project / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    files = sorted(folder.glob("[0-9]*.md"))
    assert [int(file.name[:4]) for file in files] == list(range(1, len(files) + 1))
    titles = [file.read_text(encoding="utf-8").splitlines()[0] for file in files]
    assert [title for title in titles if title.split(" ", 2)[-1].rstrip(".") not in index] == []


def test_no_file_speaks_of_one_machine(project: Path) -> None:
    found = [
        f"{name}:{number}: {what}"
        for file in tracked(project)
        if (name := file.relative_to(project).as_posix()) not in EXCEPT and _is_text(file)
        for number, what in forbidden_in(file.read_text(encoding="utf-8"))
    ]
    assert found == []


def forbidden_in(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        for pattern, what in FORBIDDEN.items():
            if re.search(pattern, line):
                yield number, what


def _is_text(file: Path) -> bool:
    return file.suffix in TEXT_SUFFIXES or file.name in TEXT_NAMES


@pytest.mark.parametrize(
    "line", ["see /home/lan/README.md", "--index-url x", "https://registry.example/x"]
)
def test_a_word_of_one_machine_is_found(line: str) -> None:
    assert list(forbidden_in(line)) != []
