"""The house keeps its shape: imports run one way, rooms are small, doors are labelled, nothing of one machine."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import HOUSES, ROOT, modules, parsed, text_of, tracked

LONGEST_MODULE = 450
LONGEST_FUNCTION = 70
# Written in parts, so that this file does not hold what it looks for.
HOSTS = re.compile(r"\b(?:files\.py" + r"thonhosted|py" + r"pi\.org|repo1\.ma" + r"ven|registry\.np" + r"m)")
MACHINE = re.compile(r"(?<![\w.$}~-])/(?:wo" + r"rk|ro" + r"ot|ho" + r"me|tm" + r"p|op" + r"t|Us" + r"ers)/\w")
LOADED = re.compile(
    r"""(?:\b(?:src|href|action|data)\s*=\s*["']?|url\(\s*["']?|@import\s+["'])(?:https?:)?//""", re.IGNORECASE
)
PAGES = (".html", ".jinja", ".j2", ".css", ".svg")


def run_tool(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    tool = Path(sys.executable).parent / name
    return subprocess.run([tool, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def test_imports_run_one_way() -> None:
    done = run_tool("lint-imports")

    assert done.returncode == 0, done.stdout


def test_no_module_comes_back_to_itself_by_its_imports() -> None:
    """Imports within functions and for types alone count too: who reads one module of a circle has to read all."""
    names = {".".join(path.with_suffix("").parts).removesuffix(".__init__"): path for path in modules()}
    imported: dict[str, set[str]] = {}
    for name, path in names.items():
        found = [node for node in ast.walk(parsed(path)) if isinstance(node, ast.ImportFrom) and node.module]
        wanted = {f"{node.module}.{alias.name}" for node in found for alias in node.names}
        wanted |= {str(node.module) for node in found if f"{node.module}.{node.names[0].name}" not in names}
        imported[name] = wanted & names.keys() - {name}
    while free := {name for name, others in imported.items() if not others & imported.keys()}:
        imported = {name: others for name, others in imported.items() if name not in free}
    circle = {name for name in imported if any(name in others for others in imported.values())}

    assert circle == set()


def test_every_package_of_the_domain_has_its_layer() -> None:
    layers = set(re.findall(r"graph\.\w+", text_of(ROOT / ".importlinter")))
    rooms = {f"graph.{path.parts[1].removesuffix('.py')}" for path in modules() if path.parts[0] == "graph"}

    assert rooms - {"graph.__init__"} <= layers


def test_no_page_and_no_picture_reads_the_store_unscoped() -> None:
    """`graph.store.feed` sees everything; it is for machines. The store's front offers it under these names too."""
    offered = {"feed", "Follower", "RecordChange", "changed_records", "current_change"}
    readers = {
        str(path)
        for path in modules()
        if path.parts[0] in ("viz", "api") and path.parts[:2] != ("api", "cli")
        for node in ast.walk(parsed(path))
        if (isinstance(node, ast.Import) and "graph.store.feed" in {alias.name for alias in node.names})
        or (isinstance(node, ast.ImportFrom) and node.module == "graph.store.feed")
        or (
            isinstance(node, ast.ImportFrom)
            and node.module == "graph.store"
            and offered & {alias.name for alias in node.names}
        )
    }

    assert readers == set()


def test_only_the_last_stage_of_loading_asks_past_its_loaders_clearance() -> None:
    """Each other statement of ingest that reads asks for `$access`; that stage asks only whether an id is there."""
    unscoped: set[tuple[str, str]] = set()
    returned: set[str] = set()
    for path in modules():
        if path.parts[:2] != ("graph", "ingest"):
            continue
        for node in ast.walk(parsed(path)):
            if not isinstance(node, ast.AnnAssign) or "LiteralString" not in ast.unparse(node.annotation):
                continue
            statement = ast.unparse(node.value) if node.value is not None else ""
            reads = "MATCH" in statement and "RETURN" in statement
            if reads and path.stem == "statements":
                returned |= set(re.findall(r" AS (\w+)", statement.rpartition("RETURN")[2]))
            elif reads and not re.search(r"\b(?:cleared|held)\(", statement):
                unscoped.add((str(path), ast.unparse(node.target)))

    assert unscoped == set()
    assert returned == {"id", "component", "labels", "identifier", "person", "name"}


def test_a_front_door_holds_exports_only_and_names_them_all() -> None:
    wrong: set[str] = set()
    for path in modules():
        if path.name != "__init__.py" or text_of(path) == "":
            continue
        docstring, *rest = parsed(path).body
        imports = [node for node in rest if isinstance(node, ast.ImportFrom)]
        lists = [node for node in rest if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"]
        brought = {alias.asname or alias.name for node in imports for alias in node.names}
        named = {name for node in lists for name in ast.literal_eval(node.value)}
        says_what_it_is = isinstance(docstring, ast.Expr) and isinstance(docstring.value, ast.Constant)
        if not says_what_it_is or len(rest) != len(imports) + len(lists) or named != brought:
            wrong.add(str(path))

    assert wrong == set()


def test_modules_are_short_enough_to_read() -> None:
    long = {str(path) for path in modules() if len(text_of(path).splitlines()) > LONGEST_MODULE}

    assert long == set()


def test_functions_do_one_thing() -> None:
    long = {
        f"{path}:{node.name}"
        for path in modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= LONGEST_FUNCTION
    }

    assert long == set()


def test_no_check_is_silenced_without_its_reason() -> None:
    silenced = re.compile(
        r"#\s*(?:type:\s*ignore|noqa|pyright:\s*ignore)\b(?:\[[\w, ]+\]|:\s*[A-Z0-9, ]+)?\s*(?P<reason>.*)"
    )
    bare = {
        f"{path}:{number}"
        for path in tracked()
        if path.suffix == ".py" and path != Path("tests/house/test_layout.py")
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if (found := silenced.search(line)) and len(found["reason"].split()) < 3
    }

    assert bare == set()


def test_no_test_is_left_out() -> None:
    left_out = re.compile(r"pytest\.(?:sk" + "ip|xf" + "ail|importor" + r"skip)|mark\.(?:sk" + "ip|xf" + "ail)")
    found = {str(path) for path in tracked() if path.parts[0] == "tests" and left_out.search(text_of(path))}

    assert found == set()


@pytest.mark.parametrize("pattern", [HOSTS, MACHINE], ids=["a registry's host", "a path of one machine"])
def test_no_tracked_file_names(pattern: re.Pattern[str]) -> None:
    own = {Path("uv.lock"), Path("Dockerfile"), Path("docker-compose.yml")}
    naming = {
        f"{path}:{number}"
        for path in tracked()
        if path not in own and "vendor" not in path.parts
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if pattern.search(line)
    }

    assert naming == set()


def test_no_shipped_page_loads_from_elsewhere() -> None:
    loading = {
        f"{path}:{number}"
        for path in tracked()
        if path.parts[0] in HOUSES and path.suffix in PAGES
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if LOADED.search(line)
    }

    assert loading == set()


def test_the_compose_file_is_one() -> None:
    done = run_tool("check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml")

    assert done.returncode == 0, done.stdout + done.stderr


def test_no_telephone_number_is_a_real_one() -> None:
    """Ofcom keeps 07700 900000 to 900999 for fiction; every mobile number in the project is one of them."""
    mobile = re.compile(r"(?<![\w.])(?:\+44\s?|0044\s?|0)7\d{3}\s?\d{3}\s?\d{3}(?!\w)")
    fiction = re.compile(r"(?:\+44|0044|0)7700900\d{3}")
    real = {
        (str(path), number)
        for path in tracked()
        if path.suffix in (".py", ".md", ".csv", ".jsonl", ".toml", ".html") and "vendor" not in path.parts
        for number in mobile.findall(text_of(path))
        if not fiction.fullmatch(re.sub(r"\s", "", number))
    }

    assert real == set()
