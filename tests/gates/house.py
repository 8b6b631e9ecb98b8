"""What the gates measure: imports, sizes, docstrings and words of the source tree. Pure over given files."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "telebatch"

ROOMS = ("read", "normalise", "prequalify", "split", "script", "ingest", "classify", "report", "state")
SERVICES = ("settings", "render", "write", "store")
MAY_IMPORT = {
    "cli": {"pipeline", "model"},
    "pipeline": {*ROOMS, *SERVICES, "model"},
    **{room: {"model"} for room in (*ROOMS, *SERVICES)},
    "model": set(),
}
ONLY_CLI = {"click", "rich"}
TOUCHES_DISK = {"read", "write", "store", "settings"}
DISK_CALLS = {
    "open",
    "read_text",
    "write_text",
    "read_bytes",
    "write_bytes",
    "unlink",
    "mkdir",
    "rename",
    "replace",
    "rmtree",
    "copyfile",
    "scan_csv",
    "read_csv",
    "scan_parquet",
    "read_parquet",
    "sink_csv",
    "sink_parquet",
    "write_csv",
    "write_parquet",
    "rglob",
    "is_file",
    "is_dir",
    "glob",
    "rmdir",
    "chmod",
    "symlink_to",
    "copytree",
    "listdir",
    "scandir",
    "makedirs",
    "TemporaryDirectory",
    "NamedTemporaryFile",
    "mkdtemp",
    "mkstemp",
    "write_ndjson",
    "sink_ndjson",
    "scan_ndjson",
    "read_excel",
    "write_excel",
    "iterdir",
    "touch",
    "exists",
    "stat",
    "lstat",
    "resolve",
    "realpath",
    "getsize",
    "isfile",
    "isdir",
}
#: `replace` is also a method of text and dataclasses, `rename` of frames: only these bare roots mean the disk.
_AMBIGUOUS = {"replace", "rename", "open", "touch"}
#: Bare names that reach the disk, built in or imported from os, shutil and tempfile.
_BARE_DISK_CALLS = {
    *("open", "remove", "unlink", "rmtree", "makedirs", "mkdir", "listdir", "scandir", "copyfile", "copytree"),
    *("NamedTemporaryFile", "TemporaryDirectory", "mkdtemp", "mkstemp"),
}
_DISK_ROOTS = {"os", "shutil", "Path", "io"}


def room_of(path, package=PACKAGE):
    parts = path.relative_to(package).parts
    return parts[0] if len(parts) > 1 else "package"


def imports_of(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            # Where a relative import leads depends on the file: written out it can be judged.
            yield "." * node.level + (node.module or ""), node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno
            if node.module == "telebatch":
                yield from ((f"telebatch.{alias.name}", node.lineno) for alias in node.names)


def wrong_imports(path, text, package=PACKAGE):
    """Imports of one file that the house does not allow, as `file:line: …`."""
    room = room_of(path, package)
    if room == "package":
        return []
    found = []
    for name, line in imports_of(ast.parse(text)):
        parts = name.split(".")
        if not parts[0]:
            found.append(f"{path.name}:{line}: {room} imports {name}; write telebatch.ROOM out")
        if parts[0] in ONLY_CLI and room != "cli":
            found.append(f"{path.name}:{line}: {room} imports {name}; only cli may")
        ours = parts[0] == "telebatch" and len(parts) > 1 and parts[1] in MAY_IMPORT
        if ours and parts[1] != room and parts[1] not in MAY_IMPORT[room]:
            found.append(f"{path.name}:{line}: {room} imports {name}")
    return found


def side_doors(path, text, package=PACKAGE):
    """Imports past another room's front (a folder inside a room is a front of its own), or through one's own."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("telebatch."):
            room, *inner = node.module.split(".")[1:]
            is_other = room in {*ROOMS, *SERVICES} and room != room_of(path, package)
            if is_other and inner and not package.joinpath(room, *inner).is_dir():
                found.append(f"{path.name}:{node.lineno}: {node.module} is no front; import from telebatch.{room}")
            is_own = room in {*ROOMS, *SERVICES} and room == room_of(path, package) and not inner
            if (
                is_own
                and path.name != "__init__.py"
                and not all((package / room / f"{one.name}.py").exists() for one in node.names)
            ):
                found.append(f"{path.name}:{node.lineno}: its own front stands above it; import from the module")
    return found


def circles(sources, package=PACKAGE):
    """What of the pipeline imports itself by way of others: its commands, shared modules and folders, sorted."""
    pipeline, needs = package / "pipeline", {}
    for path, text in sources:
        if path.is_relative_to(pipeline) and path != pipeline / "__init__.py":
            mine = path.relative_to(pipeline).with_suffix("").parts[0]
            named = (name.split(".") for name, _ in imports_of(ast.parse(text)))
            others = {parts[2] for parts in named if parts[:2] == ["telebatch", "pipeline"] and len(parts) > 2}
            needs.setdefault(mine, set()).update(others - {mine})
    while True:
        needed = {name for others in needs.values() for name in others}
        kept = {
            name: others & needs.keys() for name, others in needs.items() if others & needs.keys() and name in needed
        }
        if kept == needs:
            return sorted(needs)
        needs = kept


def disk_calls(path, text, package=PACKAGE):
    """Calls that touch the disk in a room that must not."""
    room = room_of(path, package)
    if room in {*TOUCHES_DISK, "package"}:
        return []
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and _reaches_disk(node.func) and not _in_memory(node):
            found.append(f"{path.name}:{node.lineno}: {room} touches disk by {ast.unparse(node.func)[:40]}")
    return found


def _reaches_disk(func):
    if isinstance(func, ast.Name):
        return func.id in _BARE_DISK_CALLS
    if not isinstance(func, ast.Attribute) or func.attr not in DISK_CALLS:
        return False
    if func.attr in _AMBIGUOUS:
        root = func.value
        while isinstance(root, (ast.Attribute, ast.Call)):
            root = root.value if isinstance(root, ast.Attribute) else root.func
        return isinstance(root, ast.Name) and root.id in _DISK_ROOTS
    return not (isinstance(func.value, ast.Name) and func.value.id in {"self", "write", "read", "store"})


def _in_memory(call):
    """Polars reads and writes bytes by the same names: the first argument is a BytesIO, by call or by the name buffer."""
    first = call.args[0] if call.args else None
    return (isinstance(first, ast.Name) and first.id == "buffer") or (
        isinstance(first, ast.Call) and ast.unparse(first.func) == "io.BytesIO"
    )


def undocumented(path, text):
    """Public modules, classes and functions without a docstring."""
    tree = ast.parse(text)
    found = [] if ast.get_docstring(tree) else [f"{path.name}: module"]
    for node in tree.body:
        found += _undocumented_in(path, node)
    return found


def _undocumented_in(path, node):
    if not isinstance(node, (ast.FunctionDef, ast.ClassDef)) or node.name.startswith("_"):
        return []
    found = [] if ast.get_docstring(node) else [f"{path.name}:{node.lineno}: {node.name}"]
    if isinstance(node, ast.ClassDef):
        for child in node.body:
            found += _undocumented_in(path, child)
    return found


def too_long(path, text, *, file_lines=300, function_lines=45):
    """Files past 300 lines and functions past 45."""
    found = []
    if text.count("\n") > file_lines:
        found.append(f"{path.name}: {text.count(chr(10))} lines")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > function_lines:
                found.append(f"{path.name}:{node.lineno}: {node.name} has {length} lines")
    return found


#: Words that say nothing; and marks of unfinished work.
POOR_NAMES = re.compile(r"(^|_)(data|info|util|utils|helper|helpers|manager|process|handle|handler)(_|$)")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX)\b|raise NotImplemented|pragma: no cover")


def poor_names(path, text):
    """Definitions and modules whose name says nothing."""
    found = [f"{path.name}: module name"] if POOR_NAMES.search(path.stem) else []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and POOR_NAMES.search(_snake(node.name)):
            found.append(f"{path.name}:{node.lineno}: {node.name}")
    return found


def _snake(name):
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def unfinished(path, text):
    """Marks of work that somebody meant to finish."""
    return [
        f"{path.name}:{n}: {line.strip()[:60]}"
        for n, line in enumerate(text.splitlines(), 1)
        if UNFINISHED.search(line)
    ]


def wall_clock(path, text, package=PACKAGE):
    """Reads of the clock or of chance outside cli: outputs may depend on neither."""
    if room_of(path, package) == "cli":
        return []
    calls = re.compile(
        r"\b(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns|localtime|gmtime)|random\.\w+|uuid[14])\("
    )
    return [
        f"{path.name}:{n}: {line.strip()[:60]}" for n, line in enumerate(text.splitlines(), 1) if calls.search(line)
    ]


def sources(package=PACKAGE):
    return [(path, path.read_text(encoding="utf-8")) for path in sorted(package.rglob("*.py"))]
