#!/usr/bin/env bash
# Builds the program for Windows on Debian 12, runs the examples with it under wine, and compares every byte with what the
# program for Linux writes. Not part of the checks of a change: the first build takes some ten CPU minutes.
#
#   apt-get install rustc-web cargo-web rust-web-src gcc-mingw-w64-x86-64-win32 wine64
#   tests/windows/run.sh [EXAMPLE…]        # training and grants, where none is named
#
# The compiler of Debian (1.96) comes with the sources of its standard library, which is built along.
set -euo pipefail
cd "$(dirname "$0")/../.."
export CARGO_TERM_COLOR=never WINEDEBUG=-all
wine=${WINE:-/usr/lib/wine/wine64}
target=x86_64-pc-windows-gnu
work=${WORK:-target/windows}
mkdir -p "$work"

step() { printf '\n== %s (%ss)\n' "$*" "$SECONDS"; }

step "program for Windows"
RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$work/build" /usr/bin/cargo build --locked \
    -Zbuild-std=std,panic_unwind --target "$target" --bin tashika
exe="$work/build/$target/debug/tashika.exe"

# Debian's wine has no bcryptprimitives.dll, from which the standard library takes its random numbers.
if [ ! -e "${exe%/*}/bcryptprimitives.dll" ]; then
    x86_64-w64-mingw32-gcc -shared -o "${exe%/*}/bcryptprimitives.dll" tests/windows/random.c -ladvapi32
fi

step "program for Linux"
cargo build --locked --bin tashika

status=0
for example in "${@:-training grants}"; do
    for name in $example; do
        step "example $name"
        rm -rf "$work/linux-$name" "$work/windows-$name"
        target/debug/tashika demo --example "$name" "$work/linux-$name" > /dev/null
        "$wine" "$exe" demo --example "$name" "$work/windows-$name" > /dev/null
        files=$(find "$work/linux-$name" -type f | wc -l)
        diff -rq "$work/linux-$name" "$work/windows-$name" > "$work/differ-$name.txt" || true
        differ=$(wc -l < "$work/differ-$name.txt")
        echo "$name: $files files, $differ differ"
        [ "$differ" = 0 ] || { status=1; head -n 20 "$work/differ-$name.txt"; }
    done
done
exit $status
