# shellcheck shell=bash disable=SC2154,SC2034 # set by world.sh, read by judge.sh
# What is remembered: the card, marks and births; on a bare host, and on one with a cluster of its own.

remembered() {
    local nl=$'\n'
    enter_world_of_cases bare
    bad  'card: install.yml is cut short'  2 '/var/lib/etcd-bootstrap/install.yml:1: is '             install_is 'install-id: "12'
    bad  'card: of another member'         4 'refused: /var/lib/etcd-bootstrap/install.yml says this card is x-k3s-m-2.s' install_is_of x-k3s-m-2
    bad  'plan: birth is cut short, and a mark is there' 4 "refused: /media/usb/birth.yml: cannot be used: it is cut short" birth_cut_with_mark
    bad  'birth is cut short, and a mark is there' 4 "refused: /media/usb/birth.yml: cannot be used: it is cut short" run_and birth_cut_with_mark
    bad  'plan: birth of another token'    4 'its IDs do not follow from its token'          birth_edited
    bad  'plan: an earlier birth is cut short' 2 '/media/usb/birth-old.yml: cannot be used'           earlier_birth_cut
    bad  'plan: a mark of this host in the seed is cut short' 4 'refused: x-k3s-m-1 has run as member [0-9a-f]+ before' mark_cut started
    bad  'plan: a mark left is cut short'  4 'refused: x-k3s-m-1 has left this cluster' mark_cut left
    bad  'plan: the seed is not shared'    4 'refused: the seed in /srv/seed is not shared'           seed_on_card
    bad  'plan: a seed that is read-only'  4 "refused: the seed in /media/usb is not shared${nl}/media/usb is read-only" seed_read_only
    bad  'plan: data of nobody knows whose' 4 'refused: /var/lib/etcd holds data that etcd cannot open: .*0000000000000000-0000000000000000.wal' data_of_nobody
    ! wanted_any formed: || cluster_of_its_own
    enter_world_of_cases formed
    bad  'formed: its certificate is spoilt' 2 '/media/usb/x-k3s-m-1.pem: is empty'                   in_place_of x-k3s-m-1.pem empty
    bad  'formed: cluster.yml is spoilt'   2 '/media/usb/cluster.yml:2: .membres.'                    yml_edit 's/^members/membres/'
    bad  'formed: a version that is lower' 4 'refused: '                                              yml_edit 's/^  version.*/  version: 3.5.1/;/sha256/d'
    bad  'formed: version 3.6'             2 '.etcd.version. is 3.6.1'                                yml_edit 's/^  version.*/  version: 3.6.1/'
    bad  'formed: another data folder'     4 'refused: '                                              yml_add 'data-dir: /srv/etcd'
    bad  'formed: no room for a newer version' 2 'no room on the file system at /usr/local/lib for /usr/local/lib/etcd/v3.5.16, .*: free (19|20) MiB, needed 65 MiB' newer_without_room
    bad  'formed: read-only, and a file is gone' 2 'the file system at /etc is read-only, but /etc/profile.d/etcd.sh must be written there' gone_from_read_only
    bad  'formed: birth.yml is gone'       4 'refused: the seed in /media/usb does not know the cluster' run_and stopped_without birth.yml
}

newer_without_room() { yml_edit 's/^  version.*/  version: 3.5.16/;/sha256/d'; no_room /usr/local/lib 20m; }
gone_from_read_only() { keep /etc/profile.d/etcd.sh; rm "$root/etc/profile.d/etcd.sh"; read_only /etc; }

# Formed only where one of its cases is to be made.
wanted_any() { # PREFIX
    [[ -z $listing ]] && { ((${#wanted[@]} == 0)) || printf "%s\n" "${wanted[@]}" | grep -q "^$1"; }
}

# What is looked at again for 30 s before it is final is looked at once by `plan`: the others are asked that way.
stopped_without() { on rc-service etcd stop >/dev/null; undo "on rc-service etcd start"; without "$@"; }
run_and() { "$@"; arguments=(); }

install_is_of() { # MEMBER
    install_is "install-id: \"00112233445566778899aabbccddeeff\"\nmember: \"$1\"\ndisk: \"unknown\"\n"
}

# The birth that the program itself would draw: of a seed that is not shared it is printed.
born() {
    cp -r "$stick" "$root/srv/seed"
    on java -XX:-UsePerfData -jar /opt/target/etcd-bootstrap.jar plan --seed /srv/seed 2>/dev/null |
        sed -n '/^  do:   /s/^  do:   //p' >"$stick/birth.yml"
    rm -r "$root/srv/seed"
    grep -q '^# end$' "$stick/birth.yml"
    arguments=(plan)
}

member_id() { # NAME
    sed -n "/name: \"$1\"/,/member-id/s/.*member-id: \"\(.*\)\"/\1/p" "$stick/birth.yml"
}

mark_of() { # NAME STATE
    mkdir -p "$stick/members"
    echo "$stick/members/$1-$(member_id "$1").$2"
}

birth_cut_with_mark() {
    born
    : >"$(mark_of x-k3s-m-2 started)"
    truncate -s 200 "$stick/birth.yml"
}

birth_edited() { born; sed -i 's/^token: .*/token: "x-k3s-00000000"/' "$stick/birth.yml"; }
earlier_birth_cut() { born; mv "$stick/birth.yml" "$stick/birth-old.yml"; truncate -s 200 "$stick/birth-old.yml"; }
mark_cut() { born; printf 'token: "x' >"$(mark_of x-k3s-m-1 "$1")"; }

seed_on_card() {
    keep /srv/seed
    cp -r "$stick" "$root/srv/seed"
    arguments=(plan --seed /srv/seed)
}

seed_read_only() {
    read_only /media/usb
    arguments=(plan)
}

data_of_nobody() {
    keep /var/lib/etcd
    mkdir -p "$root/var/lib/etcd/member/wal"
    echo data >"$root/var/lib/etcd/member/wal/0000000000000000-0000000000000000.wal"
    arguments=(plan)
}

cluster_of_its_own() {
    enter_world formed
    renew_stick
    on java -jar /opt/target/etcd-bootstrap.jar >"$work/forming" 2>&1 || cat "$work/forming"
    rm -rf "$seed"
    cp -a "$stick" "$seed"
}

