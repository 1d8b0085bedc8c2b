"""Whatever leaves as a file passes `viz.export`: nothing else answers with a file, and nothing else writes one."""

import ast
import re

from tests.house.tree import modules, parsed, text_of

ANSWERS_WITH_A_FILE = re.compile(r"Content-Disposition|content-disposition|FileResponse|StreamingResponse")
WRITING_MODES = re.compile(r"^[rb]*[wax+][bt+wax]*$")
INSIDE = {
    "bench/alert_delay.py": "items of a benchmark, which are fictional, gone when they are loaded",
    "bench/bench.py": "figures of a benchmark, which hold no intelligence",
    "demo/force.py": "the demo force, which is fictional",
    "api/services/row_files.py": "a form or a log entry as a table for the loader, gone when it is loaded",
    "api/imports/run_import.py": "the empty file that a load holds while it lives, in the data folder",
    "api/imports/imports.py": "what was sent to be loaded, in the data folder, until it is loaded",
    "graph/audit/checkpoint.py": "key, head and lock of the log, in the data folder",
    "graph/erasure/outside_graph.py": "refused rows without those that repeat what is erased, in the data folder",
    "graph/erasure/ledger.py": "the list of erasures, which holds ids alone, in the data folder",
    "graph/ingest/map/mapping.py": "a mapping, in the data folder",
    "graph/ingest/quarantine.py": "rows that were refused, in the data folder, until they are corrected",
    "graph/ingest/read/tables.py": "a sheet unpacked to be read, gone when it was",
    "graph/store/attach.py": "what the supervisor says, in the data folder",
    "graph/store/engine.py": "the engine's own files, in the data folder",
    "graph/store/files.py": "locks and private files, in the data folder",
    "graph/store/supervisor.py": "its output, to nowhere",
    "api/cli/main.py": "a terminal's output that nobody reads any more, to nowhere",
}
"""Modules that write files which stay inside, each with what they are."""
OUT = {"viz/export.py"}


def writes(tree: ast.AST) -> bool:
    """Whether a module opens a file to write it, or writes one whole."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        if called.endswith((".write_bytes", ".write_text", "os.open", "os.fdopen", "mkstemp")):
            return True
        if called.endswith(("NamedTemporaryFile", "TemporaryFile", "TemporaryDirectory")):
            return True
        if called.endswith(("shutil.copy", "shutil.copyfile", "shutil.copy2", "shutil.move")):
            return True
        if called == "open" or called.endswith(".open"):
            given = [*node.args, *(each.value for each in node.keywords if each.arg == "mode")]
            modes = [each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            if any(WRITING_MODES.match(mode) for mode in modes):
                return True
    return False


def test_nothing_else_answers_with_a_file() -> None:
    answering = {str(path) for path in modules() if ANSWERS_WITH_A_FILE.search(text_of(path))}

    assert answering == {"api/web/attachment.py"}


def test_nothing_else_writes_a_file_that_leaves() -> None:
    writing = {str(path) for path in modules() if writes(parsed(path))}

    assert writing - OUT == INSIDE.keys()


def test_nothing_else_asks_for_the_bytes_of_what_leaves() -> None:
    def asks(tree: ast.AST) -> bool:
        return any(isinstance(node, ast.Attribute) and node.attr == "in_bytes" for node in ast.walk(tree))

    def makes(tree: ast.AST) -> bool:
        return any(isinstance(node, ast.Call) and ast.unparse(node.func) == "Outgoing" for node in ast.walk(tree))

    trees = {str(path): parsed(path) for path in modules()}
    assert {path for path, tree in trees.items() if asks(tree)} == OUT
    assert {path for path, tree in trees.items() if makes(tree)} == OUT


def test_the_scan_notices_each_way() -> None:
    for text in (
        'path.open("w")',
        'open(path, mode="xb")',
        'path.open("r+")',
        "path.write_bytes(content)",
        "os.fdopen(handle, 'wb')",
        "tempfile.NamedTemporaryFile()",
        "shutil.copyfile(a, b)",
    ):
        assert writes(ast.parse(text)), text
    for text in ('path.open("rb")', "open(path)", 'path.open(encoding="utf-8")'):
        assert not writes(ast.parse(text)), text
