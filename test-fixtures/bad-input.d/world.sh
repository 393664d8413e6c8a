# shellcheck shell=bash disable=SC2154 # here: set by bad-input
# The hosts and their sticks: `bare`, of three members none of which ever ran, and `formed`, a cluster of one.

hosts=$here/hosts
jar=$here/../bootstrap/target/etcd-bootstrap.jar
test_classes=$here/../bootstrap/target/test-classes
work='' world='' timeless=no stick='' root='' undos=()

worlds_up() {
    [[ -e $jar ]] || { echo "bad-input: no $jar: run mvn package first" >&2; exit 3; }
    work=$(mktemp -d)
    trap worlds_down EXIT
    trap 'exit 130' INT TERM HUP
    PATH=$PATH:/usr/local/go/bin
    tarball=$("$here/etcd/release" 3.5.2 "$(dpkg --print-architecture)")
    mkdir -p "$work"/target "$work"/{bare,formed}/{seed,stick}
    cp "$jar" "$work/target"
    cp -r "$test_classes" "$work/target/test-classes"
    "$here/seeds/cfssl-seed" "$work/bare/seed" --manage-hosts --ca-dir "$work/ca" --etcd "$tarball"
    "$here/seeds/cfssl-seed" "$work/formed/seed" --members 1 --manage-hosts --ca-dir "$work/ca" --etcd "$tarball"
    cp -a "$work/formed" "$work/single"
    mkdir "$work/release"
    tar -xzf "$tarball" -C "$work/release"
    find "$work/release" -type f -exec sha256sum {} + >"$work/release-sums"
    rm -r "$work/release"
    certificates_known
    [[ $class == during ]] || fleet_up_for bare 3
    [[ $class == during ]] || fleet_up_for formed 1
}

fleet_up_for() { # WORLD COUNT
    enter_world "$1"
    renew_stick
    "$hosts" up "$2" --seed "$stick" --bind "$work/target:/opt/target:ro"
    enter_world "$1"
    first_run_made
}

worlds_down() {
    local each
    mend
    for each in bare formed "${workers[@]}"; do FLEET=bad-input-$$-$each "$hosts" down; done
    rm -rf "$work"
}

enter_world() { # WORLD
    world=$1 stick=$work/$1/stick seed=$work/$1/seed
    export FLEET=bad-input-$$-$1
    find_root
}

find_root() { root=/proc/$("$hosts" list 2>/dev/null | awk 'NR == 1 {print $4}')/root; }

# As from the factory, but for the folder of the lock in /run and for the log, which a first run makes.
new_host() {
    "$hosts" new-card 1
    find_root
    first_run_made
}

first_run_made() {
    ! on java -jar /opt/target/etcd-bootstrap.jar --seed /nowhere 2>/dev/null
    : >>"$root/var/log/etcd-bootstrap.log"
}

on() { "$hosts" exec 1 "$@"; }

# What stays of a case is what its next one starts from: nothing.
mend() {
    local i
    for ((i = ${#undos[@]} - 1; i >= 0; i--)); do eval "${undos[i]}" || echo "bad-input: could not be undone: ${undos[i]}" >&2; done
    undos=()
}

undo() { undos+=("$*"); }

renew_stick() {
    find "$stick" -mindepth 1 -delete
    cp -a --reflink=auto "$seed/." "$stick"
}

# For what is on the host: kept as it is, put back at the end of the case.
keep() { # PATH...
    local path
    for path; do
        rm -rf "$work/kept$path"
        if [[ -e $root$path || -L $root$path ]]; then
            mkdir -p "$work/kept${path%/*}"
            cp -a "$root$path" "$work/kept$path"
            undo "rm -rf '$root$path'; cp -a '$work/kept$path' '$root$path'"
        else
            undo "rm -rf '$root$path'"
        fi
    done
}

# A line for the host's shell, and the one that takes it back.
damage() { # LINE UNDO
    on sh -ec "$1"
    undo "on sh -c $(printf %q "$2")"
}

# All that the program could touch. Left out: its lock and OpenRC's own notes in /run, which are gone at the next
# boot; the log in which each run notes its refusal or failure; where etcd runs, its data and log, which change by
# themselves.
sums() {
    local time=' %T@' places=(etc usr sbin bin lib var root media opt home srv mnt tmp run)
    local without=(-path run/openrc -o -path run/etcd-bootstrap/lock -o -path var/log/etcd-bootstrap.log -o -path usr/lib/jvm)
    [[ $timeless == no ]] || time=''
    [[ $world != formed ]] || without+=(-o -path var/lib/etcd/member -o -path var/log/etcd)
    (
        cd "$root" || exit
        find "${places[@]}" \( "${without[@]}" \) -prune -o -printf '%p %y %m %U:%G %s'"$time"' %l\n' 2>&1 | sort
        find "${places[@]}" \( "${without[@]}" -o -path usr/lib -o -path lib \) -prune -o -type f -print0 2>/dev/null |
            sort -z | xargs -0 sha256sum 2>&1 || true
    )
}
