# shellcheck shell=bash disable=SC2154 # here, fleet: set by hosts
# What a host is given from this machine: sticks, bound files and folders, the JDK.
#
# /media of a host is a shared mount here and a slave of it inside: a stick that is mounted here
# appears in the running host at once, and is there at every later boot.

make_media() { # HOST
    local media=$fleet/$1/media
    mkdir -p "$media/usb"
    mount --bind "$media" "$media"
    mount --make-private "$media"
    mount --make-shared "$media"
}

plug() { # HOST SRC[:ro] [MOUNTPOINT]
    local host=$1 source=${2:-} point=${3:-/media/usb}
    source=${source%:ro}
    [[ -e $source ]] || die "no such file or folder: $source"
    [[ $point == /media/?* ]] || usage_error "a stick is plugged below /media, not at $point"
    ! mountpoint -q "$fleet/$host$point" || die "$host has something at $point already: hosts unplug first"
    make_point "$source" "$fleet/$host$point"
    if [[ ${2:-} == *:ro ]]; then plug_read_only "$host" "$source" "$point"; else mount --bind "$source" "$fleet/$host$point"; fi
}

# Made read-only before it is shared: a later change of the mount here would not reach a running host.
plug_read_only() { # HOST SRC POINT
    local staged=$fleet/$1/staged
    make_point "$2" "$staged"
    mount --bind "$2" "$staged"
    mount --make-private "$staged"
    mount -o remount,bind,ro "$staged"
    mount --bind "$staged" "$fleet/$1$3"
    umount "$staged"
}

# Lazily, because a stick that is pulled does not ask who is using it.
unplug() { # HOST [MOUNTPOINT]
    local point=${2:-/media/usb}
    mountpoint -q "$fleet/$1$point" || die "$1 has nothing at $point"
    umount --lazy "$fleet/$1$point"
}

bind_at_boot() { # HOST SRC:DST[:ro]
    local host=$1 source point mode
    IFS=: read -r source point mode <<<"$2"
    [[ -e $source && $point == /?* && ${mode:-ro} == ro ]] || usage_error "--bind takes SRC:DST[:ro] with an SRC that is there, not: $2"
    source=$(realpath "$source")
    if [[ $point == /media/* ]]; then
        plug "$host" "$source${mode:+:ro}" "$point"
    else
        make_point "$source" "$fleet/$host/given$point"
        printf '%s\t%s\t%s\n' "$source" "$point" "${mode:-rw}" >>"$fleet/$host/binds"
    fi
}

make_point() { # SRC POINT
    if [[ -d $1 ]]; then mkdir -p "$2"; else mkdir -p "${2%/*}" && touch "$2"; fi
}

# The JDK is bound in; what its links lead to (configuration, trusted certificates) is copied beside it.
carry_java() {
    local given=$fleet/java home
    mkdir -p "$given/usr/bin"
    command -v java >/dev/null || { say "no java on this machine, so none in the hosts"; return 0; }
    home=$(readlink -f "$(command -v java)")
    home=${home%/bin/java}
    mkdir -p "$given$home"
    if [[ -z ${JAVA_FLAGS:-} ]]; then
        ln -s "$home/bin/java" "$given/usr/bin/java"
    else
        printf '#!/bin/sh\nexec %s %s "$@"\n' "$home/bin/java" "$JAVA_FLAGS" >"$given/usr/bin/java"
        chmod 0755 "$given/usr/bin/java"
    fi
    find "$home" -type l -lname '/*' -printf '%l\n' | while IFS= read -r target; do
        [[ ! -f $target ]] || cp -L --parents "$target" "$given"
    done
    echo "$home" >"$fleet/java-home"
}

# Refuses rather than let a later rm reach into a stick that is still mounted.
unmount_below() { # FOLDER
    local point
    mounts_below "$1" | sort -r | while IFS= read -r point; do
        umount --lazy "$point" 2>/dev/null || true
    done
    [[ -z $(mounts_below "$1") ]] || die "something is still mounted below $1"
}

mounts_below() { # FOLDER
    local point
    findmnt --raw --noheadings --output TARGET | while IFS= read -r point; do
        printf -v point %b "$point"
        [[ $point != "$1"/* ]] || printf '%s\n' "$point"
    done
}
