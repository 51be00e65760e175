"""The rules of docs/architecture.md that a machine can read."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from importlinter import cli

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("portal", "meetings", "aspirations", "notifications", "government")
CODE = [*PACKAGES, "tests", "benchmarks", "tools"]
MOST_LINES = 400


def modules(*folders: str) -> list[Path]:
    """Python files that people write."""
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
    ]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def nodes(*folders: str) -> Iterator[tuple[str, ast.AST]]:
    """Everything in the code, with where it stands."""
    for path in modules(*folders):
        for node in ast.walk(tree(path)):
            yield f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}", node


def templates() -> list[Path]:
    """Templates of pages; mails and documents may style themselves."""
    return [
        path
        for folder in ("templates", *(f"{package}/templates" for package in PACKAGES))
        for path in sorted((ROOT / folder).rglob("*.html"))
        if not {"emails", "documents"} & set(path.parts)
    ]


def test_floors_and_layers_hold(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    failed = cli.lint_imports(no_cache=True)
    assert not failed, capsys.readouterr().out


def test_no_module_is_longer_than_a_reader_s_patience():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules(*CODE)}
    assert lengths
    assert {str(path): lines for path, lines in lengths.items() if lines > MOST_LINES} == {}


def test_no_model_overrides_how_it_is_saved_or_deleted():
    own = [
        place
        for place, node in nodes(*PACKAGES)
        if isinstance(node, ast.ClassDef) and place.split("/")[1].startswith("models")
        for method in node.body
        if isinstance(method, ast.FunctionDef) and method.name in {"save", "delete", "asave", "adelete"}
    ]
    assert own == []


def test_no_app_speaks_to_another_by_signals():
    receivers = [
        place
        for place, node in nodes(*PACKAGES)
        if (isinstance(node, ast.Name) and node.id == "receiver")
        or (isinstance(node, ast.ImportFrom) and "signals" in (node.module or ""))
        or (isinstance(node, ast.ImportFrom) and "Signal" in {alias.name for alias in node.names})
    ]
    assert receivers == []


def test_history_is_written_in_one_place_and_never_changed():
    """Services append by `record`; the generator copies whole histories in, for benchmarks."""
    writers = [
        path.relative_to(ROOT).as_posix()
        for path in modules("portal", "meetings", "aspirations")
        if re.search(r"\bEvent\.objects\.(create|bulk_create|update|get_or_create)", path.read_text())
    ]
    assert writers == ["aspirations/services/history.py"]


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_template_has_neither_script_nor_style_of_its_own(path):
    text = re.sub(r"{%.*?%}|{{.*?}}", "", path.read_text(encoding="utf-8"))
    inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert inline == []


def test_pages_are_short_and_extend_first():
    long = {path.name for path in templates() if len(path.read_text().splitlines()) > 200}
    late = {
        path.name
        for path in templates()
        if "{% extends" in (text := path.read_text()) and not text.startswith("{% extends")
    }
    assert (long, late) == (set(), set())


def test_code_writes_no_status_but_through_the_services():
    """`status=` in an update() or assigned to a report stands in aspirations.services alone."""
    writers = {
        place.rsplit(":", 1)[0]
        for place, node in nodes("portal", "meetings", "aspirations", "government", "notifications")
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "update"
        and {"status", "publication", "status_since"} & {keyword.arg for keyword in node.keywords}
    }
    # The demo tells the services what happened, then moves it to the day on which it did.
    outside = {path for path in writers if not path.startswith("aspirations/services/")}
    assert outside == {"portal/demo/rakor.py"}


def test_dependencies_are_pinned():
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = [line for line in (ROOT / name).read_text().splitlines() if line and line[0] not in "#-"]
        assert lines
        assert [line for line in lines if not re.fullmatch(r"[\w.\[\],-]+==[\w.]+( ; .+)?", line)] == []
