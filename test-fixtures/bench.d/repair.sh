# shellcheck shell=bash disable=SC2154 # set by bench
# One round of repairs: for each size a cluster by each side, on which one member is lost over and over.

measure_repair() { # SIDE SIDE
    local side size
    for size in "${sizes[@]}"; do
        for side; do
            progress "round $round, $side, $size MB"
            form "$side"
            fill "$size"
            repaired "$side" repair lose_data
            repaired "$side" card lose_card
        done
    done
}

form() { # SIDE
    local host runs=()
    fresh_cards
    for host in 1 2 3; do
        run "$1" "$host" all 3 &
        runs+=($!)
    done
    for host in "${runs[@]}"; do wait_for "$host"; done
    until_healthy 1 2 3
}

# In values of 1 MB, as large as etcd takes them.
fill() { # MEGABYTES
    # shellcheck disable=SC2016
    timeout 1800 "$hosts" exec 2 sh -c '
        key=0
        while [ "$key" -lt "$1" ]; do
            head -c 1000000 /dev/urandom >/tmp/value
            etcdctl --endpoints https://192.168.7.12:2379 --cacert /etc/etcd/ca.pem --cert /etc/etcd/client.pem \
                --key /etc/etcd/client-key.pem --command-timeout 60s put "$key" </tmp/value >/dev/null || exit
            key=$((key + 1))
        done' - "$1" || { echo "bench: could not fill the cluster" >&2; exit 1; }
}

# The shell twice: it does what the JAR does, or nothing that it need not.
repaired() { # SIDE WHAT LOSE
    local task tasks=("$2")
    [[ $1 == jar ]] || tasks+=("$2-bare")
    for task in "${tasks[@]}"; do
        # etcd takes no change of members before they have been connected for 5 s.
        sleep 6
        "$3"
        run "$1" 1 "$task" 3
        note "$task-$size-wall" "$1" "$(costs_of 1 | cut -d ' ' -f 2)"
        note_costs "$task-$size" "$1" 1
        until_healthy 1 2 3
    done
    [[ $1 == shell ]] || note "$2-bare-$size-wall" "$1" "$(costs_of 1 | cut -d ' ' -f 2)"
}

lose_data() { "$hosts" exec 1 sh -c 'rc-service etcd stop >/dev/null 2>&1; rm -rf /var/lib/etcd/member'; }

lose_card() { "$hosts" new-card 1; }
