"""Have the kernel refuse this process every socket, for good: a filter on its system calls.

Source: https://www.kernel.org/doc/html/latest/userspace-api/seccomp_filter.html
"""

from __future__ import annotations

import ctypes
import os
from typing import Final

_PR_SET_NO_NEW_PRIVS: Final = 38
_PR_SET_SECCOMP: Final = 22
_MODE_FILTER: Final = 2
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
"""Instructions: load a word, compare it, end."""
_NUMBER_AT, _MACHINE_AT = 0, 4
"""Where the kernel puts the number of the call and the machine it is written for."""
_ALLOW: Final = 0x7FFF0000
_REFUSE: Final = 0x00050000 | 13
"""With "permission denied"."""
_MACHINES: Final = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""By name: the kernel's number of the machine, and of its call `socket`."""
_IO_URING_SETUP: Final = 425
"""The other way to a socket; the same number everywhere."""
_OTHER_TABLES: Final = 0x40000000
"""From here on the same calls have other numbers."""


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("if_so", ctypes.c_uint8),
        ("if_not", ctypes.c_uint8),
        ("operand", ctypes.c_uint32),
    )


class _Filter(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("instructions", ctypes.POINTER(_Instruction)))


def forbid_sockets() -> bool:
    """Answers whether the kernel took the filter. Threads that run already are not bound by it."""
    machine = _MACHINES.get(os.uname().machine)
    if machine is None:
        return False
    number, socket = machine
    steps = (
        (_LOAD, 0, 0, _MACHINE_AT),
        (_IF_EQUAL, 0, 5, number),  # else refuse: a jump passes over so many steps
        (_LOAD, 0, 0, _NUMBER_AT),
        (_IF_AT_LEAST, 3, 0, _OTHER_TABLES),
        (_IF_EQUAL, 2, 0, socket),
        (_IF_EQUAL, 1, 0, _IO_URING_SETUP),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    )
    instructions = (_Instruction * len(steps))(*(_Instruction(*step) for step in steps))
    program = _Filter(len(steps), instructions)
    libc, word = ctypes.CDLL(None, use_errno=True), ctypes.c_ulong
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, word(1), word(0), word(0), word(0)) != 0:
        return False
    filtering = (word(_MODE_FILTER), ctypes.byref(program), word(0), word(0))
    return bool(libc.prctl(_PR_SET_SECCOMP, *filtering) == 0)
