# shellcheck shell=bash disable=SC2154 # here, fleet, boot_seconds, path_inside: set by pis and hosts.d
# A virtual Pi: where it differs from a host of namespaces. Its power is one process of this machine, whose
# end is a power cut: what the kernel in it has not flushed dies with it, what it flushed is in the image.
#
# Its folder holds  card, serial, stick (the shared folder's path), pid, console.log, agentN.in, agentN.out

boot_seconds=300
stop_seconds=180
agents=(agent1 agent2)

bridge_netns() { echo "etcd-bootstrap-pis.$FLEET"; }

require_machine() {
    require_programs ip:iproute2 nsenter:util-linux qemu-system-aarch64:qemu-system-arm
    [[ -c /dev/net/tun ]] || impossible "the kernel has no tap devices (/dev/net/tun)"
}

assemble_host() { # HOST
    local agent
    mkdir -p "$fleet/$1/merged"
    for agent in "${agents[@]}"; do mkfifo "$fleet/$1/$agent.in" "$fleet/$1/$agent.out"; done
    fresh_card "$1"
}

connect() {
    local port plugged=up
    port=port$(number_of "$1")
    [[ ! -e $fleet/$1/cable-out ]] || plugged=down
    ip -n "$(bridge_netns)" tuntap add dev "$port" mode tap
    ip -n "$(bridge_netns)" link set "$port" master br0 "$plugged"
}

power_on() {
    local host=$1 folder=$fleet/$1 emulator
    ! is_on "$host" || die "$host is on already"
    ! mountpoint -q "$folder/merged" || die "$host has no card: pis card-in first"
    disconnect "$host"
    connect "$host"
    : >"$folder/console.log"
    emulator_of "$host"
    # In a session of its own: what is typed at this terminal ends no Pi.
    setsid nsenter --net="/run/netns/$(bridge_netns)" "${emulator[@]}" </dev/null >>"$folder/console.log" 2>&1 8>&- &
    note_pid "$host" $!
    wait_for_runlevel "$host"
}

emulator_of() { # HOST; sets emulator
    local host=$1 folder=$fleet/$1 made agent
    made=$(cat "$fleet/kit")
    emulator=(qemu-system-aarch64 -nodefaults -display none -no-reboot
        -M virt,gic-version=3 -cpu cortex-a53 -smp 2 -m 1024 -accel tcg,thread=multi,tb-size=256
        -rtc base="${CLOCK:-2022-01-01}"
        -kernel "$made/kernel" -initrd "$made/initramfs"
        -append "console=ttyAMA0 loglevel=3 panic=1 pi.address=$(address_of "$host")"
        -chardev "file,id=console,path=$folder/console.log,append=on" -serial chardev:console
        -drive "file=$folder/card,if=none,id=card,format=raw,cache=writeback"
        -device "virtio-blk-pci,drive=card,serial=$(cat "$folder/serial")"
        -netdev "tap,id=cable,ifname=port$(number_of "$host"),script=no,downscript=no"
        -device "virtio-net-pci,netdev=cable,romfile=,mac=$(mac_of "$host")"
        -device virtio-rng-pci -device virtio-serial-pci)
    for agent in "${agents[@]}"; do
        emulator+=(-chardev "pipe,id=$agent,path=$folder/$agent" -device "virtserialport,chardev=$agent,name=$agent")
    done
    [[ ! -e $folder/stick ]] || emulator+=(-fsdev "local,id=usb,path=$(cat "$folder/stick"),security_model=none"
        -device virtio-9p-pci,fsdev=usb,mount_tag=usb)
}

note_pid() { # HOST PID
    local state
    state=$(process_state "$2")
    echo "$2 ${state#alive }" >"$fleet/$1/pid"
}

wait_for_runlevel() { # HOST
    local deadline=$((SECONDS + boot_seconds))
    until grep -q '^default runlevel reached' "$fleet/$1/console.log"; do
        is_on "$1" || boot_failed "$1" "went off while booting"
        ((SECONDS < deadline)) || boot_failed "$1" "has not reached its default runlevel in $boot_seconds s"
        sleep 0.2
    done
}

shut_down() {
    local deadline=$((SECONDS + stop_seconds))
    is_on "$1" || die "$1 is off already"
    inside "$1" /sbin/poweroff || die "$1 does not power off"
    while is_on "$1"; do
        ((SECONDS < deadline)) || die "$1 has not gone off in $stop_seconds s"
        sleep 0.2
    done
    power_off "$1"
}

# One command at a time by each of its agents.
inside() { # HOST CMD ARGS...
    local host=$1 agent lock line='' argument
    shift
    is_on "$host" || { say "$host is off"; exit 125; }
    for argument; do line+=" '${argument//\'/\'\\\'\'}'"; done
    for agent in "${agents[@]}"; do
        exec {lock}>"$fleet/$host/$agent.lock"
        flock --nonblock "$lock" && break
        [[ $agent != "${agents[-1]}" ]] || flock "$lock"
    done
    ask_agent "$host" "$agent" "$line"
}

# What an answer begins with tells it from the rest of one that nobody has read to its end.
ask_agent() { # HOST AGENT LINE
    local pipe=$fleet/$1/$2 id=$BASHPID.$RANDOM line='' more part=none out='' err='' in from
    exec {in}<>"$pipe.in" {from}<>"$pipe.out"
    echo "$id $(base64 -w 0 <<<"$3")" >&"$in"
    while :; do
        if ! IFS= read -r -t 2 -u "$from" more; then
            line+=$more
            is_on "$1" && continue
            say "$1 went off"
            exit 125
        fi
        line+=$more
        case $line in
            "$id out")  part=out ;;
            "$id err")  part=err ;;
            "$id exit "*) break ;;
            *)  case $part in out) out+=$line ;; err) err+=$line ;; esac ;;
        esac
        line=''
    done
    base64 -d <<<"$err" >&2
    base64 -d <<<"$out"
    return "${line##* }"
}
