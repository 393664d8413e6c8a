# shellcheck shell=bash disable=SC2154 # here, fleet: set by pis
# A Pi's card: an image with one ext4, and a serial of its own; and the reader of this machine.

card_new() {
    card_is_there "$1"
    fresh_card "$1"
}

# Sparse: two gigabytes of which the tenth part is written.
fresh_card() { # HOST
    cp --sparse=always "$(cat "$fleet/kit")/card.img" "$fleet/$1/card"
    tr -dc a-f0-9 </dev/urandom 2>/dev/null | head -c 16 >"$fleet/$1/serial" || true
}

new_card() {
    power_off "$1"
    card_new "$1"
    power_on "$1"
}

card_out() {
    card_is_there "$1"
    mount -o loop,noatime "$fleet/$1/card" "$fleet/$1/merged" || impossible "this machine cannot mount an image"
    echo "$fleet/$1/merged"
}

card_is_there() {
    ! is_on "$1" || die "$1 is on: its card is not to be pulled"
    ! mountpoint -q "$fleet/$1/merged" || die "$1's card is out already"
}

card_in() {
    mountpoint -q "$fleet/$1/merged" || die "$1 has its card"
    umount "$fleet/$1/merged"
}

plug() { # HOST DIR
    ! is_on "$1" || die "$1 is on: a shared folder is there at its boot, or not at all"
    [[ -d ${2:-} ]] || die "no such folder: ${2:-}"
    realpath "$2" >"$fleet/$1/stick"
}

unplug() {
    ! is_on "$1" || die "$1 is on: a shared folder stays until it is off"
    rm -f "$fleet/$1/stick"
}
