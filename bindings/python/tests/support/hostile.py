"""Programs that try to get out of the sandbox.

`QUIET` are attempts that the kernel answers with an error: snippets that set `won` where it does
not. All run in one program, which returns what each came to. `LOUD` and `CHANNEL` are programs of
their own that end in a SandboxError, with the reasons that may be given. `WIN_WITHOUT` are the
quiet ones that do win in an ordinary process: the test of the test.

Snippets see `C`, what the outside has set up for them (paths, ports, processes; hostile_host.py),
and `call(name, ...)`, which makes a system call by ctypes past all of Python.
"""

from __future__ import annotations

import textwrap

# x86-64, aarch64
NUMBERS = {
    "openat": (257, 56),
    "openat2": (437, 437),
    "clone": (56, 220),
    "clone3": (435, 435),
    "socket": (41, 198),
    "tgkill": (234, 131),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "capset": (126, 91),
    "memfd_create": (319, 279),
    "inotify_init1": (294, 26),
    "fanotify_init": (300, 262),
    "epoll_create1": (291, 20),
    "eventfd2": (290, 19),
    "shmget": (29, 194),
    "mq_open": (240, 180),
    "prlimit64": (302, 261),
    "getsockopt": (55, 209),
    "sendto": (44, 206),
    "dup": (32, 23),
    "setns": (308, 268),
    "mount": (165, 40),
    "unshare": (272, 97),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "io_uring_setup": (425, 425),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "keyctl": (250, 219),
    "userfaultfd": (323, 282),
    "open_by_handle_at": (304, 265),
    "chroot": (161, 51),
}

PRELUDE = f"""
import ctypes, os, struct, sys, time
import numpy as np
NUMBERS = {NUMBERS!r}
COLUMN = ["x86_64", "aarch64"].index(C["machine"])
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]

def call(name, *arguments):
    number = NUMBERS[name][COLUMN] if isinstance(name, str) else name
    wide = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    result = libc.syscall(ctypes.c_long(number), *wide)
    if result < 0:
        raise OSError(ctypes.get_errno(), str(name))
    return result

def send(*parts):
    for part in parts:
        while part:
            part = part[os.write(3, part):]

def head(kind, first, second, magic=b"DASW"):
    return struct.pack("<4sIQQ", magic, kind, first, second)

def local(port):
    return struct.pack("!H4s8x", port, bytes([127, 0, 0, 1]))

def connected(family, kind, address):
    descriptor = libc.socket(family, kind, 0)
    if descriptor < 0:
        raise OSError(ctypes.get_errno(), "socket")
    whole = struct.pack("=H", family) + address
    return libc.connect(descriptor, whole, len(whole))

def in_child(pid):
    if pid == 0:
        os._exit(0)
    return pid > 0
"""

QUIET = {
    # files
    "open": "won = open(C['secret']).read()",
    "os.open": "won = os.open(C['secret'], os.O_RDONLY) >= 0",
    "libc open": "won = libc.open(C['secret'].encode(), 0) >= 0",
    "openat": "won = call('openat', -100, C['secret'].encode(), 0, 0) >= 0",
    "openat2": "won = call('openat2', -100, C['secret'].encode(), struct.pack('QQQ', 0, 0, 0), 24)",
    "O_PATH": "won = os.open('/', os.O_PATH | os.O_DIRECTORY) >= 0",
    "numpy fromfile": "won = np.fromfile(C['secret'], dtype='u1').size",
    "numpy memmap": "won = np.memmap(C['secret'], mode='r', dtype='u1').size",
    "list home": "won = os.listdir(C['home'])",
    "scan the root": "won = list(os.scandir('/'))",
    "stat": "won = os.stat(C['secret'])",
    "access": "won = os.access(C['secret'], os.R_OK)",
    "readlink": "won = os.readlink('/proc/self/exe')",
    "working folder": "won = os.getcwd()",
    "chdir": "won = os.chdir(C['drop']) is None",
    "proc environ": "won = open('/proc/self/environ', 'rb').read()",
    "proc of the parent": "won = open(f\"/proc/{C['parent']}/cmdline\").read()",
    "proc memory": "won = os.open('/proc/self/mem', os.O_RDWR) >= 0",
    "device": "won = os.open('/dev/zero', os.O_RDWR) >= 0",
    # writing
    "write a file": "won = open(C['drop'] + '/written', 'w').write('x')",
    "numpy save": "np.save(C['drop'] + '/saved.npy', X_train); won = True",
    "append": "won = open(C['target'], 'a').write('x')",
    "symlink": "os.symlink('/etc/passwd', C['drop'] + '/link'); won = True",
    "hard link": "os.link(C['target'], C['drop'] + '/hard'); won = True",
    "mkdir": "os.mkdir(C['drop'] + '/made'); won = True",
    "mkfifo": "os.mkfifo(C['drop'] + '/fifo'); won = True",
    "rename": """
        os.rename(C['target'], C['target'] + '.away')
        os.rename(C['target'] + '.away', C['target']); won = True
    """,
    "truncate": "os.truncate(C['target'], 0); won = True",
    "chmod": "os.chmod(C['target'], 0o777); won = True",
    "utime": "os.utime(C['target'], (0, 0)); won = True",
    "unlink": "os.unlink(C['target']); won = True",
    "the library": "won = os.open(C['library'], os.O_WRONLY | os.O_APPEND) >= 0",
    "site-packages": "won = open(C['packages'] + '/hostile.pth', 'w').write('import os')",
    "shared memory": "won = os.open('/dev/shm/das-hostile', os.O_CREAT | os.O_RDWR) >= 0",
    "shmget": "won = call('shmget', 0, 4096, 0o1600) >= 0",
    "message queue": "won = call('mq_open', b'das-hostile', 0o102, 0o600, 0) >= 0",
    # secrets in memory
    "environment": "won = 'DAS_CANARY' in os.environ or libc.getenv(b'DAS_CANARY')",
    "other descriptors": """
        won = False
        for descriptor in range(4, 256):
            try:
                won = os.write(descriptor, b'') == 0
            except OSError:
                pass
    """,
    "duplicate": "won = os.dup(3) >= 0",
    # network
    "tcp": "won = connected(2, 1, local(C['port'])) == 0",
    "udp": "won = connected(2, 2, local(C['port'])) == 0",
    "unix": "won = connected(1, 1, C['unix'].encode() + bytes(1)) == 0",
    "abstract": "won = connected(1, 1, C['abstract'].encode()) == 0",
    "tcp by number": "won = call('socket', 2, 1, 0) >= 0",
    "unix by number": "won = call('socket', 1, 1, 0) >= 0",
    "raw": "won = call('socket', 17, 3, 0) >= 0",
    "netlink": "won = call('socket', 16, 3, 0) >= 0",
    "vsock": "won = call('socket', 40, 1, 0) >= 0",
    "send a descriptor": "won = call('sendto', 3, b'x', 0, 0, 0, 0) >= 0",
    "whose socket": """
        room, size = ctypes.create_string_buffer(12), ctypes.c_int(12)
        won = call('getsockopt', 3, 1, 17, room, ctypes.byref(size)) >= 0
    """,
    # processes
    "fork": "won = in_child(os.fork())",
    "libc fork": "won = in_child(libc.fork())",
    "clone": "won = in_child(call('clone', 17, 0, 0, 0, 0))",
    "clone in new namespaces": "won = in_child(call('clone', 17 | 0x10000000, 0, 0, 0, 0))",
    "clone3": "won = in_child(call('clone3', struct.pack('11Q', *[0] * 4, 17, *[0] * 6), 88))",
    "vfork": "won = libc.vfork() >= 0",
    "thread": "import _thread; _thread.start_new_thread(int, ()); won = True",
    "system": "won = os.system('true') == 0",
    "libc system": "won = libc.system(b'true') == 0",
    "libc popen": "libc.popen.restype = ctypes.c_void_p; won = bool(libc.popen(b'true', b'r'))",
    "spawn": "won = os.posix_spawn('/bin/true', ['true'], {}) > 0",
    "exec": "os.execv('/bin/true', ['true'])",
    "execveat by libc": "won = libc.execv(b'/bin/true', None) == 0",
    "subprocess": "import subprocess; won = subprocess.run(['/bin/true']).returncode == 0",
    "dunder walk": """
        for kind in ().__class__.__base__.__subclasses__():
            if kind.__name__ == '_wrap_close':
                walked = kind.__init__.__globals__['system']
        won = walked('true') == 0
    """,
    "load a library": "won = ctypes.CDLL('libresolv.so.2')",
    "executable memory": """
        won = libc.mmap(None, 4096, 7, 0x22, -1, 0) != ctypes.c_void_p(-1).value
    """,
    "make memory executable": """
        address = libc.mmap(None, 4096, 3, 0x22, -1, 0)
        won = libc.mprotect(ctypes.c_void_p(address), ctypes.c_size_t(4096), 7) == 0
    """,
    # signals and other processes
    "signal the parent": "os.kill(os.getppid(), 0); won = True",
    "signal everybody": "os.kill(-1, 0); won = True",
    "signal the group": "os.killpg(0, 0); won = True",
    "kill another": "os.kill(C['victim'], 9); won = True",
    "tgkill": "won = call('tgkill', C['victim'], C['victim'], 9) >= 0",
    "pidfd": "won = call('pidfd_open', C['victim'], 0) >= 0",
    "pidfd_getfd": "won = call('pidfd_getfd', 3, 0, 0) >= 0",
    "limits of another": "won = call('prlimit64', C['victim'], 7, struct.pack('QQ', 0, 0), 0) >= 0",
    "renice another": "os.setpriority(os.PRIO_PROCESS, C['victim'], 19); won = True",
    # rights
    "become root": "os.setresuid(0, 0, 0); won = True",
    "groups": "os.setgroups([0]); won = True",
    "capset": """
        ask, all_of_them = struct.pack('Ii', 0x20080522, 0), [0xFFFFFFFF] * 2
        won = call('capset', ask, struct.pack('6I', *all_of_them, 0, *all_of_them, 0)) >= 0
    """,
    "prctl dumpable": "won = libc.prctl(4, 1, 0, 0, 0) == 0",
    "prctl keep": "won = libc.prctl(15, b'hostile', 0, 0, 0) == 0",
    "raise limits": "won = call('prlimit64', 0, 0, struct.pack('QQ', *[2**64 - 1] * 2), 0) >= 0",
    "new session": "os.setsid(); won = True",
    # kernel interfaces
    "memfd": "won = os.memfd_create('x') >= 0",
    "memfd by number": "won = call('memfd_create', b'x', 0) >= 0",
    "inotify": "won = call('inotify_init1', 0) >= 0",
    "fanotify": "won = call('fanotify_init', 0, 0) >= 0",
    "epoll": "won = call('epoll_create1', 0) >= 0",
    "eventfd": "won = call('eventfd2', 0, 0) >= 0",
}

# What an ordinary process may do: here the attempts must win.
WIN_WITHOUT = (
    ["open", "os.open", "libc open", "openat", "openat2", "O_PATH", "numpy fromfile"]
    + ["list home", "scan the root", "stat", "access", "readlink", "working folder"]
    + ["proc environ", "device", "write a file", "append", "numpy save", "symlink", "hard link"]
    + ["mkdir", "mkfifo", "rename", "truncate", "chmod", "utime", "unlink"]
    + ["tcp", "udp", "unix", "abstract", "tcp by number", "unix by number", "netlink"]
    + ["fork", "libc fork", "clone", "clone3", "thread", "system", "libc system", "libc popen"]
    + ["spawn", "dunder walk", "load a library", "executable memory", "make memory executable"]
    + ["send a descriptor", "whose socket", "signal the parent", "signal the group", "kill another"]
    + ["pidfd", "duplicate", "prctl dumpable", "prctl keep", "memfd", "memfd by number"]
    + ["inotify", "epoll", "eventfd"]
)

FILLED = "send(head(5, n_samples, 4), np.full(n_samples * 4, {}).tobytes())"
KILLED, ROWS, TIME = ("killed",), ("rows",), ("time",)
LOUD = {
    "ptrace": ("call('ptrace', 16, C['parent'], 0, 0)", KILLED),
    "process_vm_readv": ("call('process_vm_readv', C['parent'], 0, 0, 0, 0, 0)", KILLED),
    "process_vm_writev": ("call('process_vm_writev', C['parent'], 0, 0, 0, 0, 0)", KILLED),
    "io_uring": ("call('io_uring_setup', 8, bytes(120))", KILLED),
    "bpf": ("call('bpf', 0, bytes(128), 128)", KILLED),
    "perf": ("call('perf_event_open', bytes(128), 0, -1, -1, 0)", KILLED),
    "keys": ("call('keyctl', 0, -3, 1)", KILLED),
    "userfaultfd": ("call('userfaultfd', 0)", KILLED),
    "user namespace": ("call('unshare', 0x10000000)", KILLED),
    "mount namespace": ("call('unshare', 0x00020000)", KILLED),
    "setns": ("call('setns', 3, 0)", KILLED),
    "mount": ("call('mount', b'none', b'/tmp', b'tmpfs', 0, 0)", KILLED),
    "chroot": ("call('chroot', b'/')", KILLED),
    "file handles": ("call('open_by_handle_at', -100, bytes(16), 0)", KILLED),
    "x32": ("call(0x40000000 + 39) if C['machine'] == 'x86_64' else ctypes.string_at(0)", KILLED),
    "crash": ("ctypes.string_at(0)", KILLED),
    "abort": ("libc.abort()", KILLED),
    "leave": ("os._exit(0)", KILLED),
    "leave by the kernel": ("libc._exit(137)", ("memory", "killed")),
}

# Attacks on the parent, through the channel and by its patience.
CHANNEL = {
    "pickle bomb": (
        """
        import pickle
        class Bomb:
            def __reduce__(self): return (os.system, (f"touch {C['drop']}/bomb",))
        send(pickle.dumps(Bomb()) * 10)
        """,
        ROWS,
    ),
    "no header": ("send(bytes(1000))", ROWS),
    "header of another kind": ("send(head(9, 1, 1))", ROWS),
    "ready again": ("send(head(1, 0, 0xFFFF))", ROWS),
    "scores for the parent": ("send(head(4, 5, 0), bytes(40))", ROWS),
    "a result too long": ("send(head(5, 2**62, 2**62))", ROWS),
    "a result of negative size": ("send(head(5, 2**64 - 1, 2**64 - 4))", ROWS),
    "a result of another shape": ("send(head(5, n_samples * 2, 2), bytes(n_samples * 32))", ROWS),
    "a result of nan": (FILLED.format("np.nan"), ROWS),
    "a result of inf": (FILLED.format("np.inf"), ROWS),
    "bytes after the result": ("send(head(5, n_samples, 4), bytes(n_samples * 32 + 1))", ROWS),
    "half a result": ("send(head(5, n_samples, 4), bytes(n_samples * 16)); os._exit(0)", KILLED),
    "half a header": ("send(head(5, n_samples, 4)[:11]); os._exit(0)", KILLED),
    "no end after the result": (
        "send(head(5, n_samples, 4), bytes(n_samples * 32))\nwhile True: pass",
        TIME,
    ),
    "ask for too many rows": ("send(head(3, 2**40, 4))", ROWS),
    "ask for negative rows": ("send(head(3, 2**64 - 1, 4))", ROWS),
    "ask for other columns": ("send(head(3, 1, 2**33))", ROWS),
    "ask for nan": ("send(head(3, 1, 4), np.full(4, np.nan).tobytes())", ROWS),
    "ask for nothing for ever": ("while True: send(head(3, 0, 4)); os.read(3, 24)", TIME),
    "a report without end": ("send(head(6, 1, 2**63))", ROWS),
    "a report of no reason": ("send(head(6, 77, 5), b'hello')", ROWS),
    "a report of secrets": ("raise ValueError(open(C['secret']).read())", ("exception",)),
    "close and go on": ("os.close(3)\nwhile True: pass", ("time", "killed")),
    "write without end": ("while True: send(bytes(1 << 16))", ROWS),
    "write results without end": (
        "while True: send(head(3, 1000, 4), bytes(32000))",
        ("time", "budget"),
    ),
    "write elsewhere without end": ("while True: os.write(1, bytes(1 << 16))", TIME),
    "stop reading": ("send(head(3, 300_000, 4), bytes(9_600_000)); time.sleep(60)", TIME),
    "ask and never send": ("send(head(3, 1000, 4), bytes(100)); time.sleep(60)", TIME),
    "ignore signals": (
        """
        import _signal
        for number in set(range(1, 65)) - {9, 19, 32, 33}:
            _signal.signal(number, _signal.SIG_IGN)
        while True: pass
        """,
        TIME,
    ),
    "50 GB": ("np.ones(50 * 10**9 // 8)", ("memory",)),
    "fill the memory": ("x = []\nwhile True: x.append(bytearray(1 << 24))", ("memory", "time")),
    "deep recursion": (
        """
        sys.setrecursionlimit(10**9)
        def deeper(x): return deeper([x])
        deeper(0)
        """,
        ("time", "memory", "killed", "exception"),
    ),
    "a source that nests": ("(" * 5000 + ")" * 5000, ("syntax", "memory")),
}


def quiet_program(context: dict[str, object], names: list[str]) -> str:
    """One program of quiet attempts: row i tells of attempt i.

    0: refused; 1: won; 2: broken, for it failed by another error than a kernel's refusal gives.
    """
    lines = [f"C = {context!r}", PRELUDE, "def generate_hard_anomalies(n_samples, model, X_train):"]
    lines.append("    outcomes = np.zeros((n_samples, X_train.shape[1]))")
    for index, name in enumerate(names):
        body = textwrap.indent(textwrap.dedent(QUIET[name]).strip(), " " * 8)
        lines += ["    won = False", "    try:", body]
        lines += ["    except (OSError, ImportError, RuntimeError): won = False"]
        lines += ["    except Exception: won = None"]
        lines.append(f"    outcomes[{index}] = 2 if won is None else bool(won)")
    return "\n".join([*lines, "    return outcomes"])


def loud_program(context: dict[str, object], attack: tuple[str, tuple[str, ...]]) -> str:
    """A program of one loud attempt; if it survives it, it returns rows as if nothing had been."""
    body = textwrap.indent(textwrap.dedent(attack[0]).strip(), " " * 4)
    head = "def generate_hard_anomalies(n_samples, model, X_train):"
    end = "    return X_train[:n_samples]"
    return "\n".join([f"C = {context!r}", PRELUDE, head, body, end])
