#!/usr/bin/env python3
"""Stops runs at random moments and before each system call of the swap, runs several at once, and fills the disk; after each,
the results folder must hold the last whole result, and what a person put there must still be there.

    python3 tests/crash/crash.py target/release/tashika [random kills] [rounds of three] [part]… > tests/crash/RESULT.md

Parts are `random`, `calls`, `rounds` and `disk`; all of them where none is named.

Needs strace (Linux). Writes a small study of its own into a temporary folder.
"""
import collections, hashlib, json, os, random, re, shutil, signal, subprocess, sys, tempfile, time

BIN = os.path.abspath(sys.argv[1])
KILLS = int(sys.argv[2]) if len(sys.argv) > 2 else 200
SMALLEST = 4000  # kilobytes of the smallest disk: the results of the study have some 4,500
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 50
STUDY = """[study]
title = "crash"
language = "en"
[sources.a]
file = "d.csv"
unit = "id"
[[questions]]
id = "q"
outcomes = ["after"]
baseline = { after = "before" }
design = "before-after"
"""


def study():
    random.seed(7)
    rows = ["id,before,after"] + [f"u{i},{random.randint(1, 50)},{random.randint(1, 50)}" for i in range(30)]
    open("d.csv", "w").write("\n".join(rows) + "\n")
    open("study.toml", "w").write(STUDY)


def state(folder):
    """`whole`, or what is wrong with the outputs that the manifest names; what a person put there counts apart."""
    try:
        outputs = json.load(open(f"{folder}/manifest.json"))["outputs"]
    except Exception as why:
        return f"no manifest ({type(why).__name__})"
    for path, digest in outputs.items():
        try:
            if hashlib.sha256(open(f"{folder}/{path}", "rb").read()).hexdigest() != digest:
                return f"differs: {path}"
        except OSError:
            return f"missing: {path}"
    return "whole"


def persons(folder="res"):
    """A memo beside the outputs and an output that was changed: both must be found again somewhere in the folder."""
    memo = os.path.exists(f"{folder}/notes/memo.md")
    texts = [os.path.join(r, f) for r, _, fs in os.walk(folder) for f in fs if f.startswith("replicate") and f.endswith(".R")]
    edited = any(open(path, errors="replace").read().startswith("# mine") for path in texts)
    return f"{'memo' if memo else 'MEMO LOST'}, {'edit' if edited else 'EDIT LOST'}"


def prepare():
    shutil.rmtree("res", ignore_errors=True)
    for name in os.listdir("."):
        if name.startswith(".res"):
            shutil.rmtree(name, ignore_errors=True) if os.path.isdir(name) else os.remove(name)
    if not os.path.exists("whole"):
        subprocess.run([BIN, "run", "study.toml", "-q", "-o", "whole"], stdout=subprocess.DEVNULL, check=True)
    shutil.copytree("whole", "res")
    os.makedirs("res/notes")
    open("res/notes/memo.md", "w").write("memo")
    text = open("res/replicate.R").read()
    open("res/replicate.R", "w").write("# mine\n" + text)


def mended():
    """The next command of any kind; then the state, and what is left beside."""
    subprocess.run([BIN, "check", "study.toml", "-q"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    found = state("res")
    if found == "differs: replicate.R":
        found = "whole, as the person left it"
    return f"{found}; {persons()}"


def table(title, counts):
    print(f"\n## {title}\n\n| after the next command | times |\n|---|---|")
    for key, n in sorted(counts.items()):
        print(f"| {key} | {n} |")


def random_kills():
    prepare()
    begun = time.time()
    subprocess.run([BIN, "run", "study.toml", "-q", "-o", "res"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    length = time.time() - begun
    counts = collections.Counter()
    for _ in range(KILLS):
        prepare()
        run = subprocess.Popen([BIN, "run", "study.toml", "-q", "-o", "res"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(random.random() * length * 1.05)
        run.send_signal(signal.SIGKILL)
        run.wait()
        counts[mended()] += 1
    table(f"kill -9 at {KILLS} random moments of a run", counts)


def each_call():
    calls = "rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,flock,ftruncate"
    counts, n, ended = collections.Counter(), 0, False
    per_call = collections.Counter()
    for call in calls.split(","):
        n = 0
        while True:
            n += 1
            prepare()
            inject = f"inject={call}:signal=KILL:when={n}"
            done = subprocess.run(["strace", "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e", inject, BIN, "run", "study.toml", "-q", "-o", "res"],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if done.returncode == 0:
                break
            counts[mended()] += 1
            per_call[call] += 1
    told = ", ".join(f"{n} × {call}" for call, n in per_call.items())
    table(f"kill -9 before each system call that changes names ({told})", counts)


def at_once():
    counts = collections.Counter()
    prepare()
    for _ in range(ROUNDS):
        runs = [subprocess.Popen([BIN, "run", "study.toml", "-q", "-o", "res"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(3)]
        codes = sorted(run.wait() for run in runs)
        beside = [name for name in os.listdir(".") if name.startswith(".res")]
        counts[f"exit codes {codes}; {state('res')}; {persons()}; {len(beside)} left beside"] += 1
    table(f"{ROUNDS} rounds of three runs at once", counts)


def fill(path):
    """Takes all room that is left."""
    try:
        with open(path, "wb", buffering=0) as file:
            while file.write(b"x" * 65536):
                pass
    except OSError:
        pass


def full_disk():
    counts = collections.Counter()
    mount = os.path.abspath("disk")
    os.makedirs(mount, exist_ok=True)
    for kilobytes in [200 * i for i in range(1, 31)]:
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALLEST + kilobytes}k", "tmpfs", mount])
        if made.returncode != 0:
            print("\nThe disk could not be filled: mounting is not allowed here.")
            return
        for name in ("d.csv", "study.toml"):
            shutil.copy(name, mount)
        first = subprocess.run([BIN, "run", "study.toml", "-q", "-o", "res"], cwd=mount, capture_output=True)
        before = state(f"{mount}/res") if first.returncode == 0 else "none"
        fill(f"{mount}/filler")
        again = subprocess.run([BIN, "run", "study.toml", "-q", "--lang", "en", "-o", "res"], cwd=mount, capture_output=True)
        said = "no room left" in again.stderr.decode("utf8", "replace") or again.returncode == 0
        left = [name for name in os.listdir(mount) if name.startswith(".res")]
        after = state(f"{mount}/res") if os.path.isdir(f"{mount}/res") else "none"
        counts[f"before: {before}; after: {after}; {'said' if said else 'NOT SAID'}; {len(left)} left beside"] += 1
        subprocess.run(["umount", mount])
    table("a disk that is full, at 30 sizes", counts)


PARTS = {"random": random_kills, "calls": each_call, "rounds": at_once, "disk": full_disk}

with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    study()
    version = subprocess.run([BIN, "--version"], capture_output=True).stdout.decode().strip()
    print(f"# Crashes, runs at once, full disks ({version})\n\nMade by crash.py; a memo that a person put into the results and an output that a person changed are looked for after each.")
    sys.stdout.flush()
    for name, part in PARTS.items():
        if name in (sys.argv[4:] or PARTS):
            part()
            sys.stdout.flush()
    os.chdir("/")
