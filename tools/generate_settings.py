#!/usr/bin/env python3
"""Writes docs/reference/settings.md, the library's table of settings.

    tools/generate_settings.py LIBRARY ABI_MODULE docs/reference/settings.md

It goes by the generated module alone, so that no numpy is needed.
"""

from __future__ import annotations

import ctypes
import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HEAD = """\
# Settings

The settings of each stage, for `das_settings_set_int`, `das_settings_set_real`,
`das_settings_set_text` and `das_settings_set_matrix` in C and as arguments in Python. `make header`
generates this page from the library's own table. The presets differ from these defaults as the
comment of `das_enhance_options` states.
"""


def main(library: str, abi: str, target: str) -> None:
    bound, structs = _load(library, abi)
    text = "\n".join([HEAD, *(section(stage, bound, structs) for stage in _stages(bound))])
    path = Path(target)
    if not path.exists() or path.read_text() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def section(stage: str, library: Any, structs: Any) -> str:
    """The settings of one stage, as a table."""
    rows = [row(info, structs) for info in _settings(stage, library, structs)]
    if not rows:
        return f"## {stage}\n\nNo settings.\n"
    return "\n".join(
        [
            f"## {stage}",
            "",
            "| setting | default | values | meaning |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def row(info: Any, structs: Any) -> str:
    name, default, words = (value.decode() for value in (info.name, info.default_value, info.help))
    return f"| `{name}` | {default} | {takes(info, structs)} | {words.replace('|', '/')} |"


def takes(info: Any, structs: Any) -> str:
    """The values of a setting, in words."""
    parts = []
    if info.takes & structs.DAS_TAKES_INTEGER:
        parts.append(f"integer {info.min_integer} ... {info.max_integer}")
    if info.takes & structs.DAS_TAKES_REAL:
        parts.append(f"real {info.min_real:g} ... {info.max_real:g}")
    if info.takes & structs.DAS_TAKES_MATRIX:
        parts.append("square matrix")
    if info.choices:
        parts += [f"`{word}`" for word in info.choices.decode().split("|")]
    return ", ".join(parts)


def _load(library: str, abi: str) -> tuple[Any, Any]:
    spec = importlib.util.spec_from_file_location("abi_of_das", abi)
    assert spec is not None
    assert spec.loader is not None
    structs = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(structs)
    bound = ctypes.CDLL(str(Path(library).resolve()))
    structs.bind(bound)
    return bound, structs


def _stages(library: Any) -> Iterator[str]:
    index = 0
    while (name := library.das_stage_at(index)) is not None:
        yield name.decode()
        index += 1


def _settings(stage: str, library: Any, structs: Any) -> Iterator[Any]:
    index, done = 0, structs.DAS_OK
    while done == structs.DAS_OK:
        info = structs.das_setting_info(size=ctypes.sizeof(structs.das_setting_info))
        done = library.das_setting_at(stage.encode(), index, ctypes.byref(info))
        if done == structs.DAS_OK:
            yield info
        index += 1


if __name__ == "__main__":
    main(*sys.argv[1:])
