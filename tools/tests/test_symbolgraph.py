"""What the generator reads from the Swift sources, and what it rejects."""

from __future__ import annotations

import pytest
from abi import symbolgraph
from abi.ctype import spelled
from abi.errors import AbiError
from graphs import function, graph

TYPES = {"das_status", "das_matrix", "das_model_ref", "das_model_const_ref", "das_log_fn"}


@pytest.mark.parametrize(
    ("swift", "c"),
    [
        ("Double", "double x"),
        ("Int32", "int32_t x"),
        ("Int64", "int64_t x"),
        ("UInt64", "uint64_t x"),
        ("UInt", "size_t x"),
        ("das_log_fn?", "das_log_fn x"),
        ("das_model_const_ref?", "das_model_const_ref x"),
        ("UnsafePointer<CChar>?", "const char *x"),
        ("UnsafeMutablePointer<CChar>?", "char *x"),
        ("UnsafePointer<das_matrix>?", "const das_matrix *x"),
        ("UnsafeMutablePointer<Double>?", "double *x"),
        ("UnsafeMutablePointer<das_model_ref?>?", "das_model_ref *x"),
        ("UnsafeMutablePointer<UnsafePointer<CChar>?>?", "const char **x"),
        ("UnsafePointer<UnsafePointer<CChar>?>?", "const char *const *x"),
        ("UnsafeRawPointer?", "const void *x"),
        ("UnsafeMutableRawPointer?", "void *x"),
    ],
)
def test_swift_types_become_c_types(swift: str, c: str) -> None:
    [read] = symbolgraph.read(graph(function(parameters=(("x", swift),))), TYPES)
    assert spelled(read.parameters[0].type, "x") == c


def test_a_function_without_result_is_void() -> None:
    [read] = symbolgraph.read(graph(function(returns="()")), TYPES)
    assert spelled(read.returns) == "void"


@pytest.mark.parametrize(
    ("symbol", "message"),
    [
        (
            function(parameters=(("x", "OpaquePointer?"),)),
            "parameter 'x' .* loses the handle's type",
        ),
        (function(parameters=(("x", "Int"),)), "use Int64"),
        (function(returns="String"), "the result is of type String"),
        (function(returns="UnsafePointer<Bool>?"), "use Int32"),
        (function(parameters=(("x", "(Int32) -> Void"),)), "no such type"),
        (function(parameters=(("_", "Int32"),)), "every parameter needs a name"),
        (function(name="score"), "das_<noun>_<verb>"),
        (function(name="dasScore"), "das_<noun>_<verb>"),
        (function(comment=None), "no doc comment"),
        (function(comment=" "), "no doc comment"),
        (function(comment="Ends */ here."), "C comment"),
        (function(comment="Does.\n- Parameter y: what?"), "no parameter of it: y"),
    ],
)
def test_what_callers_could_not_rely_on_is_rejected(
    symbol: dict[str, object], message: str
) -> None:
    with pytest.raises(AbiError, match=message):
        symbolgraph.read(graph(symbol), TYPES)


def test_a_public_function_that_is_no_entry_point_is_rejected() -> None:
    symbol = function()
    symbol["declarationFragments"] = [{"spelling": "func das_thing_do"}]
    with pytest.raises(AbiError, match=r"not declared @c\(das_thing_do\)"):
        symbolgraph.read(graph(symbol), TYPES)


def test_an_error_names_file_line_and_function() -> None:
    with pytest.raises(AbiError, match=r"^Model\.swift:42: das_model_new: "):
        symbolgraph.read(
            graph(function("das_model_new", comment="", file="Model.swift", line=42)), TYPES
        )


def test_functions_come_by_file_and_line() -> None:
    symbols = [
        function("das_c", file="B.swift", line=1),
        function("das_b", file="A.swift", line=20),
        function("das_a", file="A.swift", line=3),
    ]
    names = [read.name for read in symbolgraph.read(graph(*symbols), TYPES)]
    assert names == ["das_a", "das_b", "das_c"]
