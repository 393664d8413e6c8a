# shellcheck shell=bash disable=SC2154,SC2034,SC2016 # set by world.sh, read by judge.sh; single quotes are for the hosts
# What happens during a run: no half file is in force, nothing executable is unverified, the next run completes it.
#
# Each case begins with a bare host and a seed of one member. Three hosts, each a fleet of its own, share the cases.

workers=(during1 during2 during3) queue=()

during() {
    local nl=$'\n'
    hurt 'during: /usr/local/lib fills up'       1   'no room left on the disk of /usr/local/lib'          fills_up /usr/local/lib 90m /usr/local/lib/etcd/.staging-*/etcd
    hurt 'during: /etc fills up'                 1   'no room left on the disk of /etc'                    fills_up /etc 12m '/usr/local/lib/etcd/.staging-*' 9
    hurt 'during: /var/lib/etcd-bootstrap fills up' 1 'no room left on the disk of /var/lib/etcd-bootstrap' fills_up /var/lib/etcd-bootstrap 4m '/usr/local/lib/etcd/.staging-*'
    hurt 'during: the stick is pulled while it is read' 1 '/media/usb: is no longer the disk or share'   when '/usr/local/lib/etcd/.staging-*/etcd' pull_stick
    hurt 'during: the stick is pulled before the birth' 1 '/media/usb.*: (is no longer the disk or share|cannot be written: the folder is gone)' when /etc/conf.d/etcd pull_stick
    hurt 'during: the stick turns read-only'     1   '/media/usb/.*: cannot be written: Read-only'  when '/usr/local/lib/etcd/.staging-*/etcd' stick_read_only
    hurt 'during: the source dies, again and again' 1 'http://127.0.0.1:8080/.*'                           dying_source
    hurt 'during: killed while it unpacks'       137 ''                                                    when '/usr/local/lib/etcd/.staging-*/etcd' kill_run
    hurt 'during: killed before the accounts'    137 'halting before: '                                    halting add-user
    hurt 'during: killed before a file'          137 'halting before: '                                    halting 12
    hurt 'during: killed before the birth'       137 'halting before: '                                    halting draw-birth
    hurt 'during: killed before the permit'      137 'halting before: '                                    halting permit-first-start
    hurt 'during: killed before the last mark'   137 'halting before: '                                    halting confirm-started
    hurt 'during: the power goes while it unpacks' 137 ''                                                  when '/usr/local/lib/etcd/.staging-*/etcd' power_goes
    hurt 'during: adduser fails'                 1   'adduser'                                             fails_always /usr/sbin/adduser
    hurt 'during: rc-update fails'               1   'rc-update'                                           fails_always /sbin/rc-update
    hurt 'during: rc-service cannot start'       1   'rc-service'                                          fails_to start /sbin/rc-service
    [[ -n $listing ]] || work_through
}

# hurt NAME EXIT WORDS DAMAGE ARGS...: as bad; DAMAGE may leave something at work beside the run.
hurt() {
    chosen "$1" || return 0
    queue+=("$(printf '%q ' "$@")")
}

work_through() {
    local each i
    ((${#queue[@]})) || return 0
    for each in "${workers[@]}"; do
        mkdir -p "$work/$each/stick"
        cp -a "$work/single/seed" "$work/$each/seed"
        rm -f "$work/$each/out"
        worker "$each" >"$work/$each/out" 2>&1 &
    done
    wait
    for each in "${workers[@]}"; do
        cat "$work/$each/out"
        passed=$((passed + $(grep -c '^ok ' "$work/$each/out" || true)))
        failed=$((failed + $(grep -c '^FAIL ' "$work/$each/out" || true)))
    done
    i=$(cat "$work"/during?/out | grep -cE "^(ok|FAIL) " || true)
    ((i == ${#queue[@]})) || { failed=$((failed + 1)); echo "FAIL during: $i of ${#queue[@]} cases came to an end"; }
}

worker() { # WORLD
    local i number=${1#during}
    trap - EXIT
    fleet_up_for "$1" 1
    work=$work/$1
    for ((i = number - 1; i < ${#queue[@]}; i += ${#workers[@]})); do
        eval "one_hurt ${queue[i]}"
    done
}

one_hurt() {
    local name=$1 expected=$2 words=$3 status=0 arguments=() variables=() progress=yes beside=''
    local program=(java -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xmx64m -jar /opt/target/etcd-bootstrap.jar)
    shift 3
    faults=()
    renew_stick
    "$hosts" new-card 1
    find_root
    "$@" || fault "the damage could not be made"
    # By way of a shell that waits for it: what leads into the host would stop with its child.
    on sh -c '"$@"; exit $?' sh env "${variables[@]}" timeout 400 "${program[@]}" "${arguments[@]}" >"$work/out-of-run" 2>"$work/err" </dev/null || status=$?
    beside_ends
    [[ $status != 143 ]] || status=137
    judge_exit "$expected" "$status"
    [[ $expected != 1 ]] || judge_form "$status"
    judge_words "$words"
    nothing_unverified_is_executable
    note_files "$work/left"
    mend
    completes
    note_files "$work/whole"
    no_half_file
    : >"$work/changed"
    conclude "$name" "$status" | sed 's/, host unchanged/; then the next run completed it/'
}

# Only what the release's own sums say, and what came with the JAR.
nothing_unverified_is_executable() {
    local file sum
    find "$root"/usr/local -xdev -type f -perm /111 2>/dev/null >"$work/executable" || true
    while IFS= read -r file; do
        case $file in
            */etcd-run) cmp -s "$file" "$here/../openrc/etcd-run" || fault "${file#"$root"} is half a script" ;;
            *)
                sum=$(sha256sum <"$file" | cut -d' ' -f1)
                grep -q "$sum" "$work/../release-sums" || fault "${file#"$root"} is executable and not the release's"
                ;;
        esac
    done <"$work/executable"
}

# What is in force: by name, with its content; hidden files are not.
note_files() { # INTO
    (
        cd "$root" || exit
        find etc/etcd etc/conf.d/etcd etc/init.d/etcd etc/profile.d/etcd.sh etc/passwd etc/group etc/hosts usr/local \
            var/lib/etcd-bootstrap/install.yml -type f ! -name '.*' ! -path '*/.*' -print0 2>/dev/null | sort -z | xargs -0 sha256sum
    ) >"$1" 2>/dev/null || true
}

# What was there after the damaged run is as it is in the end, or gone since; accounts and hosts only grow.
no_half_file() {
    local sum file
    while read -r sum file; do
        case $file in
            etc/passwd|etc/group|etc/hosts) [[ -s $root/$file ]] || fault "$file is empty" ;;
            *) ! grep -q "  $file\$" "$work/whole" || grep -q "$sum  $file\$" "$work/whole" || fault "$file was in force and not whole" ;;
        esac
    done <"$work/left"
}

completes() {
    local run=(java -XX:TieredStopAtLevel=1 -XX:-UsePerfData -jar /opt/target/etcd-bootstrap.jar)
    on "${run[@]}" >"$work/rerun" 2>&1 </dev/null || { fault "the next run failed"; sed 's/^/        next run: /' "$work/rerun"; return 0; }
    grep -q 'is a healthy member of x-k3s' "$work/rerun" || fault "the next run did not say that it is healthy"
    on "${run[@]}" >"$work/rerun" 2>&1 </dev/null && grep -q '^nothing to change' "$work/rerun" || fault "the run after that found something to change"
}

# Beside the run: once PATTERN is there, COMMAND, and the run stands still meanwhile. Looked for without a pause
# and from within, since whoever sleeps, or has to be started first, comes too late on a busy machine.
when() { # PATTERN COMMAND ARGS...
    local watch="
        : >/run/watching
        until [ -s /run/etcd-bootstrap/lock ]; do usleep 5000; done
        java=\$(cat /run/etcd-bootstrap/lock)
        until set -- $1; [ -e \"\$1\" ]; do [ -e /proc/\$java ] || exit 1; done
        kill -STOP \$java"
    shift
    (
        on sh -ec "$watch" || exit 1
        "$@" || true
        on sh -c 'kill -CONT $(cat /run/etcd-bootstrap/lock)' || true
    ) >/dev/null 2>&1 &
    beside=$!
    until [[ -e $root/run/watching ]]; do kill -0 "$beside" || return 1; sleep 0.01; done
    case $1 in
        pull_stick)      undo "'$hosts' plug 1 '$stick'" ;;
        stick_read_only) undo "on mount -o remount,rw,bind /media/usb" ;;
        power_goes)      undo "'$hosts' boot 1; find_root" ;;
    esac
}

# What it has begun it finishes; what never came about is given up.
beside_ends() {
    local try
    [[ -n $beside ]] || return 0
    for ((try = 0; try < 600; try++)); do
        kill -0 "$beside" 2>/dev/null || break
        sleep 0.1
    done
    kill "$beside" 2>/dev/null || true
    wait "$beside" 2>/dev/null || fault "what should happen beside the run did not"
}

pull_stick() { "$hosts" unplug 1; }
stick_read_only() { on mount -o remount,ro,bind /media/usb; }
kill_run() { on sh -c 'kill -9 $(pidof java)'; }
power_goes() { "$hosts" power-cut 1; }
halting() { program=(java -XX:-UsePerfData -cp /opt/target/etcd-bootstrap.jar:/opt/target/test-classes io.github.etcdbootstrap.cli.HaltingMain "$1"); }

# Room enough when it is asked for, and none, or a few blocks of 4 KiB, when it is needed: filled while the release is
# unpacked, which takes long enough. What was written there goes with the small disk.
fills_up() { # FOLDER SIZE PATTERN [BLOCKS]
    local folder=$1 left=${4:-0}
    on sh -ec "mkdir -p $folder /srv/was; cp -a $folder/. /srv/was; mount -t tmpfs -o size=$2,mode=755 none $folder; cp -a /srv/was/. $folder; rm -r /srv/was"
    undo "on sh -c 'rm -f $folder/filler; mkdir -p /srv/was; cp -a $folder/. /srv/was; umount $folder; cp -a /srv/was/. $folder; rm -r /srv/was'"
    when "$3" on sh -c "free=\$(df -k $folder | awk 'END { print int(\$4 / 4) }'); dd if=/dev/zero of=$folder/filler bs=4k count=\$((free - $left))"
}

dying_source() {
    cp "$(echo "$stick"/etcd-v*.tar.gz)" "$root/srv/release"
    rm "$stick"/etcd-v*.tar.gz
    yml_edit 's|^etcd:|etcd:\n  sources: ["http://127.0.0.1:8080"]|'
    on sh -c 'while true; do { printf "HTTP/1.1 200 OK\r\nContent-Length: 22000000\r\nConnection: close\r\n\r\n"; head -c 3000000 /srv/release; } | nc -l -p 8080 >/dev/null; done' \
        >/dev/null 2>&1 </dev/null &
    undo "kill $!; on killall nc 2>/dev/null; renew_stick"
}

fails_always() { fails_to '' "$1"; }

# The same program, but for one word among its arguments.
fails_to() { # WORD PROGRAM
    keep "$2"
    rm "$root$2"
    printf '#!/bin/sh\ncase " $* " in *" %s"*) echo "%s: it is Monday" >&2; exit 1 ;; esac\nexec %s "$@"\n' \
        "$1" "${2##*/}" "/srv/was-${2##*/}" >"$root$2"
    chmod 755 "$root$2"
    cp -a "$work/kept$2" "$root/srv/was-${2##*/}"
}
