#!/bin/sh
# All checks from a clean clone, with all that they need; ends with one line: N passed, N failed.
# As root on Debian or Ubuntu missing programs are installed; otherwise they are named.
set -eu
cd "$(dirname -- "$0")/.."

# program:package or file:package, for what tests run beside gatesh itself
needed='cc:gcc make:make git:git musl-gcc:musl-tools zsh:zsh bwrap:bubblewrap strace:strace tmux:tmux vim:vim python3:python3 curl:curl sqlite3:sqlite3 shellcheck:shellcheck socat:socat rg:ripgrep busybox:busybox-static debootstrap:debootstrap qemu-aarch64-static:qemu-user-static aarch64-linux-gnu-gcc:gcc-aarch64-linux-gnu /usr/aarch64-linux-gnu/include/stdio.h:libc6-dev-arm64-cross chromium:chromium runc:runc /usr/share/containers/seccomp.json:golang-github-containers-common'
missing=''
for pair in $needed; do
  command -v "${pair%%:*}" >/dev/null || [ -e "${pair%%:*}" ] || missing="$missing ${pair#*:}"
done
if [ -n "$missing" ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq >/dev/null
    # shellcheck disable=SC2086 # one word each
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libc6-dev $missing >/dev/null
  else
    echo "test/all.sh: the tests need:$missing" >&2
    exit 1
  fi
fi

./install.sh --build-only
exec node test/report.mjs
