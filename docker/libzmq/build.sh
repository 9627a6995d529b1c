#!/bin/bash
# Builds libzmq.dll for 64-bit Windows out of Debian's source package, on Debian bookworm.
#   build.sh OUT            leaves the DLL, what to link with it, the licences and the source in OUT
#   build.sh --record OUT   the same, and makes this build the expected one
#   build.sh --packages     prints what apt-get has to install first
# Environment: MIRROR (a Debian mirror, default http://deb.debian.org/debian), JOBS (compilers at once, default all cores).
# The folder it works in is made anew by mktemp, and the result is held to libzmq.sha256: every build is a check that
# neither the place nor the time of it changes a byte.
set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
host=x86_64-w64-mingw32
fail() { printf '%s\n' "$@" >&2; exit 1; }

if [ "${1-}" = --packages ]; then
  echo cmake dpkg-dev
  cat "$here/toolchain.txt"
  exit
fi
record=
if [ "${1-}" = --record ]; then record=yes; shift; fi
[ $# = 1 ] || fail "Usage: build.sh [--record] OUT | build.sh --packages"

# The compiler's packages as they are on this machine, in the form of toolchain.txt.
installed() { sed 's/=.*//' "$here/toolchain.txt" | xargs dpkg-query --show --showformat='${Package}=${Version}\n'; }
expected() { (cd "$out" && sha256sum --check --status "$here/libzmq.sha256"); }
mkdir -p "$1"
out=$(cd "$1" && pwd)
if [ -z "$record" ] && [ -e "$out/libzmq.dll" ] && expected; then
  echo "$out/libzmq.dll is the expected one."
  exit
fi

missing=()
for tool in cmake dpkg-source make $host-g++-posix $host-objdump; do
  command -v "$tool" >/dev/null || missing+=("$tool")
done
[ ${#missing[@]} = 0 ] || fail "Missing: ${missing[*]}. On Debian bookworm, as root:" \
  "  apt-get install --no-install-recommends \$($here/build.sh --packages)"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

mirror=${MIRROR:-http://deb.debian.org/debian}
mkdir -p "$out/source"
while read -r hash file; do
  if ! echo "$hash  $out/source/$file" | sha256sum --check --status 2>/dev/null; then
    /usr/lib/apt/apt-helper download-file "$mirror/pool/main/z/zeromq3/$file" "$out/source/$file" "SHA256:$hash"
  fi
done <"$here/source.sha256"
# The hash of the .dsc is checked, and the .dsc holds those of the other two.
dpkg-source --no-check -x "$out"/source/*.dsc libzmq
export SOURCE_DATE_EPOCH=$(dpkg-parsechangelog -l libzmq/debian/changelog -S Timestamp)

# CURVE comes from the bundled TweetNaCl: no second library. POLLER=select asks for nothing that an old Wine lacks.
# Condition variables of Windows, since those of winpthreads do not link statically into a DLL.
flags="-O2 '-ffile-prefix-map=$work/libzmq=libzmq'"
cmake -S libzmq -B build -G 'Unix Makefiles' \
  -DCMAKE_SYSTEM_NAME=Windows -DCMAKE_SYSTEM_VERSION=6.1 \
  -DCMAKE_C_COMPILER=$host-gcc-posix -DCMAKE_CXX_COMPILER=$host-g++-posix -DCMAKE_RC_COMPILER=$host-windres \
  -DCMAKE_FIND_ROOT_PATH=/usr/$host -DCMAKE_FIND_ROOT_PATH_MODE_LIBRARY=ONLY -DCMAKE_FIND_ROOT_PATH_MODE_INCLUDE=ONLY \
  -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_FLAGS_RELEASE="$flags" -DCMAKE_CXX_FLAGS_RELEASE="$flags" \
  -DCMAKE_SHARED_LINKER_FLAGS='-static -static-libgcc -static-libstdc++ -s -Wl,--no-insert-timestamp' \
  -DENABLE_CURVE=ON -DWITH_LIBSODIUM=OFF -DPOLLER=select -DZMQ_CV_IMPL=win32api \
  -DZMQ_HAVE_IPC=OFF -DENABLE_WS=OFF -DWITH_LIBBSD=OFF -DENABLE_PRECOMPILED=OFF \
  -DBUILD_STATIC=OFF -DBUILD_TESTS=OFF -DWITH_PERF_TOOL=OFF -DWITH_DOCS=OFF
# Most of the time would go into the headers of Windows, which each file reads: one compiler reads them for all.
options=$(sed -n 's/^CXX_\(DEFINES\|INCLUDES\|FLAGS\) = //p' build/CMakeFiles/libzmq.dir/flags.make | tr '\n' ' ')
(cd build && eval "$host-g++-posix $options -x c++-header ../libzmq/src/precompiled.hpp")
cmake --build build --parallel "${JOBS:-$(nproc)}" --target libzmq

dll=build/bin/libzmq.dll
$host-objdump -p $dll >dll.txt
grep -q 'file format pei-x86-64' dll.txt || fail "Not a 64-bit Windows library."
strangers=$(sed -n 's/^\tDLL Name: //p' dll.txt | grep -vixE 'advapi32.dll|iphlpapi.dll|kernel32.dll|msvcrt.dll|ws2_32.dll' || true)
[ -z "$strangers" ] || fail "The library needs what no Windows brings along:" "$strangers"

cp build/lib/libzmq.dll.a libzmq/include/zmq.h libzmq/COPYING libzmq/COPYING.LESSER "$out"
cp /usr/share/doc/mingw-w64-x86-64-dev/copyright "$out/COPYING.mingw-w64"
cp /usr/share/doc/gcc-mingw-w64-x86-64-posix-runtime/copyright "$out/COPYING.gcc"
# Last, so that a folder with the library is whole.
cp $dll "$out"

if [ -n "$record" ]; then
  (cd "$out" && sha256sum libzmq.dll) >"$here/libzmq.sha256"
  installed >toolchain.txt
  cp toolchain.txt "$here"
elif ! expected; then
  differs=$(installed | diff "$here/toolchain.txt" - || true)
  fail "The library differs from the expected one (libzmq.sha256)." "Compiler packages, expected < and here >:" "${differs:-the same}"
fi
echo "$out/libzmq.dll: $(stat -c %s "$out/libzmq.dll") bytes, SHA-256 $(sha256sum "$out/libzmq.dll" | cut -c1-64)"
