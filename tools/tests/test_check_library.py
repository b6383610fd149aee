"""The library check notices each promise that is broken."""

from __future__ import annotations

import subprocess
from pathlib import Path

import check_library
import pytest

DYNAMIC = """
 0x01 (NEEDED)  Shared library: [libopenblas.so.0]
 0x01 (NEEDED)  Shared library: [libc.so.6]
 0x01 (NEEDED)  Shared library: [ld-linux-x86-64.so.2]
 0x0e (SONAME)  Library soname: [libdas.so.1]
 0x6f (FLAGS_1) Flags: NOW NODELETE
"""

SEGMENTS = """
  GNU_STACK      0x000000 0x0000000000000000 0x0000000000000000 0x000000 0x000000 RW  0x10
  GNU_RELRO      0x4d0f30 0x00000000004d1f30 0x00000000004d1f30 0x0160d0 0x0160d0 RW  0x10
"""


def test_a_library_as_promised_has_no_problems() -> None:
    assert not list(check_library.dynamic_section(DYNAMIC, "libdas.so.1"))
    assert not list(check_library.segments(SEGMENTS))
    assert not list(check_library.size(8 << 20))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("libdas.so.1", "libdas.so", "its soname is not libdas.so.1"),
        ("libc.so.6", "libFoundation.so", "needs libFoundation.so"),
        ("NOW ", "", "is linked without -z now"),
        (" NODELETE", "", "is linked without -z nodelete"),
        (
            "FLAGS_1) Flags:",
            "FLAGS_1) Flags: NOW NODELETE\n (TEXTREL)",
            "has relocations in its code",
        ),
    ],
)
def test_dynamic_section(old: str, new: str, problem: str) -> None:
    text = DYNAMIC.replace(old, new)
    assert list(check_library.dynamic_section(text, "libdas.so.1")) == [problem]


def test_segments_and_size() -> None:
    executable = SEGMENTS.replace("RW  0x10", "RWE 0x10")
    assert list(check_library.segments(executable)) == ["is linked without -z noexecstack"]
    assert list(check_library.segments(SEGMENTS.replace("GNU_RELRO", "LOAD"))) == [
        "is linked without -z relro"
    ]
    assert list(check_library.size((8 << 20) + 1)) == ["is 8388609 bytes, more than 8388608"]


def test_no_signal_handler_can_be_installed() -> None:
    assert not list(check_library.imports(" U malloc@GLIBC_2.2.5\n U sigset@GLIBC_2.2.5"))
    assert list(check_library.imports(" U sigaction@GLIBC_2.2.5")) == ["imports sigaction"]


def test_exports_are_compared_both_ways(tmp_path: Path) -> None:
    library = tmp_path / "lib.so"
    script = tmp_path / "script.map"
    script.write_text("DAS_1 { global: das_*; local: *; };")
    source = "int das_a(void) { return 0; } int das_c(void) { return 0; } int other(void);"
    command = ["gcc", "-shared", "-fPIC", f"-Wl,--version-script={script}", "-x", "c", "-"]
    subprocess.run([*command, "-o", str(library)], input=source, text=True, check=True)
    header = (
        "DAS_API int32_t das_a(void);\nDAS_API const char *das_b(das_log_fn log,\n    int x);\n"
    )
    assert list(check_library.exports(str(library), header, "DAS_1")) == [
        "does not export das_b@@DAS_1, which the header declares",
        "exports das_c@@DAS_1, which the header does not declare",
    ]
