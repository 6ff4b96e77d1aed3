"""Run as a script: become another user, die with the parent, then become the given program.

PostgreSQL refuses to run as root. Its own process therefore gives root up first. Where the new
user could not reach the program or the data (a project below /root, say), one right is kept: to
pass permission checks on files. Usage: lower_rights.py PARENT UID GID reach|plain PROGRAM ARGS…
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from typing import NoReturn

FAILED = 77

_PR_SET_PDEATHSIG = 1
_PR_SET_KEEPCAPS = 8
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_RAISE = 2
_CAP_DAC_OVERRIDE = 1
_CAPABILITY_VERSION_3 = 0x20080522


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Sets(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


def _become(libc: ctypes.CDLL, uid: int, gid: int, *, keep_reach: bool) -> bool:
    if keep_reach:
        libc.prctl(_PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)
    if not keep_reach:
        return True
    bit = 1 << _CAP_DAC_OVERRIDE
    header = _Header(_CAPABILITY_VERSION_3, 0)
    sets = (_Sets * 2)(_Sets(bit, bit, bit), _Sets(0, 0, 0))
    if libc.capset(ctypes.byref(header), sets) != 0:
        return False
    raised: int = libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, _CAP_DAC_OVERRIDE, 0, 0)
    return raised == 0


def main(arguments: list[str]) -> NoReturn:
    """Becomes the other program, or ends with FAILED."""
    # a stop that comes before the other program has its own handlers must not be lost
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    parent, uid, gid = (int(text) for text in arguments[:3])
    libc = ctypes.CDLL(None, use_errno=True)
    if os.geteuid() == 0 and not _become(libc, uid, gid, keep_reach=arguments[3] == "reach"):
        sys.exit(FAILED)
    if sys.platform == "linux":
        # after the change of user, which clears it; SIGINT is PostgreSQL's fast shutdown
        libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGINT), 0, 0, 0)
        if os.getppid() != parent:
            sys.exit(FAILED)
    os.execv(arguments[4], arguments[4:])


if __name__ == "__main__":
    main(sys.argv[1:])
