# shellcheck shell=bash disable=SC2154,SC2034,SC2016 # set by bench, used by bench, meant as it stands
# What is other on virtual Pis: their processor, and everything takes about ten times as long.

on_pis() {
    hosts=test-fixtures/pis
    architecture=arm64
    java_flags=''
    default_rounds=1
    short_times=3
    longest=1200
    longest_answer=20
    # They begin before the certificates are valid.
    export CLOCK=utc
}

prepare_for_pis() {
    say "Installing what virtual Pis are made with"
    test-fixtures/packages --arm64
    can_run_pis || { missing_pis; exit 3; }
    "$hosts" build
}

describe_pis() {
    printf 'Virtual Pis, each: %s cores of a Cortex-A53 by QEMU %s, %s, Linux %s, %s MB of memory\n' "$("$hosts" exec 1 nproc)" \
        "$(qemu-system-aarch64 --version | sed -n 's/.*version \([0-9.]*\).*/\1/p')" \
        "$("$hosts" exec 1 java -version 2>&1 | sed -n 's/^openjdk version "\([^"]*\)".*/JDK \1/p')" \
        "$("$hosts" exec 1 uname -r | cut -d - -f 1)" \
        "$("$hosts" exec 1 awk '/^MemTotal/ { print int($2 / 1000) }' /proc/meminfo)"
}
