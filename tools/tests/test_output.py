"""The two generated files, on a small interface that has a bit of everything."""

from __future__ import annotations

import ctypes
import subprocess
from pathlib import Path
from types import ModuleType

import pytest
from abi import header, python, symbolgraph, typesheader
from abi.errors import AbiError
from abi.version import Version, parse
from graphs import function, graph

TYPES = """/* Types. */
#include <stdint.h>
typedef int32_t das_status;
enum { DAS_OK = 0, DAS_ERROR = 1 };
typedef struct das_x *das_x_ref;
typedef const struct das_x *das_x_const_ref;
typedef struct das_y *das_y_ref;
typedef void (*das_log_fn)(void *user, const char *message);
typedef struct das_z { size_t size; das_log_fn log; double (*f)(double at); das_x_ref x; } das_z;
"""

COMMENT = """Does a thing.

- Parameters:
  - x: the thing,
    which is long.
  - z: may be NULL.
- Returns: DAS_OK."""

NAMES = {"das_version", "das_a", "das_x_make", "das_x_score", "das_x_free"}

SYMBOLS = graph(
    function("das_x_free", (("x", "das_x_ref?"),), "()", file="Model.swift", line=9),
    function(
        "das_x_make",
        (("z", "UnsafePointer<das_z>?"), ("x", "UnsafeMutablePointer<das_x_ref?>?")),
        comment=COMMENT,
        file="Model.swift",
        line=3,
    ),
    function(
        "das_x_score", (("x", "das_x_const_ref?"), ("at", "Double")), file="Model.swift", line=5
    ),
    function("das_version", returns="Int32", file="Version.swift"),
    function("das_a", returns="UnsafePointer<CChar>?", file="AnyOther.swift"),
)


def interface() -> tuple[typesheader.TypesHeader, list[symbolgraph.Function], Version]:
    types = typesheader.parse(TYPES)
    return types, symbolgraph.read(SYMBOLS, types.names), Version(1, 2, 3)


@pytest.fixture
def abi() -> ModuleType:
    module = ModuleType("_abi")
    exec(python.write(*interface()), module.__dict__)
    return module


@pytest.mark.parametrize("compiler", ["gcc -std=c99 -x c", "g++ -std=c++17 -x c++"])
def test_the_header_compiles_without_a_warning(compiler: str, tmp_path: Path) -> None:
    text = header.write(*interface())
    (tmp_path / "das.h").write_text(text)
    source = '#include "das.h"\n#include "das.h"\nint main(void) { return DAS_VERSION - 10203; }\n'
    command = [*compiler.split(), "-Wall", "-Wextra", "-pedantic", "-Werror", "-fsyntax-only", "-"]
    subprocess.run([*command, f"-I{tmp_path}"], input=source, text=True, check=True)


def test_declarations_are_in_reading_order_under_headings() -> None:
    text = header.write(*interface())
    positions = [
        text.index(item) for item in ("- Version -", "- Model -", "x_make(", "- Any other -")
    ]
    assert positions == sorted(positions)


def test_comments_become_fields_that_c_tools_know() -> None:
    text = header.write(*interface())
    assert " * @param x the thing,\n *   which is long.\n * @param z may be NULL.\n" in text
    assert " * @return DAS_OK.\n */" in text
    assert "/** Does it. */\nDAS_API double" not in text
    assert "DAS_API das_status das_x_make(const das_z *z, das_x_ref *x);" in text


def test_python_prototypes_are_complete(abi: ModuleType) -> None:
    class Library:
        """A stand-in for ctypes.CDLL: any name is a function."""

        def __getattr__(self, name: str) -> ModuleType:
            self.__dict__[name] = function = ModuleType(name)
            return function

    library = Library()
    abi.bind(library)
    assert set(library.__dict__) == NAMES
    assert library.das_x_score.argtypes == [abi.das_x_const_ref, ctypes.c_double]
    assert library.das_x_score.restype is abi.das_status
    assert library.das_x_free.restype is None
    assert library.das_a.restype is ctypes.c_char_p


def test_python_refuses_one_handle_for_another(abi: ModuleType) -> None:
    x, y = abi.das_x_ref(), abi.das_y_ref()
    assert abi.das_x_const_ref.from_param(x) is x
    with pytest.raises(TypeError):
        abi.das_x_ref.from_param(y)
    with pytest.raises(TypeError):
        abi.das_x_ref.from_param(1)


def test_python_structs_and_constants(abi: ModuleType) -> None:
    assert (abi.VERSION, abi.VERSION_NUMBER, abi.DAS_ERROR) == ("1.2.3", 10203, 1)
    z = abi.das_z(size=ctypes.sizeof(abi.das_z), f=abi.das_z_f(lambda at: at + 1))
    assert (z.size, z.f(1.5), bool(z.log)) == (32, 2.5, False)


@pytest.mark.parametrize("text", ["", "1.0", "1.0.0-beta", "1.100.0"])
def test_a_malformed_version_is_rejected(text: str) -> None:
    with pytest.raises(AbiError, match="VERSION"):
        parse(text)
