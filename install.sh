#!/bin/sh
# Builds gatesh from a clone and puts it on PATH. Again is fine; an earlier one is replaced in one step.
#   ./install.sh [--prefix DIR]   builds, and links DIR/bin/gatesh (default: ~/.local)
#   ./install.sh --build-only     builds only
set -eu

prefix=${HOME:-/root}/.local
link=yes
while [ $# -gt 0 ]; do
  case $1 in
    --prefix) prefix=${2:?"--prefix needs a directory"}; shift ;;
    --build-only) link=no ;;
    *) echo "install.sh: unknown option \`$1\`; use --prefix DIR or --build-only" >&2; exit 2 ;;
  esac
  shift
done

fail() {
  echo "install.sh: $1" >&2
  exit 1
}

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
cd "$here"

command -v node >/dev/null || fail 'Node 20 or later is needed (https://nodejs.org)'
[ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || fail "Node 20 or later is needed, this is $(node --version)"
command -v npm >/dev/null || fail 'npm is needed; it comes with Node'

# The C programs need a compiler; root on Debian or Ubuntu gets it, others are told.
set -- gcc libc6-dev make git
if ! { command -v cc && command -v make && command -v git; } >/dev/null 2>&1; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "install.sh: installing $*" >&2
    apt-get update -qq >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
  else
    fail "a C compiler, make and git are needed: apt-get install $*"
  fi
fi

# npm writes this file last, so that a broken-off install is done again.
if [ ! -e node_modules/.package-lock.json ] || [ -n "$(find package-lock.json -newer node_modules/.package-lock.json)" ]; then
  npm ci --no-audit --no-fund --loglevel=error
fi
npm run --silent build

[ "$link" = yes ] || exit 0
mkdir -p "$prefix/bin"
ln -s "$here/dist/main.js" "$prefix/bin/gatesh.$$"
mv -f "$prefix/bin/gatesh.$$" "$prefix/bin/gatesh"
echo "gatesh is at $prefix/bin/gatesh"
case ":$PATH:" in
  *":$prefix/bin:"*) ;;
  *) echo "put it on PATH: export PATH=\"$prefix/bin:\$PATH\"" ;;
esac
