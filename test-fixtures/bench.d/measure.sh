# shellcheck shell=bash disable=SC2154 # set by bench
# One round: each side on fresh cards, the same tasks in the same order.

rerun_times=3

measure() { # SIDE SIDE
    local side
    for side; do
        progress "round $round, $side"
        one_alone "$side"
        one_after_the_other "$side" all
        small_tasks "$side"
        one_after_the_other "$side" prove
        three_at_once "$side"
    done
}

one_alone() { # SIDE
    fresh_cards
    local start=$EPOCHREALTIME
    run "$1" 1 all 1 &
    until_started 1
    note one-start "$1" "$(since "$start")"
    until_healthy 1
    note one-wall "$1" "$(since "$start")"
    wait_for $!
    note_costs one "$1" 1
}

# The JAR always proves that its member is healthy: it runs twice, against each way of the shell.
one_after_the_other() { # SIDE all|prove
    fresh_cards
    local start=$EPOCHREALTIME
    in_turn "$1" "$2" &
    until_healthy 1 2 3
    note "turn-$2-wall" "$1" "$(since "$start")"
    wait_for $!
    note_costs "turn-$2" "$1" 1 2 3
}

# The first of three cannot be healthy yet.
in_turn() { # SIDE all|prove
    run "$1" 1 all 3
    run "$1" 2 "$2" 3
    run "$1" 3 "$2" 3
}

three_at_once() { # SIDE
    fresh_cards
    local start=$EPOCHREALTIME host runs=()
    for host in 1 2 3; do
        run "$1" "$host" all 3 &
        runs+=($!)
    done
    until_started 1 2 3
    note once-start "$1" "$(since "$start")"
    until_healthy 1 2 3
    note once-wall "$1" "$(since "$start")"
    for host in "${runs[@]}"; do wait_for "$host"; done
    note_costs once "$1" 1 2 3
}

# On a host of the cluster of three that has just been made.
small_tasks() { # SIDE
    local time task
    # Not counted: what is read once a boot is read here.
    run "$1" 1 check 3
    for task in check sums install; do
        for ((time = 0; time < rerun_times; time++)); do
            [[ $task != install ]] || remove_programs "$1"
            run "$1" 1 "$task" 3
            note_costs "$task" "$1" 1
            note "$task-wall" "$1" "$(costs_of 1 | cut -d ' ' -f 2)"
        done
    done
}

# etcd goes on running: its file is gone, not its process.
remove_programs() { # SIDE
    "$hosts" exec 1 sh -c 'rm -rf /usr/local/bin/etcd /usr/local/bin/etcdctl /usr/local/bin/etcdutl'
    [[ $1 == shell ]] || "$hosts" exec 1 sh -c "ln -s /usr/local/lib/etcd/current/etcd /usr/local/bin/etcd
        ln -s /usr/local/lib/etcd/current/etcdctl /usr/local/bin/etcdctl
        ln -s /usr/local/lib/etcd/current/etcdutl /usr/local/bin/etcdutl
        rm -rf /usr/local/lib/etcd/v$version"
}

# What a host is given to do, by each side; its output is kept, the cost the last line of it.
run() { # SIDE HOST TASK MEMBERS
    local command status=0
    "by_$1" "$3" "$4"
    timeout "$longest" "$hosts" exec "$2" "${command[@]}" </dev/null >"$work/out-$2" 2>"$work/err-$2" || status=$?
    ((status == 0)) || failed "$1: $3 on host $2 ended with $status" "$2"
}

by_shell() { # TASK MEMBERS
    local environment
    mapfile -d '' environment < <(told "$2")
    command=(env "${environment[@]}" busybox time -f "$cost" /media/usb/by-shell "$1")
}

by_jar() { # TASK MEMBERS
    local java=(java -jar "/media/usb/of-$2/etcd-bootstrap.jar")
    [[ $1 != sums ]] || java+=(verify)
    if [[ $1 == install ]]; then
        command=(env COST="$cost" /media/usb/cut-at "/usr/local/lib/etcd/v$version/etcdutl" "${java[@]}")
    else
        command=(busybox time -f "$cost" "${java[@]}")
    fi
}

fresh_cards() {
    local host
    "$hosts" new-card all
    for host in 1 2 3; do
        # A Pi's card has no name.
        # shellcheck disable=SC2016
        "$hosts" exec "$host" sh -c 'echo "$1" >/etc/hostname && hostname "$1"' - "x-k3s-m-$host"
    done
    forget
}

# Until something listens on the peer port: up to there no election, with its dice, takes part.
until_started() { # HOST...
    # shellcheck disable=SC2016
    timeout "$longest" ip netns exec "$("$hosts" netns)" bash -c '
        for host; do
            until (: </dev/tcp/192.168.7.1$host/2380) 2>/dev/null; do
                read -r -t 0.01 <> <(:) || true
            done
        done' - "$@" || failed "not started within $longest s" 1
}

# One member after the other, as often as it takes; an unready one lets curl hang, so briefly.
until_healthy() { # HOST...
    # shellcheck disable=SC2016
    timeout "$longest" ip netns exec "$("$hosts" netns)" bash -c '
        seed=$1 longest_answer=$2
        shift 2
        for host; do
            until curl -s --max-time "$longest_answer" --cacert "$seed/ca.pem" --cert "$seed/client.pem" --key "$seed/client-key.pem" \
                "https://192.168.7.1$host:2379/health" | grep -q "\"health\":\"true\""; do
                read -r -t 0.01 <> <(:) || true
            done
        done' - "$work/stick/of-$((${#} == 1 ? 1 : 3))" "$longest_answer" "$@" || failed "not healthy within $longest s" 1
}

wait_for() { # PID
    wait "$1" || exit 1
}

failed() { # WHAT HOST
    {
        echo "bench: $1"
        tail -n 20 "$work/out-$2" "$work/err-$2" || true
    } >&2
    exit 1
}

costs_of() { # HOST
    grep '^cost ' "$work/err-$1" | tail -n 1
}

# CPU is the sum over the hosts, memory that of the largest process. busybox takes the kilobytes
# that the kernel counts for pages of four.
note_costs() { # WHAT SIDE HOST...
    local what=$1 side=$2 host sums
    shift 2
    sums=$(for host; do costs_of "$host"; done |
        awk '{ cpu += $3 + $4; if ($5 > most) most = $5 } END { printf "%.2f %.1f", cpu, most / 4 / 1024 }')
    note "$what-cpu" "$side" "${sums% *}"
    note "$what-memory" "$side" "${sums#* }"
}

note() { # WHAT SIDE VALUE
    echo "$1 $2 $round $3" >>"$figures"
}

since() { # START
    awk -v start="$1" -v now="$EPOCHREALTIME" 'BEGIN { printf "%.3f", now - start }'
}

progress() { echo "bench: $*" >&2; }
