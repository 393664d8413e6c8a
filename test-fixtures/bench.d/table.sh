# shellcheck shell=bash disable=SC2154 # set by bench
# What is printed: the machine, and a line for each figure.

describe_machine() {
    printf '%s cores of %s, %s%s, Linux %s, %s MB of memory; load at the start %s\n' "$(nproc)" \
        "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | sort -u | head -n 1)" \
        "$(java -version 2>&1 | sed -n 's/^openjdk version "\([^"]*\)".*/JDK \1/p')" "${java_flags:+ as on 1 GB}" \
        "$(uname -r | cut -d - -f 1)" \
        "$(awk '/^MemTotal/ { print int($2 / 1000) }' /proc/meminfo)" \
        "$(cut -d ' ' -f 1 /proc/loadavg)"
    [[ $hosts == test-fixtures/hosts ]] || describe_pis
}

print_table() { # ROUNDS TASK
    printf '%s round(s); median (least to most); load at the end %s\n\n' "$1" "$(cut -d ' ' -f 1 /proc/loadavg)"
    echo '| | shell | JAR | JAR / shell |'
    echo '| --- | --- | --- | --- |'
    "rows_of_$2"
}

rows_of_measure_repair() {
    local size
    for size in "${sizes[@]}"; do
        rows "data lost, $size MB in the cluster" "repair-$size"
        row "– the shell proves nothing and takes no snapshot: s" "repair-bare-$size-wall"
        rows "new card, $size MB in the cluster" "card-$size"
        row "– the shell proves nothing and takes no snapshot: s" "card-bare-$size-wall"
    done
}

rows_of_measure() {
    row "bare to etcd started, one host: s" one-start
    row "bare to etcd started on three, at once: s" once-start
    rows "bare to healthy, a cluster of one" one
    rows "bare to three healthy, at once" once
    rows "bare to three healthy, one after the other; the shell looks at nothing" turn-all
    rows "bare to three healthy, one after the other; both prove each from the second on" turn-prove
    rows "verified install alone" install
    rows "nothing to do" check
    rows "nothing to do, every byte of the programs read" sums
}

rows() { # WORDS WHAT
    row "$1: s" "$2-wall"
    row "– CPU of all its hosts, s" "$2-cpu"
    row "– peak memory of a process, MiB" "$2-memory"
}

row() { # WORDS WHAT
    awk -v words="$1" -v what="$2" '
        function sorted(list, count,   i, j, swap) {
            for (i = 2; i <= count; i++)
                for (j = i; j > 1 && list[j] < list[j - 1]; j--) {
                    swap = list[j]; list[j] = list[j - 1]; list[j - 1] = swap
                }
        }
        function shown(list, count,   middle) {
            sorted(list, count)
            middle = (list[int((count + 1) / 2)] + list[int((count + 2) / 2)]) / 2
            return sprintf("%.2f (%.2f to %.2f)", middle, list[1], list[count])
        }
        $1 == what && $2 == "shell" { shell[++shells] = $4 + 0 }
        $1 == what && $2 == "jar" { jar[++jars] = $4 + 0 }
        END {
            for (i = 1; i <= jars; i++) ratio[i] = shell[i] > 0 ? jar[i] / shell[i] : 0
            printf "| %s | %s | %s | %s |\n", words, shown(shell, shells), shown(jar, jars), shown(ratio, jars)
        }' "$figures"
}
