"""Checks of a Python program's text before it runs.

They send a faulty program back early, with a reason. They are no security boundary; the sandbox is.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .._sandbox import STANDARD
from .answer import FUNCTION
from .parsing import parse

PARAMETERS = ("n_samples", "model", "X_train")
MODULES = ("numpy", *STANDARD)

_CALLS = (
    "__import__",
    "breakpoint",
    "compile",
    "eval",
    "exec",
    "globals",
    "input",
    "open",
    "print",
)
_TOP_LEVEL = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)


def syntax_faults(source: str) -> list[str]:
    """Syntax errors of the text."""
    try:
        parse(source)
    except SyntaxError as error:
        where = f"line {error.lineno}: " if error.lineno else ""
        line = (error.text or "").strip()
        return [f"{where}{error.msg}" + (f": {line[:200]}" if line else "")]
    return []


def signature_faults(source: str) -> list[str]:
    """Faults in the signature of ``generate_hard_anomalies``."""
    found = [
        node
        for node in parse(source).body
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == FUNCTION
    ]
    signature = f"def {FUNCTION}({', '.join(PARAMETERS)})"
    if len(found) != 1:
        return [f"the program defines {len(found)} functions {FUNCTION}; it takes one, {signature}"]
    function = found[0]
    names = tuple(a.arg for a in function.args.posonlyargs + function.args.args)
    needed = len(names) - len(function.args.defaults)
    extra = any(default is None for default in function.args.kw_defaults)
    if isinstance(function, ast.AsyncFunctionDef) or names[:3] != PARAMETERS or needed > 3 or extra:
        return [
            f"line {function.lineno}: the function takes ({ast.unparse(function.args)}); "
            f"it must be {signature}"
        ]
    return []


def quality_faults(source: str) -> list[str]:
    """Unneeded parts: other modules, code outside functions, files, printing."""
    tree = parse(source)
    return [*_disallowed_imports(tree), *_stray_code(tree), *_unwanted_calls(tree)]


def _disallowed_imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = ["." * node.level + (node.module or "")]
        else:
            continue
        for name in names:
            if name.split(".")[0] not in MODULES:
                yield f"line {node.lineno}: it imports {name}; numpy is what there is"


def _stray_code(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        documents = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not (documents or isinstance(node, _TOP_LEVEL)):
            yield f"line {node.lineno}: code outside of functions; only definitions may stand there"


def _unwanted_calls(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if node.func.id in _CALLS:
            yield f"line {node.lineno}: it calls {node.func.id}(); a program computes, and no more"
