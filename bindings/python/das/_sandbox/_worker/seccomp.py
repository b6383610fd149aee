"""The filter of system calls: an allow-list in classic BPF (seccomp(2)).

A deny-list would be incomplete: glibc's fork is clone, for example, and there is also clone3.
"""

from __future__ import annotations

import ctypes
import struct

from . import syscalls
from .kernel import call_kernel
from .syscalls import Architecture

# Instructions: load a word of seccomp_data, jump if equal, greater or equal, or any bit set;
# return.
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _PROTECTION_AT = 0, 4, 32  # offsets; the last is args[2], low half

KILL, REFUSE, ALLOW = 0x80000000, 0x00050001, 0x7FFF0000  # the process; EPERM
_PROT_EXEC = 4

_SET_MODE_FILTER, _FLAG_ALL_THREADS = 1, 1

Instruction = tuple[int, int, int, int]


def filter_for(machine: Architecture) -> list[Instruction]:
    """The filter, as (code, jump if true, jump if false, value)."""
    code: list[Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_EQUAL, 1, 0, machine.audit),
        (_RETURN, 0, 0, KILL),
        (_LOAD, 0, 0, _NUMBER_AT),
    ]
    if machine.x32_bit:
        code += [(_AT_LEAST, 0, 1, machine.x32_bit), (_RETURN, 0, 0, KILL)]
    for number in _numbers(syscalls.ALLOWED, machine):
        code += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, ALLOW)]
    for number in _numbers(syscalls.ALLOWED_WITHOUT_EXEC, machine):
        code += [
            (_EQUAL, 0, 4, number),
            (_LOAD, 0, 0, _PROTECTION_AT),
            (_ANY_BIT, 0, 1, _PROT_EXEC),
            (_RETURN, 0, 0, REFUSE),
            (_RETURN, 0, 0, ALLOW),
        ]
    for number in _numbers(syscalls.FATAL, machine):
        code += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, KILL)]
    return [*code, (_RETURN, 0, 0, REFUSE)]


def _numbers(table: dict[str, tuple[int, int]], machine: Architecture) -> list[int]:
    return [numbers[machine.column] for numbers in table.values() if numbers[machine.column] >= 0]


class _Filter(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def install(machine: Architecture) -> bool:
    """Installs the filter permanently on all threads of this process; whether that succeeded."""
    code = filter_for(machine)
    packed = b"".join(struct.pack("=HBBI", *instruction) for instruction in code)
    program = _Filter(len(code), packed)
    number = syscalls.SECCOMP[machine.column]
    return call_kernel(number, _SET_MODE_FILTER, _FLAG_ALL_THREADS, ctypes.addressof(program)) == 0
