# shellcheck shell=bash disable=SC2154,SC2034,SC2016 # set by bench, used by bench, meant as it stands
# One round of runs that change nothing, on a host of a healthy cluster of three: what a shell does for
# it, and the JAR as it is, by its launcher, and by that with a class archive of the same run, in turn.

short_times=3
short_runs=(version plan run status)

measure_short() { # SIDE SIDE
    local side
    for side; do
        progress "round $round, $side"
        form "$side"
        "prepare_$side"
        short_runs_by "$side"
    done
}

# Not counted: what is read once a boot is read here.
prepare_shell() { run shell 1 run 3; }

prepare_jar() {
    local task
    cp packaging/etcd-bootstrap "$work/stick/"
    # On the card, as a release is: a shared folder of virtual Pis is none to read thousands of classes from.
    "$hosts" exec 1 cp /media/usb/etcd-bootstrap /media/usb/of-3/etcd-bootstrap.jar /var/tmp/
    run plain 1 run 3
    for task in "${short_runs[@]}"; do
        run recorded 1 "$task" 3
    done
}

short_runs_by() { # SIDE
    local time task way ways=(shell)
    [[ $1 == shell ]] || ways=(plain launcher archive)
    for ((time = 0; time < short_times; time++)); do
        for task in "${short_runs[@]}"; do
            for way in "${ways[@]}"; do
                run "$way" 1 "$task" 3
                note_costs "short-$task" "$way" 1
                note "short-$task-wall" "$way" "$(costs_of 1 | cut -d ' ' -f 2)"
            done
        done
    done
}

by_plain() { # TASK MEMBERS
    command=(env ETCD_BOOTSTRAP_SEED="/media/usb/of-$2" busybox time -f "$cost" java -jar /var/tmp/etcd-bootstrap.jar)
    add_argument "$1"
}

by_launcher() { # TASK MEMBERS [FLAG]
    command=(env ETCD_BOOTSTRAP_SEED="/media/usb/of-$2" ETCD_BOOTSTRAP_JAR=/var/tmp/etcd-bootstrap.jar
        JDK_JAVA_OPTIONS="${3:-}" busybox time -f "$cost" /var/tmp/etcd-bootstrap)
    add_argument "$1"
}

by_recorded() { by_launcher "$1" "$2" "-XX:ArchiveClassesAtExit=/var/tmp/$1.jsa"; }

by_archive() { by_launcher "$1" "$2" "-XX:SharedArchiveFile=/var/tmp/$1.jsa"; }

add_argument() { # TASK
    case $1 in
        run) ;;
        version) command+=(--version) ;;
        *) command+=("$1") ;;
    esac
}

print_short() { # ROUNDS
    local task
    printf '%s round(s) of %s runs; medians; load at the end %s; JAR: %s bytes, %s entries\n\n' "$1" "$short_times" \
        "$(cut -d ' ' -f 1 /proc/loadavg)" "$(stat -c %s "$jar")" "$(jar --list --file "$jar" | wc -l)"
    echo '| | shell | `java -jar` | launcher | with an archive | launcher / shell | archive / launcher |'
    echo '| --- | --- | --- | --- | --- | --- | --- |'
    short_rows version '`--version` (`etcd --version`)'
    short_rows plan '`plan`, nothing to do (each file compared)'
    short_rows run 'a run, nothing to do (each file compared)'
    short_rows status '`status` (`etcdctl endpoint status`)'
}

short_rows() { # TASK WORDS
    short_row "short-$1-wall" "$2: s"
    short_row "short-$1-cpu" '– CPU, s'
    short_row "short-$1-memory" '– peak memory, MiB'
}

short_row() { # WHAT WORDS
    awk -v words="$2" -v what="$1" '
        function median(way,   i, j, swap) {
            for (i = 2; i <= count[way]; i++)
                for (j = i; j > 1 && figure[way, j] < figure[way, j - 1]; j--) {
                    swap = figure[way, j]; figure[way, j] = figure[way, j - 1]; figure[way, j - 1] = swap
                }
            return (figure[way, int((count[way] + 1) / 2)] + figure[way, int((count[way] + 2) / 2)]) / 2
        }
        function ratio(of, to) { return to > 0 ? sprintf("%.2f", of / to) : "–" }
        $1 == what { figure[$2, ++count[$2]] = $4 + 0 }
        END {
            shell = median("shell"); launcher = median("launcher"); archive = median("archive")
            printf "| %s | %.2f | %.2f | %.2f | %.2f | %s | %s |\n", words, shell, median("plain"), launcher,
                archive, ratio(launcher, shell), ratio(archive, launcher)
        }' "$figures"
}
