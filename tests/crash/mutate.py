#!/usr/bin/env python3
"""Changes stored results at random and lets `render` read them: it may refuse with one message or write the outputs again, and
never panics, hangs or writes outside of the folder.

    python3 tests/crash/mutate.py target/release/tashika [mutations] [seed] > tests/crash/MUTATIONS.md

Half of the mutations of findings.json, of the tables and of templates are named in manifest.json as they are, as somebody would
do who wants them read. Writes a small study of its own into a temporary folder.
"""
import collections, copy, hashlib, json, os, random, shutil, subprocess, sys, tempfile, time

BIN = os.path.abspath(sys.argv[1])
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 1
HANG = 120
STUDY = """[study]
title = "mutations"
language = "en"
[sources.a]
file = "d.csv"
unit = "id"
[variables.after]
unit = "yen"
smallest_change_that_matters = 2
[[questions]]
id = "q"
outcomes = ["after"]
baseline = { after = "before" }
treatment = "t"
covariates = ["x"]
design = "nearest"
[[questions]]
id = "p"
outcomes = ["after"]
baseline = { after = "before" }
design = "before-after"
subgroups = ["g"]
[[charts]]
id = "c"
bars = [{ finding = "q/after", label = "one" }, { finding = "p/after", label = "two" }]
[reports]
by = "g"
templates = "own"
"""
VALUES = [None, -1, 0, 10**18, 10**30, 1e308, -1e-320, 0.5, "", "x/../y", "../../PWNED", "/tmp/PWNED", "C:\\PWNED", "con", "a\x1b[31m\x0b",
          "\u202e", "x" * 5000, "{n}", "{", [], {}, [None], {"": ""}, True]


def study():
    random.seed(7)
    rows = [f"u{i},{'yes' if i % 3 == 0 else 'no'},{random.randint(1, 30)},{random.randint(1, 50)},{random.randint(1, 50)},{'ns'[i % 2]}" for i in range(60)]
    open("d.csv", "w").write("id,t,x,before,after,g\n" + "\n".join(rows) + "\n")
    os.mkdir("own")
    open("own/case.html", "w").write("<p>{{ t(\"Data\") }}</p>")
    open("study.toml", "w").write(STUDY)
    subprocess.run([BIN, "run", "study.toml", "-q", "-o", "whole"], stdout=subprocess.DEVNULL, check=True)


def paths(value, path=()):
    """Every place of a tree."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else []
    for key, inner in items:
        yield path + (key,)
        yield from paths(inner, path + (key,))


def change_tree(tree, places):
    tree = copy.deepcopy(tree)
    for _ in range(random.choice([1, 1, 1, 3])):
        path = random.choice(places)
        at = tree
        try:
            for key in path[:-1]:
                at = at[key]
            act = random.choice(["take", "put", "put", "put", "double", "swap"])
            if act == "take":
                del at[path[-1]]
            elif act == "double" and isinstance(at, list):
                at.append(copy.deepcopy(at[path[-1]]))
            elif act == "swap":
                other = tree
                for key in random.choice(places):
                    other = other[key]
                at[path[-1]] = copy.deepcopy(other)
            else:
                at[path[-1]] = random.choice(VALUES)
        except (KeyError, IndexError, TypeError):
            pass
    return tree


def change_bytes(data):
    data = bytearray(data)
    for _ in range(random.choice([1, 3, 20])):
        if data:
            data[random.randrange(len(data))] = random.randrange(256)
    if random.random() < 0.2:
        data = data[:random.randrange(len(data) + 1)]
    return bytes(data)


def sign(folder, path):
    """The manifest names a file as it is now."""
    manifest = json.load(open(f"{folder}/manifest.json"))
    manifest["outputs"][path] = hashlib.sha256(open(f"{folder}/{path}", "rb").read()).hexdigest()
    json.dump(manifest, open(f"{folder}/manifest.json", "w"))


def mutate(folder, findings, places):
    """Changes something; says what."""
    kind = random.choice(["findings", "findings", "findings", "findings", "table", "table", "template", "manifest", "odd"])
    if kind == "manifest":
        manifest = json.load(open(f"{folder}/manifest.json"))
        if random.random() < 0.5:
            json.dump(change_tree(manifest, list(paths(manifest))), open(f"{folder}/manifest.json", "w"))
        else:
            data = open(f"{folder}/manifest.json", "rb").read()
            open(f"{folder}/manifest.json", "wb").write(change_bytes(data))
        return kind
    if kind == "odd":
        name = random.choice(["findings.json", "manifest.json", "tables/p-effects.parquet", "templates/case.html"])
        shutil.rmtree(f"{folder}/{name}", ignore_errors=True)
        if os.path.lexists(f"{folder}/{name}"):
            os.remove(f"{folder}/{name}")
        act = random.choice(["gone", "folder", "pipe", "loop", "away"])
        if act == "folder":
            os.makedirs(f"{folder}/{name}")
        elif act == "pipe":
            os.makedirs(os.path.dirname(f"{folder}/{name}"), exist_ok=True)
            os.mkfifo(f"{folder}/{name}")
        elif act in ("loop", "away"):
            os.symlink({"loop": os.path.basename(name), "away": "/dev/zero"}[act], f"{folder}/{name}")
        return f"{kind} ({act})"
    if kind == "findings":
        path = "findings.json"
        if random.random() < 0.85:
            json.dump(change_tree(findings, places), open(f"{folder}/{path}", "w"), ensure_ascii=random.random() < 0.5)
        else:
            open(f"{folder}/{path}", "wb").write(change_bytes(open(f"{folder}/{path}", "rb").read()))
    else:
        inside = {"table": "tables", "template": "templates"}[kind]
        names = [f"{inside}/{name}" for name in sorted(os.listdir(f"{folder}/{inside}")) if name.endswith((".parquet", ".html"))]
        path = random.choice(names)
        open(f"{folder}/{path}", "wb").write(change_bytes(open(f"{folder}/{path}", "rb").read()))
    if random.random() < (0.75 if kind == "findings" else 0.5):
        sign(folder, path)
        return f"{kind}, named as it is"
    return kind


def everything():
    return {os.path.join(root, name) for root, _, names in os.walk(".") for name in names if not root.startswith(("./results", "./whole"))}


def render():
    begun = time.time()
    try:
        done = subprocess.run([BIN, "render", "results", "-q", "--lang", "en"], capture_output=True, timeout=HANG)
    except subprocess.TimeoutExpired:
        return "HANGS", "", HANG
    said = done.stderr.decode("utf8", "replace")
    if "panicked" in said or done.returncode not in (0, 2):
        return f"BROUGHT DOWN ({done.returncode})", said, time.time() - begun
    if "do not fit together" in said:
        return "refused: parts that do not fit together", said, time.time() - begun
    if done.returncode == 2:
        return "refused" if said.count("error[") == 1 else f"refused with {min(said.count('error['), 2)} messages or more", said, time.time() - begun
    return "written again", said, time.time() - begun


with tempfile.TemporaryDirectory() as top:
    os.makedirs(f"{top}/a/b/c")
    os.chdir(f"{top}/a/b/c")
    study()
    random.seed(SEED)
    findings = json.load(open("whole/findings.json"))
    places = list(paths(findings))
    before, counts, worst, slowest = everything(), collections.Counter(), [], 0
    for n in range(COUNT):
        shutil.rmtree("results", ignore_errors=True)
        shutil.copytree("whole", "results")
        what = mutate("results", findings, places)
        how, said, taken = render()
        slowest = max(slowest, taken)
        outside = everything() - before
        if outside:
            how += f", OUTSIDE: {sorted(outside)[:2]}"
        counts[(what, how)] += 1
        if how.isupper() or "DOWN" in how or "OUTSIDE" in how or "HANGS" in how:
            worst.append((n, what, how, said[:300]))
            print(n, what, how, said[:300], file=sys.stderr, flush=True)
        for path in outside:
            os.remove(path)
    above = [os.path.join(root, name) for root, _, names in os.walk(top) for name in names if not root.startswith(f"{top}/a/b/c")]
    version = subprocess.run([BIN, "--version"], capture_output=True).stdout.decode().strip()
    print(f"# {COUNT} mutations of stored results through `render` ({version}, seed {SEED})\n\nMade by mutate.py. Slowest: {slowest:.1f} s. Files outside of the folder: {len(above)}.\n\n| changed | ended | times |\n|---|---|---|")
    for (what, how), times in sorted(counts.items()):
        print(f"| {what} | {how} | {times} |")
    for n, what, how, said in worst:
        print(f"\n{n}: {what}: {how}\n\n    {said}")
    os.chdir("/")
