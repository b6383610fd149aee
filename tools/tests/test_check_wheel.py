"""The wheel check notices each promise that is broken."""

from __future__ import annotations

import check_wheel
import pytest

UNDEFINED = """
0000000000000000      DF *UND*\t0000000000000000 (GLIBC_2.2.5) exp
0000000000000000      DF *UND*\t0000000000000000 (GLIBC_2.28) fcntl64
0000000000000000      DF *UND*\t0000000000000000  GLIBCXX_3.4.24 later
0000000000000000      DF *UND*\t0000000000000000 (GCC_3.0) _Unwind_GetIP
0000000000000000  w   D  *UND*\t0000000000000000              __gmon_start__
0000000000404040 g    DF .text\t0000000000000010  DAS_1       das_version
"""


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("(GLIBC_2.35) hypotf", "needs hypotf@GLIBC_2.35"),
        ("(GLIBC_2.29) exp", "needs exp@GLIBC_2.29"),
        ("(GLIBCXX_3.4.29) thrown", "needs thrown@GLIBCXX_3.4.29"),
        ("(CXXABI_1.3.13) f", "needs f@CXXABI_1.3.13"),
    ],
)
def test_what_is_too_new_is_named(line: str, problem: str) -> None:
    assert not list(check_wheel.versions(UNDEFINED))
    added = f"0000000000000000      DF *UND*\t0000000000000000 {line}\n"
    assert list(check_wheel.versions(UNDEFINED + added)) == [problem]


def test_what_is_linked_in_is_not_exported() -> None:
    assert not list(check_wheel.exports(UNDEFINED))
    added = "0000000000404040 g    DF .text\t0000000000000010  DAS_1       dgemm_\n"
    assert list(check_wheel.exports(UNDEFINED + added)) == ["exports dgemm_"]


def test_libraries_that_not_every_system_has() -> None:
    text = " (NEEDED)  Shared library: [libc.so.6]\n (NEEDED)  Shared library: [libopenblas.so.0]"
    assert list(check_wheel.libraries(text)) == ["needs libopenblas.so.0"]


def test_size_and_licenses() -> None:
    assert not list(check_wheel.size(10_000_000))
    assert list(check_wheel.size(10_000_001)) == ["is 10000001 bytes, more than 10000000"]
    names = [f"libdas-1.0.0.dist-info/licenses/{name}" for name in check_wheel.LICENSES]
    assert not list(check_wheel.licenses(names))
    assert list(check_wheel.licenses(names[1:])) == ["lacks LICENSE"]
