"""The import contracts hold, and each of them can fail: a forbidden import is planted in a copy."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LAYERS = ("domain", "projections", "service", "web")
PURE_IMPORTS = {"domain", "msgspec"} | set(sys.stdlib_module_names)

PLANTED = {
    "web over service over projections over domain": (
        "projections/planted.py",
        "import service.settings",
    ),
    "domain knows no library but msgspec": ("domain/planted.py", "import psycopg"),
    "inside service, only lookups, wiring and chores": (
        "service/planted.py",
        "import projections.feed",
    ),
    "web speaks neither SQL nor event store": ("web/planted.py", "import psycopg"),
    "slices of the domain do not know one another": (
        "domain/org/planted.py",
        "import domain.task.events",
    ),
}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [str(program), "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


def copy_tree(project: Path, to: Path) -> Path:
    shutil.copy(project / ".importlinter", to)
    for layer in LAYERS:
        shutil.copytree(project / layer, to / layer, ignore=shutil.ignore_patterns("__pycache__"))
    return to


def test_contracts_hold(project: Path) -> None:
    done = lint_imports(project)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("contract", PLANTED)
def test_each_contract_can_fail(project: Path, tmp_path: Path, contract: str) -> None:
    tree = copy_tree(project, tmp_path)
    file, forbidden = PLANTED[contract]
    (tree / file).write_text(f"{forbidden}\n", encoding="utf-8")
    done = lint_imports(tree)
    assert done.returncode != 0
    broken = [line for line in done.stdout.splitlines() if " BROKEN" in line]
    assert any(contract in line for line in broken), done.stdout


def imports_of(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.split(".")[0])
    return found


def test_the_domain_imports_only_what_is_allowed(project: Path) -> None:
    """The contract forbids by name; here everything that is not allowed is forbidden."""
    strangers = {
        str(file.relative_to(project)): sorted(imports_of(file) - PURE_IMPORTS)
        for file in (project / "domain").rglob("*.py")
        if file != project / "domain" / "journal.py" and imports_of(file) - PURE_IMPORTS
    }
    assert strangers == {}


def test_no_installed_package_has_the_name_of_a_layer(project: Path) -> None:
    site = {
        path.name
        for entry in sys.path
        if "site-packages" in entry
        for path in Path(entry).glob("*")
    }
    assert not site & set(LAYERS)
