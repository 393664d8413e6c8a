# Sourced by the scripts at the top: says what is done, and gets what a fresh machine lacks.
# shellcheck shell=bash

say() {
  printf '\n==> %s\n' "$*"
}

can_run_hosts() {
  [ "$(id -u)" = 0 ] && unshare --mount --pid --net --uts --ipc --fork true 2>/dev/null
}

missing_hosts() {
  echo "NOT RUN: everything on the test hosts (test-fixtures/hosts-selftest, *HostsTest):" \
    "that needs root and Linux namespaces" >&2
  [ -z "${CI:-}" ] || exit 1
}

can_run_pis() {
  can_run_hosts && command -v qemu-system-aarch64 >/dev/null && [ -c /dev/net/tun ] && [ -e /dev/loop-control ]
}

missing_pis() {
  echo "NOT RUN: everything on virtual Pis (test-fixtures/pis-selftest, demo-pis):" \
    "that needs root, qemu-system-aarch64, tap and loop devices" >&2
  [ -z "${CI:-}" ] || exit 1
}

# Builds the JAR, and runs this class on the test hosts.
hosts_test() { # CLASS OPTION...
  can_run_hosts || { missing_hosts; exit 3; }
  say "Building the JAR, then $1"
  mvn --batch-mode --no-transfer-progress --quiet -pl bootstrap verify \
    -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test="$1" "${@:2}"
}

say "Installing what is missing on this machine"
test-fixtures/packages
PATH=$PATH:/usr/local/go/bin
say "The etcd that the tests run: the official 3.5.2 if it can be had, else built from its modules"
for arch in amd64 arm64; do
  test-fixtures/etcd/release 3.5.2 "$arch"
done
if can_run_hosts; then
  say "The test hosts' root file system"
  test-fixtures/hosts build
fi
