#!/bin/sh
# Runs the scripts in R of the two examples and of the small studies in tests/r and tests/golden, and fails where a number differs.
#   sh tests/r/check.sh [PROGRAM]        needs Rscript with sandwich; MatchIt where it is installed
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
program=${1:-$root/target/debug/tashika}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

in_r() { # in_r RESULTS
    for script in replicate.R analysis.R; do
        (cd "$1" && Rscript "$script" > "$folder/said" 2>&1) || { cat "$folder/said"; echo "$1/$script failed"; exit 1; }
        tail -1 "$folder/said"
    done
}

for example in grants training; do
    "$program" demo "$folder/$example" --example $example > /dev/null 2>&1
    in_r "$folder/$example/results"
done
for study in "$root"/tests/r/*.toml; do
    name=$(basename "$study" .toml)
    mkdir "$folder/$name"
    cp "$study" "$folder/$name/study.toml"
    cp "$root/tests/reference/nearest/input.csv" "$folder/$name/people.csv"
    (cd "$folder/$name" && "$program" run study.toml > run.log 2>&1) || { cat "$folder/$name/run.log"; exit 1; }
    in_r "$folder/$name/study-results"
done
for study in "$root"/tests/golden/*/; do
    name=golden-$(basename "$study")
    cp -r "$study" "$folder/$name"
    (cd "$folder/$name" && "$program" run study.toml > run.log 2>&1) || { cat "$folder/$name/run.log"; exit 1; }
    in_r "$folder/$name/study-results"
done
echo "all agree"
