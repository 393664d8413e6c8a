# shellcheck shell=bash disable=SC2154 # here, fleet: set by hosts
# The machine below the hosts: what it must have, the fleet's folder, names and numbers.

workers=()

say() { echo "${0##*/}: $*" >&2; }
die() { say "$*"; exit 1; }
usage_error() { say "$* (see: ${0##*/} help)"; exit 2; }
impossible() { say "$*"; exit 3; }

require_root() { ((EUID == 0)) || impossible "must be root (it makes namespaces and mounts)"; }

require_machine() {
    require_programs ip:iproute2 unshare:util-linux nsenter:util-linux setpriv:util-linux
    unshare --mount --uts --ipc --net --pid --fork true 2>/dev/null || impossible "this machine does not allow namespaces"
    grep -qw overlay /proc/filesystems || modprobe overlay 2>/dev/null || impossible "the kernel has no overlay file system"
}

require_programs() { # PROGRAM:PACKAGE...
    local pair missing=()
    for pair; do
        command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
    done
    ((${#missing[@]} == 0)) || impossible "missing packages: $(printf '%s\n' "${missing[@]}" | sort -u | tr '\n' ' ')(run test-fixtures/packages)"
}

# mkdir is the lock: of two who bring the same fleet up, one is told.
claim_fleet() {
    mkdir "$fleet" 2>/dev/null || {
        [[ -d $fleet ]] || die "cannot make $fleet"
        die "fleet $FLEET is already up (or was left half up): hosts down first"
    }
    case $(stat -f -c %T "$fleet") in
        tmpfs|overlayfs) rmdir "$fleet"; impossible "a disk is needed, and ${fleet%/*} is none: set TMPDIR" ;;
    esac
}

require_fleet() { [[ -d $fleet ]] || die "fleet $FLEET is not up"; }

name_of() { echo "x-k3s-m-$1"; }
number_of() { echo "${1##*-}"; }
address_of() { echo "192.168.7.$((10 + $(number_of "$1")))"; }
mac_of() { printf '02:00:c0:a8:07:%02x\n' $((10 + $(number_of "$1"))); }

all_hosts() {
    local folder
    for folder in "$fleet"/x-k3s-m-*/; do
        [[ ! -d $folder ]] || basename "$folder"
    done
}

find_host() { # NUMBER|NAME
    local name=$1
    [[ $name =~ ^[0-9]+$ ]] && name=$(name_of "$name")
    [[ $name == x-k3s-m-[1-7] && -d $fleet/$name ]] || return 1
    echo "$name"
}

one_host() {
    require_fleet
    host=$(find_host "${1:-}") || die "fleet $FLEET has no host ${1:-}"
}

on_each() { # FUNCTION HOST...
    local work=$1 names=() name worker status=0
    shift
    (($#)) || usage_error "which host?"
    require_fleet
    if [[ $* == all ]]; then
        mapfile -t names < <(all_hosts)
    else
        for name; do
            one_host "$name"
            names+=("$host")
        done
    fi
    hold_fleet
    for name in "${names[@]}"; do
        "$work" "$name" &
        workers+=($!)
    done
    for worker in "${workers[@]}"; do wait "$worker" || status=1; done
    workers=()
    return "$status"
}

# What an `up` has begun outlives it when it is killed outright: who removes the fleet lets that finish first.
hold_fleet() {
    exec 8>"$fleet/lock"
    flock --shared 8
}

wait_for_holders() {
    exec 8>"$fleet/lock"
    flock --wait "$boot_seconds" 8 || say "something still works on fleet $FLEET; going on without it"
}

stop_workers() {
    local worker
    for worker in "${workers[@]}"; do kill "$worker" 2>/dev/null || true; done
    wait
}

# Half a fleet is no use to anybody: an `up` that fails or is interrupted leaves nothing.
abandon_fleet() {
    local status=$?
    trap - EXIT
    trap '' INT TERM HUP
    stop_workers
    fleet_down || true
    exit "$status"
}

fleet_down() {
    [[ -d $fleet ]] || { remove_networks; return 0; }
    wait_for_holders
    for host in $(all_hosts); do power_off "$host" & done
    wait
    remove_networks
    unmount_below "$fleet"
    rm -rf "$fleet"
}

list_hosts() {
    local host pid
    for host in $(all_hosts); do
        if pid=$(init_pid "$host"); then
            echo "$host $(address_of "$host") on $pid"
        else
            echo "$host $(address_of "$host") off -"
        fi
    done
}
