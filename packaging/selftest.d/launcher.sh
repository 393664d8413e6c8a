# shellcheck shell=bash disable=SC2154 # here, work: set by selftest
# Which Java the launcher takes, in a root of busybox alone; each Java says where it lies, and then what it
# was given.

bare=$work/launcher

fresh() {
    rm -rf "$bare"
    mkdir -p "$bare"/{bin,usr/bin,usr/lib/jvm,usr/local/bin,dev}
    : >"$bare/dev/null"
    cp "$("$here/../test-fixtures/hosts" build)/bin/busybox" "$bare/bin/"
    chroot "$bare" /bin/busybox --install -s /bin
    cp "$here/etcd-bootstrap" "$bare/usr/local/bin/"
}

java_in() { # FOLDER [VERSION]
    mkdir -p "$bare/usr/lib/jvm/$1/bin"
    printf '#!/bin/sh\necho "%s" "$@"\n' "$1" >"$bare/usr/lib/jvm/$1/bin/java"
    chmod +x "$bare/usr/lib/jvm/$1/bin/java"
    [[ -z ${2-} ]] || printf 'IMPLEMENTOR="x"\nJAVA_VERSION="%s"\n' "$2" >"$bare/usr/lib/jvm/$1/release"
}

called_java() { ln -sfn "../lib/jvm/$1/bin/java" "$bare/usr/bin/java"; }

takes() { # FOLDER
    local said
    said=$(env -i PATH=/bin:/usr/bin "$(command -v chroot)" "$bare" /bin/sh /usr/local/bin/etcd-bootstrap status)
    echo "$said"
    [[ $said == "$1 "*" -jar /usr/local/lib/etcd-bootstrap/etcd-bootstrap.jar status" ]]
}

says_what_is_missing() {
    local status=0
    env -i PATH=/bin:/usr/bin "$(command -v chroot)" "$bare" /bin/sh /usr/local/bin/etcd-bootstrap >"$work/said" 2>&1 || status=$?
    cat "$work/said"
    [[ $status == 2 ]] && grep -q '^  do: apk add openjdk17-jre-headless$' "$work/said"
}

fresh
check 'without any Java the package is named'              says_what_is_missing
java_in java-11-openjdk
check 'an old one, if it is the only one: it says so'      takes java-11-openjdk
java_in java-17-openjdk 17.0.15
check 'one that nobody linked'                             takes java-17-openjdk
called_java java-11-openjdk
check 'not the one that is called java, if that is old'    takes java-17-openjdk
java_in java-11-openjdk 21.0.1
check 'its release says more than the name of its folder'  takes java-11-openjdk
java_in java-1.8-openjdk/jre
called_java java-1.8-openjdk/jre
java_in java-11-openjdk 11.0.2
check 'Java 8 is older than 17'                            takes java-17-openjdk
java_in mine
called_java mine
check 'one that says nothing of itself'                    takes mine
