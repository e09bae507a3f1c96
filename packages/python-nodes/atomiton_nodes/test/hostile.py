"""What node code should not do, by the parameter `act`."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path


def run(context):
    return ACTS[context.parameters["act"]](context)


def write_garbage(_context):
    os.write(4, b"this is not a frame, whatever its length may be")
    time.sleep(60)


def print_long_line(_context):
    print("x" * (10 * 1024 * 1024))
    print("after it")


def print_bad_text(_context):
    sys.stdout.buffer.write(b"a\xff\xfeb\n")


def print_markup(_context):
    print("<img src=x onerror=\"window.pwned='log'\"><script>window.pwned='log'</script>")
    print("javascript:window.pwned='log' \u202egnp.exe\x07\x1b[2J")
    print("L" * 1_000_000)


def print_many(_context):
    for number in range(20_000):
        print("line", number)


def print_after_progress(context):
    context.progress(0.5)
    print("after the progress")


def print_from_thread(_context):
    def print_on():
        for number in range(2_000):
            print("late", number)
            time.sleep(0.001)

    threading.Thread(target=print_on, daemon=True).start()


def start_program(_context):
    child = subprocess.Popen(["sleep", "60"], close_fds=False)
    time.sleep(0.1)
    return {"value": {"pid": child.pid, "files": open_files(child.pid)}}


def fork(_context):
    pid = os.fork()
    if pid == 0:
        time.sleep(60)
        os._exit(0)
    time.sleep(0.1)
    return {"value": {"pid": pid, "files": open_files(pid)}}


def open_files(pid):
    folder = Path(f"/proc/{pid}/fd")
    return {entry.name: os.readlink(entry) for entry in folder.iterdir()}


def ignore_signal(context):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    context.log("ignoring")
    while True:
        pass


def clean_up(context):
    try:
        context.log("working")
        while True:
            pass
    finally:
        Path(context.parameters["file"]).write_text("cleaned up")


def give_nan(_context):
    return {"value": {"deep": [1, float("nan")]}}


def leave(_context):
    sys.exit(3)


ACTS = {
    "print_markup": print_markup,
    "garbage": write_garbage,
    "long-line": print_long_line,
    "bad-text": print_bad_text,
    "many-lines": print_many,
    "mixed": print_after_progress,
    "thread-prints": print_from_thread,
    "program": start_program,
    "fork": fork,
    "ignore-signal": ignore_signal,
    "clean-up": clean_up,
    "nan": give_nan,
    "exit": leave,
}
