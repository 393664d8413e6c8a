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
}

# Asked once, since it is tried.
can_run_pis() {
  [ -n "${pis_run:-}" ] || pis_run=$(try_pis >/dev/null 2>&1 && echo yes || echo no)
  [ "$pis_run" = yes ]
}

try_pis() {
  can_run_hosts && command -v qemu-system-aarch64 && command -v mke2fs && make_devices && try_tap && try_loop
}

# A container may lack the names of what its kernel has.
make_devices() {
  local number
  mkdir -p /dev/net
  [ -c /dev/net/tun ] || mknod -m 666 /dev/net/tun c 10 200
  [ -c /dev/loop-control ] || mknod -m 600 /dev/loop-control c 10 237
  for number in 0 1 2 3 4 5 6 7; do
    [ -b "/dev/loop$number" ] || mknod -m 600 "/dev/loop$number" b 7 "$number"
  done
}

try_tap() {
  unshare --net ip tuntap add name probe mode tap
}

try_loop() {
  local image status=0
  image=$(mktemp -d)
  truncate -s 1M "$image/disk"
  mke2fs -q -t ext4 -O ^has_journal "$image/disk" &&
    unshare --mount mount -o loop "$image/disk" "$image" || status=1
  rm -rf "$image"
  return $status
}

missing_pis() {
  echo "NOT RUN: everything on virtual Pis (test-fixtures/pis-selftest, demo-pis):" \
    "that needs root, qemu-system-aarch64, tap and loop devices" >&2
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
