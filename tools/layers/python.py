"""The rooms of the Python package, and its imports: lazy and type-checking ones too."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from .rules import Arrow, Floors, arrows_up, circles, homeless

ROOMS: Floors = [
    {"_core": "_core/*"},
    {
        "_base": "_base/*",
        "_adapters": "_adapters/*",
        "_sandbox": "_sandbox/*",
        "_llm": "_llm/* llm",
    },
    {"_detectors": "_detectors/*", "_boosters": "_boosters/*"},
    {"_programs": "_programs/*"},
    {"_model": "_model/*"},
    {"_writing": "_writing/*"},
    {"das": "__init__"},
    {"benchmark": "benchmark/*"},
    {"_cli": "_cli/* __main__"},
]
"""Modules are named by their path in the package, without the ending."""

RAW_ABI = "_core/abi"
"""The generated prototypes, which only the ground floor uses."""

MAX_ROOT_MODULES = 5


def modules(root: Path) -> list[str]:
    """All modules of a package, sorted."""
    return sorted(path.relative_to(root).with_suffix("").as_posix() for path in root.rglob("*.py"))


def arrows(root: Path) -> Iterator[Arrow]:
    """The imports of a package's modules by each other."""
    known = set(modules(root))
    for module in sorted(known):
        for node in ast.walk(ast.parse((root / f"{module}.py").read_text())):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                for path in _imported(node, module, root.name):
                    target = _module(path, known)
                    if target is not None:
                        yield Arrow(module, target, f"line {node.lineno}: {path[-1]}")


def _imported(node: ast.Import | ast.ImportFrom, module: str, package: str) -> Iterator[list[str]]:
    """The path of each name that a statement imports from the package."""
    for alias in node.names:
        if isinstance(node, ast.ImportFrom) and node.level:
            folder = module.split("/")[: -node.level]
            yield [*folder, *(node.module or "").split("."), alias.name]
        else:
            prefix = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            name, *path = f"{prefix}{alias.name}".split(".")
            if name == package:
                yield path or ["__init__"]


def _module(path: list[str], known: set[str]) -> str | None:
    """The module that an imported name is, or that defines it."""
    whole = [part for part in path if part]
    for parts in (whole, [*whole, "__init__"], whole[:-1], [*whole[:-1], "__init__"]):
        if "/".join(parts) in known:
            return "/".join(parts)
    return None


def faults(root: Path) -> Iterator[str]:
    """Everything in which a package breaks the rules."""
    found = list(arrows(root))
    yield from homeless(modules(root), ROOMS)
    yield from circles(found)
    yield from arrows_up(found, ROOMS)
    yield from _raw_uses(found)
    yield from _private_uses(found)
    at_root = [module for module in modules(root) if "/" not in module]
    if len(at_root) > MAX_ROOT_MODULES:
        yield f"{len(at_root)} modules at the root, of at most {MAX_ROOT_MODULES}: {at_root}"


def _raw_uses(found: list[Arrow]) -> Iterator[str]:
    for module, target, what in found:
        if target == RAW_ABI and not module.startswith("_core/"):
            yield f"{module} uses {RAW_ABI}, which is for _core alone: {what}"


def _private_uses(found: list[Arrow]) -> Iterator[str]:
    """Modules with an underscore belong to their folder; others use what its `__init__` gives."""
    for module, target, what in found:
        folder, *inner = target.split("/")
        hidden = any(part.startswith("_") and part != "__init__" for part in inner)
        if hidden and module.split("/")[0] != folder:
            yield f"{module} uses {target}, which is private to {folder}: {what}"
