# shellcheck shell=bash disable=SC2154,SC2016,SC2119,SC2120 # here, work: set by selftest
# install.sh, run by busybox in a root that has nothing else.

root=$work/root
busybox=$("$here/../test-fixtures/hosts" build)/bin/busybox
places=(usr/local/lib/etcd-bootstrap/etcd-bootstrap.jar usr/local/bin/etcd-bootstrap
    usr/local/share/bash-completion/completions/etcd-bootstrap)
shimmed=(cat chmod cp flock ln mkdir mv rm rmdir sha256sum stat sync tail wget)

make_root() {
    mkdir -p "$root"/{bin,dev,tmp,shims,usr/local/{bin,lib,share},usr/bin}
    : >"$root/dev/null"
    mount --bind /dev/null "$root/dev/null"
    cp "$busybox" "$root/bin/"
    chroot "$root" /bin/busybox --install -s /bin
    local name
    for name in "${shimmed[@]}"; do shim >"$root/shims/$name"; done
    chmod 755 "$root"/shims/*
    release "$root/new" 0.2.0 new
    release "$root/old" 0.1.9 old
}

release() { # FOLDER VERSION WORD
    mkdir "$1"
    yes "$3 jar" | head -c 300000 >"$1/etcd-bootstrap-$2.jar" || true
    echo "$3 launcher" >"$1/etcd-bootstrap"
    echo "$3 completion" >"$1/etcd-bootstrap.bash"
    cp "$here/install.sh" "$1/"
    (cd "$1" && sha256sum -- * >SHA256SUMS)
}

# Stands before each command: the one with the number in /at fails, or takes the whole run with it.
shim() {
    cat <<-'END'
		#!/bin/sh
		read -r n </n; n=$((n + 1)); echo $n >/n
		read -r at how </at
		[ $n != "$at" ] || {
		  echo "${0##*/}" >/who
		  [ "$how" = fails ] || kill -9 0
		  exit 1
		}
		exec /bin/"${0##*/}" "$@"
	END
}

inside() { chroot "$root" /bin/busybox env -i PATH=/usr/bin:/bin "$@"; }
install() { inside /new/install.sh "$@"; }

# What is in place: kind, mode, path, content.
tree() {
    (cd "$root/usr" && find . ! -type d -printf '%y %m %p %l ' -exec sha256sum {} \; -o -type d -printf '%y %m %p\n' | sort)
}

fresh() { rm -rf "$root"/usr/local/{bin,lib,share}/*; }
with_old() {
    fresh
    if [[ -d $work/with-old ]]; then
        cp -a "$work/with-old/." "$root/usr/local"
    else
        inside /old/install.sh
        cp -a "$root/usr/local" "$work/with-old"
    fi
}

in_place() { # FOLDER
    cmp "$root/${places[0]}" "$root/$1"/etcd-bootstrap-*.jar
    cmp "$root/${places[1]}" "$root/$1/etcd-bootstrap"
    cmp "$root/${places[2]}" "$root/$1/etcd-bootstrap.bash"
    [[ $(cd "$root" && stat -c %a "${places[@]}") == $'644\n755\n644' ]]
    [[ $(cd "$root/usr/local" && find . -type f | wc -l) == 3 ]]
}

# says WORDS COMMAND...: and nothing else fails.
says() {
    local words=$1 text
    shift
    text=$("$@" 2>&1)
    echo "$text"
    [[ $text == *"$words"* ]]
}

# refuses STATUS WORDS COMMAND...: one line of cause, one of what to do, and all is as it was.
refuses() {
    local expected=$1 words=$2 before status=0
    shift 2
    before=$(tree)
    "$@" >"$work/out" 2>"$work/err" || status=$?
    cat "$work/out" "$work/err"
    [[ $status == "$expected" && ! -s $work/out ]]
    [[ $(sed -n 1p "$work/err") == "error: "*"$words"* && $(sed -n 2p "$work/err") == "  do: "?* ]]
    [[ $(wc -l <"$work/err") == 2 ]]
    diff <(echo "$before") <(tree)
}

installs_from() { fresh; says '0.2.0 is in place' install "$@"; in_place new; }
runs_again() { with_old; install; local before; before=$(tree); says 'nothing to change' install; diff <(echo "$before") <(tree); }
replaces_old() { with_old; in_place old; install; in_place new; }
mends() { install; echo x >>"$root/${places[0]}"; chmod 600 "$root/${places[1]}"; install; in_place new; }
without_java() { fresh; says 'apk add openjdk17-jre-headless' install; }
with_java() {
    fresh
    mkdir -p "$root/usr/lib/jvm/x/bin"
    command install -m 755 /dev/null "$root/usr/lib/jvm/x/bin/java"
    [[ $(install) == "etcd-bootstrap 0.2.0 is in place: /usr/local/bin/etcd-bootstrap" ]]
    rm -r "$root/usr/lib"
}

sum() { sha256sum <"$root/new/SHA256SUMS" | cut -c 1-64; }
zeros=$(printf '%064d' 0)

# broken WORDS EDIT: a release that came to harm, refused over nothing and over an old one.
broken() {
    rm -rf "$root/broken"
    cp -a "$root/new" "$root/broken"
    (cd "$root/broken" && eval "$2")
    fresh
    refuses 1 "$1" inside /broken/install.sh
    with_old
    refuses 1 "$1" inside /broken/install.sh
}

served() {
    cp -a "$root/new" "$root/www"
    inside /bin/httpd -f -p 127.0.0.1:8080 -h /www &
    local server=$! try
    for ((try = 0; try < 600; try++)); do
        (exec 3<>/dev/tcp/127.0.0.1/8080) 2>/dev/null && break
        sleep 0.05
    done
    installs_from http://127.0.0.1:8080/
    installs_from --sha256 "$(sum)" http://127.0.0.1:8080
    fresh
    inside sh -c 'wget -q -O - http://127.0.0.1:8080/install.sh | sh -s -- http://127.0.0.1:8080'
    in_place new
    head -c 100000 "$root/new/etcd-bootstrap-0.2.0.jar" >"$root/www/etcd-bootstrap-0.2.0.jar"
    with_old
    refuses 1 'is not what its sum says' install http://127.0.0.1:8080
    rm "$root/www/etcd-bootstrap-0.2.0.jar"
    refuses 1 '404 Not Found' install http://127.0.0.1:8080
    kill $server
    refuses 1 'cannot be fetched' install http://127.0.0.1:8081
}

read_only() {
    with_old
    mount --bind "$root/usr" "$root/usr"
    mount -o remount,bind,ro "$root/usr"
    refuses 1 'Read-only file system' install
    fresh 2>/dev/null && return 1
    umount "$root/usr"
}

no_space() { # PLACE BYTES
    fresh
    mkdir -p "$root/$1"
    mount -t tmpfs -o size="$2" t "$root/$1"
    refuses 1 'No space left on device' install
    umount "$root/$1"
}

# The last place to be written has no room, over an old release.
no_inodes() {
    fresh
    mount -t tmpfs -o nr_inodes=2 t "$root/usr/local/bin"
    inside /old/install.sh
    refuses 1 'No space left on device' install
    umount "$root/usr/local/bin"
}

folder_in_the_way() { fresh; mkdir -p "$root/${places[1]}"; refuses 1 'is a folder' install; rm -r "${root:?}/${places[1]}"; }

second_at_once() {
    with_old
    exec 8<"$root/usr/local/lib/etcd-bootstrap"
    flock -n 8
    refuses 1 'another install.sh' install
    exec 8<&-
    install
}

# A script that was cut on its way: at each line, and at each byte of the last ones.
cut_short() {
    local size at
    fresh
    mkdir -p "$root/part"
    cp "$root/new"/* "$root/part/"
    size=$(stat -c %s "$here/install.sh")
    for at in $(grep -bo '$' "$here/install.sh" | cut -d: -f1) $(seq $((size - 60)) $((size - 2))); do
        ((at < size - 1)) || continue
        head -c "$at" "$here/install.sh" >"$root/part/install.sh"
        inside sh /part/install.sh >"$work/cut" 2>&1 && [[ -s $work/cut ]] && return 1
        [[ -z $(find "$root/usr/local" -type f) ]] || { echo "cut at $at it installs"; return 1; }
    done
}

# each_command HOW JUDGE: that happens to each command in turn, over nothing and over an old release.
each_command() {
    local start at status before
    for start in fresh with_old; do
        for ((at = 1; ; at++)); do
            echo 0 >"$root/n"
            echo "0 -" >"$root/at"
            : >"$root/who"
            $start >/dev/null
            before=$(tree)
            echo 0 >"$root/n"
            echo "$at $1" >"$root/at"
            status=0
            setsid -w chroot "$root" /bin/busybox env -i PATH=/shims:/usr/bin:/bin \
                /new/install.sh >"$work/out" 2>&1 || status=$?
            [[ -s $root/who ]] || break
            the_last_has_ended
            "$2" || { echo "$start, command $at, $(cat "$root/who") $1: status $status"; cat "$work/out"; return 1; }
        done
        echo "$start: $((at - 1)) commands"
            ((at > 20)) || return 1
    done
}

# Whoever killed it was its child, and holds its lock for a moment longer.
the_last_has_ended() {
    local lock=$root/usr/local/lib/etcd-bootstrap
    [[ ! -d $lock ]] || flock -w 60 "$lock" true
}

# Each file is whole: of the one release or of the other; and the next run ends it.
whole() {
    local place
    for place in "${places[@]}"; do
        [[ ! -e $root/$place ]] || cmp -s "$root/$place" "$(of new "$place")" ||
            cmp -s "$root/$place" "$(of old "$place")" || return 1
    done
    install >/dev/null && in_place new
}

of() { # RELEASE PLACE
    case $2 in
        *.jar) echo "$root/$1"/etcd-bootstrap-*.jar ;;
        */bin/*) echo "$root/$1/etcd-bootstrap" ;;
        *) echo "$root/$1/etcd-bootstrap.bash" ;;
    esac
}

# What could not be removed may lie there hidden until the next run.
done_or_undone() {
    if ((status == 0)); then
        whole
    else
        grep -q '^  do: ' "$work/out" || return 1
        case $(cat "$root/who") in
            rm | rmdir) whole ;;
            *) diff <(echo "$before") <(tree) ;;
        esac
    fi
}

make_root
check 'from its own folder'                        installs_from
check 'from a folder'                              installs_from /new
check 'the sums by their own sum'                  installs_from --sha256 "$(sum)" /new/
check 'from a server, and through a pipe; cut, missing, no server' served
check 'again: nothing to change'                   runs_again
check 'an old release is replaced'                 replaces_old
check 'a file that came to harm is mended'         mends
check 'no Java: the package is named'              without_java
check 'with Java: not a word of it'                with_java
with_old >/dev/null
check 'another sum of the sums'                    refuses 1 'has the sum' install --sha256 "$zeros"
check 'a sum that is none'                         refuses 2 'is no SHA-256' install --sha256 abc
check 'no sum after --sha256'                      refuses 2 'is no SHA-256' install --sha256
check 'an empty one'                               refuses 2 'is no SHA-256' install --sha256= /new
check 'an unknown option'                          refuses 2 'is no option' install --force
check 'two places'                                 refuses 2 'two places' install /new /old
check 'no such folder'                             refuses 1 'there is no /nowhere/SHA256SUMS' install /nowhere
check 'through a pipe and no place named'          refuses 2 'not said where' inside sh -c 'sh </new/install.sh'
check 'help'                                       says 'usage: install.sh' install --help
check 'the JAR is cut'                             broken 'is not what its sum says' 'truncate -s 200000 *.jar'
check 'the launcher is another'                    broken 'is not what its sum says' 'echo x >>etcd-bootstrap'
check 'the completion is missing'                  broken 'there is no /broken/etcd-bootstrap.bash' 'rm etcd-bootstrap.bash'
check 'the sums are cut'                           broken 'does not name' 'truncate -s 90 SHA256SUMS'
check 'the sums are none'                          broken 'is no sum and name' 'echo hello >SHA256SUMS'
check 'the sums name two JARs'                     broken 'names two' 'echo "$zeros  etcd-bootstrap-9.jar" >>SHA256SUMS'
check 'a name that leads elsewhere is not taken'   broken 'does not name' 'sed -i "s|  etcd-bootstrap-|  ../new/etcd-bootstrap-|" SHA256SUMS'
check 'read-only'                                  read_only
check 'no space for the JAR'                       no_space usr/local/lib 100k
check 'no space for its folder'                    no_space usr/local/share 4k,nr_inodes=2
check 'no inode for the launcher over an old one'  no_inodes
check 'a folder where the launcher belongs'        folder_in_the_way
check 'another one at work'                        second_at_once
check 'a script that was cut does nothing'         cut_short
check 'killed at each command: whole files, and the next run ends it' each_command kills whole
check 'each command fails: done, or as before'     each_command fails done_or_undone
