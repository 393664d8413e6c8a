# shellcheck shell=bash disable=SC2154 # here, fleet: set by hosts
# The wall clock of a host. The machine has one, for all: so `date` and `java` inside ask by way of a
# stand-in for the C library's calls. etcd (static) and the files' times have the machine's; a java that
# waits until a given time finds it past already, and takes a core while it runs with a clock that is behind.

clock() { # HOST SECONDS|right
    local host=$1 time=${2:-}
    [[ $time =~ ^[0-9]+$|^right$ ]] || usage_error "clock takes seconds since 1970, or right"
    if [[ $time == right ]]; then
        rm -f "$fleet/$host/clock"
        ! is_on "$host" || inside "$host" rm -f /run/clock-offset
        return
    fi
    ! is_on "$host" || die "$host is on: its clock can only be put right"
    [[ -e $fleet/$host/given/bin/date ]] || carry_clock "$host"
    echo "$time" >"$fleet/$host/clock"
}

carry_clock() { # HOST
    local given=$fleet/$1/given java
    require_programs gcc:gcc
    mkdir -p "$given"/bin "$given"/usr/bin "$given"/usr/lib
    gcc -O2 -Wall -Wextra -shared -fPIC -o "$given/usr/lib/host-clock.so" "$here/hosts.d/clock.c"
    java=$(cat "$fleet/java-home")/bin/java
    printf '#!/bin/sh\nexport LD_PRELOAD=/usr/lib/host-clock.so\nexec %s %s "$@"\n' "$java" "${JAVA_FLAGS:-}" >"$given/usr/bin/java"
    cp "$here/hosts.d/date" "$given/bin/date"
    chmod 0755 "$given"/bin/date "$given"/usr/bin/java
}
