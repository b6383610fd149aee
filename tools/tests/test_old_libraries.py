"""The libraries to link against have the symbols of an old system, in its versions."""

from __future__ import annotations

import subprocess
from pathlib import Path

import old_libraries
import pytest

SYMBOLS = """
   177: 0000000000109530    76 FUNC    GLOBAL DEFAULT   16 exp@@GLIBC_2.29
   204: 0000000000109530    76 FUNC    GLOBAL DEFAULT   16 exp@GLIBC_2.2.5
   205: 0000000000109530     8 OBJECT  WEAK   DEFAULT   16 environ@@GLIBC_2.2.5
   206: 0000000000109530     4 TLS     GLOBAL DEFAULT   16 errno@@GLIBC_PRIVATE
   207: 0000000000109530     4 FUNC    GLOBAL DEFAULT   16 hidden@@GLIBC_PRIVATE
   208: 0000000000109530    76 FUNC    GLOBAL DEFAULT   16 stat@@GLIBC_2.33
   209: 0000000000000000     0 FUNC    GLOBAL DEFAULT  UND elsewhere@GLIBC_2.2.5 (3)
   210: 0000000000085500   144 FUNC    GLOBAL DEFAULT   16 dlopen@GLIBC_2.2.5
   211: 0000000000085500   144 FUNC    GLOBAL DEFAULT   16 dlopen@@GLIBC_2.34
"""


def test_of_each_symbol_the_newest_version_that_an_old_system_has() -> None:
    newest = old_libraries.newest(old_libraries.symbols(SYMBOLS))
    assert {symbol.name: symbol.version for symbol in newest} == {
        "exp": "GLIBC_2.2.5",
        "environ": "GLIBC_2.2.5",
        "dlopen": "GLIBC_2.2.5",
    }


def test_functions_that_moved_stand_where_they_were() -> None:
    newest = old_libraries.newest(old_libraries.symbols(SYMBOLS))
    homes = {symbol.name: old_libraries.home(symbol, "libc.so.6") for symbol in newest}
    assert homes == {"exp": "libc.so.6", "environ": "libc.so.6", "dlopen": "libdl.so.2"}


@pytest.mark.parametrize(
    ("call", "version"),
    [
        ("double exp(double); double f(double x) { return exp(x); }", "GLIBC_2.2.5"),
        ("float expf(float); float f(float x) { return expf(x); }", "GLIBC_2.27"),
    ],
)
def test_a_program_linked_against_them_binds_to_old_versions(
    call: str, version: str, tmp_path: Path
) -> None:
    old_libraries.main(str(tmp_path))
    command = ["gcc", "-shared", "-fPIC", "-fno-builtin", "-nostdlib", "-x", "c", "-"]
    result = tmp_path / "result.so"
    libraries = ["-x", "none", str(tmp_path / "libm.so.6"), "-o", str(result)]
    subprocess.run([*command, *libraries], input=call, text=True, check=True)
    text = subprocess.run(
        ["objdump", "-T", str(result)], check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    assert f"({version}) exp" in text
