#!/bin/sh
# Installs gatesh into a folder that can be copied: PREFIX/bin/gatesh, and what it runs in PREFIX/lib. Again is fine: the
# new one is laid out and tried beside the old one, and put in its place by a single rename.
#
#   ./install.sh [--prefix DIR]   from a clone: builds it (Node, npm; root on Debian gets a C compiler if there is none)
#       --from SPEC               from the npm registry or a tarball of the package instead; needs no compiler
#       --with-node               carries Node along, with the libraries that it needs, for images without either
#   ./install.sh --shims-only DIR writes shims for PATH with the gatesh that is installed, and prints the line for PATH
#   ./install.sh --check          whether what is installed is whole
#   ./install.sh --uninstall      removes it; logs and configuration stay
#   ./install.sh --build-only     builds the clone in place
#
# Default of --prefix: /opt/gatesh for root in a container, else ~/.local.
set -eu

mark='# written by the install.sh of gatesh'

fail() {
  echo "install.sh: $1" >&2
  exit 1
}

in_container() {
  [ -e /.dockerenv ] || [ -e /run/.containerenv ] || [ -n "${KUBERNETES_SERVICE_HOST:-}" ] || [ -n "${container:-}" ]
}

prefix='' from='' action=install shims='' with_node=no
while [ $# -gt 0 ]; do
  case $1 in
    --prefix) prefix=${2:?"--prefix needs a directory"}; shift ;;
    --from) from=${2:?"--from needs a package"}; shift ;;
    --shims-only) shims=${2:?"--shims-only needs a directory"}; action=shims; shift ;;
    --with-node) with_node=yes ;;
    --check) action=check ;;
    --uninstall) action=uninstall ;;
    --build-only) action=build ;;
    *) echo "install.sh: unknown option \`$1\`; the head of this file lists them" >&2; exit 2 ;;
  esac
  shift
done
if [ -z "$prefix" ]; then
  if [ "$(id -u)" = 0 ] && in_container; then prefix=/opt/gatesh; else prefix=${HOME:-/root}/.local; fi
fi
case $prefix in /*) ;; *) prefix=$PWD/$prefix ;; esac
case $shims in '' | /*) ;; *) shims=$PWD/$shims ;; esac
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
wrapper=$prefix/bin/gatesh

is_ours() {
  [ -f "$wrapper" ] && grep -qF "$mark" "$wrapper"
}

installed() {
  is_ours || fail "gatesh is not installed at \`$prefix\`; run install.sh without this option first"
}

node_here() {
  command -v node >/dev/null || fail 'Node 20 or later is needed (https://nodejs.org)'
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || fail "Node 20 or later is needed, this is $(node --version)"
}

# In the clone: dependencies, C programs, bundle.
build() {
  node_here
  command -v npm >/dev/null || fail 'npm is needed; it comes with Node'
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
  cd "$here"
  # npm writes this file last, so that a broken-off install is done again.
  if [ ! -e node_modules/.package-lock.json ] || [ -n "$(find package-lock.json -newer node_modules/.package-lock.json)" ]; then
    npm ci --no-audit --no-fund --loglevel=error
  fi
  npm run --silent build
}

# Node and every library that it asks for, its loader included.
carry_node() {
  mkdir -p "$1"
  cp -L "$(command -v node)" "$1/node"
  ldd "$1/node" | while read -r name arrow path _; do
    case $name in
      /*) cp -L "$name" "$1/" ;;
      *) if [ "$arrow" = '=>' ] && [ -f "$path" ]; then cp -L "$path" "$1/$name"; fi ;;
    esac
  done
}

# How the folder is started: from wherever it lies, with its own Node where it has one.
write_wrapper() {
  cat <<EOF
#!/bin/sh
$mark
home=\$(dirname -- "\$(dirname -- "\$(readlink -f -- "\$0")")")/lib/$1
main=\$home/node_modules/gatesh/dist/main.js
flags=
# The broker of a container stays small (see src/cli/shims.ts).
if [ "\${1-}" = broker ]; then flags='--max-semi-space-size=1 --optimize-for-size'; fi
carried=\$home/node
if [ ! -e "\$carried/node" ]; then exec node \$flags "\$main" "\$@"; fi
for loader in "\$carried"/ld-*; do
  # Where the image has that loader, Node starts as any program does.
  for place in /lib64 /lib; do
    if [ -e "\$place/\${loader##*/}" ]; then exec "\$carried/node" \$flags "\$main" "\$@"; fi
  done
  exec "\$loader" --library-path "\$carried" "\$carried/node" \$flags "\$main" "\$@"
done
EOF
}

install_gatesh() {
  if [ -e "$wrapper" ] && ! is_ours && [ ! -L "$wrapper" ]; then fail "\`$wrapper\` is none of ours; move it away"; fi
  mkdir -p "$prefix/bin" "$prefix/lib"
  stage=$prefix/lib/.gatesh-new.$$
  trap 'rm -rf "$stage" "$wrapper.$$"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  rm -rf "$stage"
  mkdir "$stage"
  if [ -n "$from" ]; then
    node_here
    npm install --prefix "$stage" --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error "$from" >/dev/null
  else
    (build)
    node "$here/folder.mjs" "$stage"
  fi
  main=$stage/node_modules/gatesh/dist/main.js
  if [ "$with_node" = yes ]; then carry_node "$stage/node"; fi
  version=$(node "$main" --version) || fail 'what was built does not start; nothing was changed'
  name=gatesh-$version-$(date +%s)-$$
  write_wrapper "$name" >"$wrapper.$$"
  chmod 755 "$wrapper.$$"
  chmod -R go+rX "$stage"
  before=$(folder_in_use)
  mv "$stage" "$prefix/lib/$name"
  mv -f "$wrapper.$$" "$wrapper"
  # Sessions that run load the rest of their code from the folder before this one.
  for old in "$prefix"/lib/gatesh-*; do
    case ${old##*/} in "$name" | "$before") ;; *) rm -rf "$old" ;; esac
  done
  echo "gatesh $version is at $wrapper"
  case ":$PATH:" in
    *":$prefix/bin:"*) ;;
    *) echo "put it on PATH: export PATH=\"$prefix/bin:\$PATH\"" ;;
  esac
}

folder_in_use() {
  if is_ours; then sed -n 's|^home=.*/lib/\(gatesh-[^/]*\)$|\1|p' "$wrapper"; fi
}

check() {
  installed
  folder=$prefix/lib/$(folder_in_use)
  version=$("$wrapper" --version) || fail "\`$wrapper\` does not start; run install.sh again"
  for program in gatesh-shim gatesh-ask gatesh-exec; do
    set -- "$folder"/node_modules/gatesh/dist/native/*/"$program"
    [ -x "$1" ] || fail "\`$program\` is missing; run install.sh again"
  done
  echo "gatesh $version at $wrapper is whole"
}

case $action in
  build) build ;;
  install) install_gatesh ;;
  check) check ;;
  shims)
    installed
    "$wrapper" shims "$shims"
    ;;
  uninstall)
    installed
    rm -f "$wrapper"
    rm -rf "$prefix"/lib/gatesh-*
    rmdir "$prefix/bin" "$prefix/lib" "$prefix" 2>/dev/null || :
    echo "gatesh is gone from $prefix; logs are left in ~/.local/state/gatesh, settings in ~/.config/gatesh"
    ;;
esac
