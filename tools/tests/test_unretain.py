"""The copy of a static library lets a linker drop what nothing refers to, and nothing else."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import unretain

SOURCE = """
.section .text.unused,"axR",@progbits
ret
.section .data.plain,"aw",@progbits
.quad 1
.section swift5_types,"aR",@progbits
.quad 2
"""


def test_only_sections_that_are_found_by_bounds_keep_the_flag(tmp_path: Path) -> None:
    after = flags(unretain.unretained(made(tmp_path, SOURCE)))
    assert not after[".text.unused"] & unretain.RETAIN
    assert after["swift5_types"] & unretain.RETAIN


def test_nothing_but_the_flag_changes(tmp_path: Path) -> None:
    before = made(tmp_path, SOURCE)
    after = unretain.unretained(before)
    (changed,) = [at for at in range(len(before)) if before[at] != after[at]]
    assert before[changed] ^ after[changed] == unretain.RETAIN >> 16
    assert len(before) == len(after)


def test_each_object_of_a_library_is_changed(tmp_path: Path) -> None:
    other = SOURCE.replace("unused", "of_odd_length").replace(".quad", ".byte")
    after = flags(unretain.unretained(made(tmp_path, SOURCE, other)))
    assert not after[".text.unused"] & unretain.RETAIN
    assert not after[".text.of_odd_length"] & unretain.RETAIN


def test_more_sections_than_fit_16_bits(tmp_path: Path) -> None:
    count = 70_000
    many = "".join(f'.section .text.f{k},"axR",@progbits\nret\n' for k in range(count))
    after = flags(unretain.unretained(made(tmp_path, many)))
    assert sum(name.startswith(".text.f") for name in after) == count
    assert not any(value & unretain.RETAIN for value in after.values())


def test_other_files_are_refused() -> None:
    with pytest.raises(ValueError, match="not a static library"):
        unretain.unretained(unretain.OBJECT)


def made(folder: Path, *sources: str) -> bytes:
    """A static library of what the assembler makes of the sources."""
    objects = [str(folder / f"{number}.o") for number in range(len(sources))]
    for path, source in zip(objects, sources, strict=True):
        subprocess.run(["as", "-o", path, "-"], input=source, text=True, check=True)
    library = folder / "library.a"
    subprocess.run(["ar", "rc", str(library), *objects], check=True)
    return library.read_bytes()


def flags(library: bytes) -> dict[str, int]:
    """The flags of all sections by name."""
    found = [unretain.sections(library[begin:end]) for begin, end in unretain.members(library)]
    return {name: value for object in found for name, _, value in object}
