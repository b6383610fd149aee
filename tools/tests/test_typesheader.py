"""The forms of das_types.h that the generator reads, and that it rejects all others."""

from __future__ import annotations

from pathlib import Path

import pytest
from abi import typesheader
from abi.ctype import Named, Pointer
from abi.errors import AbiError
from abi.typesheader import Alias, Callback, Constant, Handle, Member, Struct

DAS_TYPES = Path(__file__).parents[2] / "Sources/CDAS/include/das_types.h"


def test_the_real_header_is_read_whole() -> None:
    header = typesheader.parse(DAS_TYPES.read_text())
    assert Constant("DAS_OK", 0) in header.declarations
    assert Alias("das_status", Named("int32_t")) in header.declarations
    assert {"das_matrix", "das_model_const_ref", "das_progress_fn"} <= header.names


def test_a_number_that_is_no_integer_is_defined() -> None:
    header = typesheader.parse("#include <stdint.h>\n#define DAS_MAX 1e150\nenum { DAS_A = 1 };")
    assert header.declarations == [Constant("DAS_MAX", 1e150), Constant("DAS_A", 1)]


def test_const_and_plain_handles_are_of_one_struct() -> None:
    text = "typedef struct das_x *das_x_ref; typedef const struct das_x *das_x_const_ref;"
    assert typesheader.parse(text).declarations == [
        Handle("das_x_ref", "das_x"),
        Handle("das_x_const_ref", "das_x"),
    ]


def test_struct_members() -> None:
    text = """typedef struct das_x { /* comment; with { signs */
        size_t size;
        double least, most;
        const char *name;
        int32_t (*fit)(void *user, const double *X);
    } das_x;"""
    double = Named("double")
    assert typesheader.parse(text).declarations == [
        Struct(
            "das_x",
            (
                Member("size", Named("size_t")),
                Member("least", double),
                Member("most", double),
                Member("name", Pointer(Named("char"), const=True)),
                Callback(
                    "fit",
                    Named("int32_t"),
                    (Pointer(Named("void"), const=False), Pointer(double, const=True)),
                ),
            ),
        )
    ]


@pytest.mark.parametrize(
    "text",
    [
        "typedef long das_x;",
        "typedef struct das_x { das_y y; } das_x;",
        "typedef struct das_x { char name[8]; } das_x;",
        "typedef struct das_x { int32_t bit : 1; } das_x;",
        "typedef union das_x { double a; } das_x;",
        "enum { DAS_A };",
        "enum { OTHER_A = 1 };",
        "int32_t das_function(void);",
        "typedef int32_t das_x; trailing",
    ],
)
def test_other_forms_are_rejected(text: str) -> None:
    with pytest.raises(AbiError, match=r"das_types\.h: "):
        typesheader.parse(text)
