# shellcheck shell=bash disable=SC2154 # here, fleet: set by hosts
# One bridge in a network namespace of its own, one cable to each host.

bridge_netns() { echo "etcd-bootstrap.$FLEET"; }
host_netns() { echo "etcd-bootstrap.$FLEET.$(number_of "$1")"; }

build_bridge() {
    ip netns add "$(bridge_netns)" || impossible "this machine does not allow network namespaces"
    ip -n "$(bridge_netns)" -batch - <<-END
		link set lo up
		link add br0 type bridge
		addr add 192.168.7.1/24 dev br0
		link set br0 up
	END
}

# The namespace is made anew at each boot: nothing of the old kernel's sockets and routes stays.
connect() {
    local host=$1 port netns plugged=up
    port=port$(number_of "$host") netns=$(host_netns "$host")
    [[ ! -e $fleet/$host/cable-out ]] || plugged=down
    ip netns add "$netns"
    ip -n "$(bridge_netns)" -batch - <<-END
		link add $port type veth peer name eth0 address $(mac_of "$host") netns $netns
		link set $port master br0 $plugged
	END
    ip -n "$netns" -batch - <<-END
		link set lo up
		addr add $(address_of "$host")/24 brd + dev eth0
		link set eth0 up
	END
}

disconnect() {
    local host=$1
    ip -n "$(bridge_netns)" link del "port$(number_of "$host")" 2>/dev/null || true
    ip netns del "$(host_netns "$host")" 2>/dev/null || true
}

cable_out() {
    touch "$fleet/$1/cable-out"
    switch_port "$1" down
}

cable_in() {
    rm -f "$fleet/$1/cable-out"
    switch_port "$1" up
}

switch_port() { # HOST up|down
    is_on "$1" || return 0
    ip -n "$(bridge_netns)" link set "port$(number_of "$1")" "$2"
}

# A host that was interrupted before it could note its pid is found by its network. On a busy machine a
# killed process lives on for a while: it is waited for.
kill_strays() { # NETNS
    local pid pids deadline=$((SECONDS + 20))
    while pids=$(ip netns pids "$1" 2>/dev/null) && [[ -n $pids ]] && ((SECONDS < deadline)); do
        for pid in $pids; do kill -KILL "$pid" 2>/dev/null || true; done
        sleep 0.02
    done
}

remove_networks() {
    local netns number
    for number in 1 2 3 4 5 6 7; do
        netns=$(bridge_netns).$number
        [[ ! -e /run/netns/$netns ]] || { kill_strays "$netns"; ip netns del "$netns"; }
    done
    netns=$(bridge_netns)
    [[ ! -e /run/netns/$netns ]] || { kill_strays "$netns"; ip netns del "$netns"; }
}
