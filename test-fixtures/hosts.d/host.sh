# shellcheck shell=bash disable=SC2154 # here, fleet: set by hosts
# A host: its folder, its power, and the way in.
#
# Its folder holds  disk (what it wrote), given (name and mount points), media, pid, console.log

boot_seconds=60
path_inside=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

assemble_host() { # HOST
    local host=$1 folder=$fleet/$1
    mkdir -p "$folder"/{disk,work,merged,given/etc}
    echo "$host" >"$folder/given/etc/hostname"
    printf '127.0.0.1\t%s localhost localhost.localdomain\n::1\tlocalhost localhost.localdomain\n' "$host" >"$folder/given/etc/hosts"
    : >"$folder/binds"
    make_media "$host"
}

power_on() {
    local host=$1 folder=$fleet/$1 netns
    ! is_on "$host" || die "$host is on already"
    ! mountpoint -q "$folder/merged" || die "$host has no card: hosts card-in first"
    disconnect "$host"
    connect "$host"
    netns=$(host_netns "$host")
    # Emptied here: what is waited for must not be found on the console of the last boot.
    : >"$folder/console.log"
    replace_by setsid nsenter --net="/run/netns/$netns" \
        unshare --mount --propagation slave --uts --ipc --pid --fork \
        "$here/hosts.d/first-process" "$folder" "$(cat "$fleet/root")" "$(cat "$fleet/java-home" 2>/dev/null || true)" \
        </dev/null >>"$folder/console.log" 2>&1 8>&- &
    wait_for_runlevel "$host" $!
}

# The hosts share this machine's kernel: they may not set its clock, load its modules or touch its hardware.
# The limits on open files are those that Alpine's kernel gives.
replace_by() {
    ulimit -Sn 1024
    ulimit -Hn 4096
    exec setpriv --bounding-set=-sys_time,-sys_module,-sys_rawio "$@"
}

wait_for_runlevel() { # HOST LAUNCHER
    local host=$1 deadline=$((SECONDS + boot_seconds))
    until grep -qx 'default runlevel reached' "$fleet/$host/console.log"; do
        kill -0 "$2" 2>/dev/null || boot_failed "$host" "went off while booting"
        ((SECONDS < deadline)) || boot_failed "$host" "has not reached its default runlevel in $boot_seconds s"
        sleep 0.02
    done
}

boot_failed() { # HOST WHAT
    tail -n 20 "$fleet/$1/console.log" >&2
    die "$1 $2; its console is above"
}

# The cable goes first: a kernel says goodbye on the connections of the processes it kills, a Pi without power does not.
power_cut() {
    is_on "$1" || die "$1 is off already"
    power_off "$1"
}

shut_down() {
    is_on "$1" || die "$1 is off already"
    (inside "$1" /sbin/openrc shutdown) >>"$fleet/$1/console.log" 2>&1 </dev/null || die "$1 did not stop its services in order"
    power_off "$1"
}

power_off() {
    local host=$1 pid
    ip -n "$(bridge_netns)" link set "port$(number_of "$host")" down 2>/dev/null || true
    if pid=$(init_pid "$host"); then
        # It may have gone off by itself just now.
        kill -KILL "$pid" 2>/dev/null || true
        while is_on "$host"; do sleep 0.01; done
    fi
    kill_strays "$(host_netns "$host")"
    disconnect "$host"
    rm -f "$fleet/$host/pid"
}

new_card() {
    power_off "$1"
    rm -rf "$fleet/$1"/{disk,work}
    mkdir "$fleet/$1"/{disk,work}
    power_on "$1"
}

card_out() {
    local host=$1 folder=$fleet/$1 java_home
    ! is_on "$host" || die "$host is on: its card is not to be pulled"
    ! mountpoint -q "$folder/merged" || die "$host's card is out already"
    mount -t overlay -o "lowerdir=$folder/given:$fleet/java:$(cat "$fleet/root"),upperdir=$folder/disk,workdir=$folder/work" overlay "$folder/merged"
    java_home=$(cat "$fleet/java-home" 2>/dev/null || true)
    if [[ -n $java_home ]]; then
        mount --bind "$java_home" "$folder/merged$java_home"
        mount -o remount,bind,ro "$folder/merged$java_home"
    fi
    echo "$folder/merged"
}

card_in() {
    mountpoint -q "$fleet/$1/merged" || die "$1 has its card"
    umount --recursive "$fleet/$1/merged"
}

is_on() { init_pid "$1" >/dev/null; }

# A pid alone may be somebody else's by now: it counts together with the time it started.
init_pid() { # HOST
    local pid started
    read -r pid started 2>/dev/null <"$fleet/$1/pid" || return 1
    [[ $(process_state "$pid") == "alive $started" ]] || return 1
    echo "$pid"
}

process_state() { # PID
    local stat
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
    read -r -a stat <<<"${stat##*) }"
    [[ ${stat[0]} == [ZX] ]] || echo "alive ${stat[19]}"
}

run_inside() { # HOST CMD ARGS...
    local host
    host=$(find_host "${1:-}") || { say "fleet $FLEET has no host ${1:-}"; exit 125; }
    (($# > 1)) || usage_error "exec takes a command"
    shift
    inside "$host" "$@"
}

inside() { # HOST CMD ARGS...
    local pid
    pid=$(init_pid "$1") || { say "$1 is off"; exit 125; }
    shift
    enter "$pid" -- "$@"
}

login_shell() {
    local pid
    pid=$(init_pid "$1") || die "$1 is off"
    enter "$pid" "TERM=${TERM:-dumb}" -- /bin/sh -l
}

enter() { # PID VARIABLE=VALUE... -- CMD ARGS...
    local pid=$1 variables=()
    shift
    while [[ $1 != -- ]]; do variables+=("$1"); shift; done
    replace_by env -i PATH="$path_inside" HOME=/root "${variables[@]}" "$(command -v nsenter)" --target "$pid" --mount --uts --ipc --net --pid "$@"
}
