# shellcheck shell=bash disable=SC2154,SC2034 # set by world.sh, read by judge.sh
# The host: who it is, what it runs, what it has room for.

unfit_host() {
    enter_world_of_cases bare
    local nl=$'\n'
    both 'host: not in the inventory'      2 'this host is guest with 192.168.7.20 .eth0.: neither its name nor an address is in the inventory' host_is guest 192.168.7.20
    bad  'host: its name is another member' 2 'its name says x-k3s-m-2, its address says x-k3s-m-1'   host_is x-k3s-m-2 192.168.7.11
    bad  'host: its address is another'    2 'its name is there, but its address is not 192.168.7.11' host_is x-k3s-m-1 192.168.7.20
    bad  'host: no address'                2 'this host is guest with no address'                     host_is guest ''
    bad  'host: two interfaces, two members' 2 "its addresses match two members${nl}192.168.7.12 .eth1." second_interface
    bad  'host: a wrong name and a broken certificate, both told' 2 "its name says x-k3s-m-2${nl}client.pem: is valid from 2020-" wrong_name_and_certificate
    both 'host: not root'                  2 "etcd-bootstrap is not running as root${nl}run it as root"              not_root
    bad  'host: no OpenRC'                 2 'this machine does not run OpenRC'                       no_openrc
    bad  'host: no OpenRC and a broken certificate, both told' 2 "does not run OpenRC${nl}client.pem: is valid from 2020-" no_openrc_and_certificate
    bad  'host: a cluster.yml and a host, both told' 2 ".membres. is not a key${nl}does not run OpenRC" no_openrc_and_yml
    bad  'host: a processor that etcd is not released for' 2 'etcd is not released for riscv64'       processor_is riscv64
    bad  'host: names do not resolve'      2 "the name x-k3s-m-1.edge.huatai.me does not resolve${nl}the name x-k3s-m-2.edge.huatai.me does not resolve" names_are ''
    bad  'host: a name of another host'    2 'the name x-k3s-m-2.edge.huatai.me is another host.s: here it resolves to 192.168.7.99, but cluster.yml says 192.168.7.12' names_are 192.168.7.99
    bad  'host: an old line of /etc/hosts' 2 'a line of yours in /etc/hosts has 192.168.7.99 for x-k3s-m-2.edge.huatai.me, but cluster.yml says 192.168.7.12' old_line_in_hosts
    bad  'host: port 2379 is taken'        2 'port 2379, .* is taken by nc .PID [0-9]+.'               port_taken 2379
    bad  'host: port 2380 is taken'        2 'port 2380, .* is taken by nc .PID [0-9]+.'              port_taken 2380
    bad  'host: port 2381 is taken'        2 'port 2381, .* is taken by nc .PID [0-9]+.'               port_taken 2381 -s 127.0.0.1
    bad  'host: two ports are taken'       2 "port 2379, .* is taken by nc${nl}port 2381, .* is taken by nc" ports_taken
    bad  'host: a port on another address is nobody'"'"'s trouble' 3 ''                               port_elsewhere
    bad  'host: the root is read-only'     2 'the file system at / is read-only, but /usr/local/lib/etcd/v3.5.2, .* must be written there'                                      read_only /
    bad  'host: /etc is read-only'         2 'the file system at /etc is read-only, but .*/etc/'                                   read_only /etc
    bad  'host: /usr/local is read-only'   2 'the file system at /usr/local is read-only'                             read_only /usr/local
    bad  'host: /var/lib is read-only'     2 'the file system at /var/lib is read-only'                               read_only /var/lib
    bad  'host: no room for the release'   2 'no room on the file system at /usr/local/lib for /usr/local/lib/etcd/v3.5.2, .*: free (19|20) MiB, needed 65 MiB' no_room /usr/local/lib 20m
    bad  'host: no room for the data'      2 'no room on the file system at /var/lib/etcd for /var/lib/etcd: free [0-9]+ MiB, needed 151 MiB' no_room_on_disk /var/lib/etcd 64
    bad  'host: no room in /etc'           2 'no room on the file system at /etc for .*: free 0 MiB, needed 1 MiB'                            no_room_in_etc
    bad  'host: no room for two things, both told' 2 "no room on the file system at /usr/local/lib${nl}no room on the file system at /var/lib/etcd-bootstrap" no_room_twice
    bad  'host: a file in place of a folder' 2 '/etc/etcd is a file, expected a folder'               file_at /etc/etcd
    bad  'host: a folder in place of a file' 2 '/etc/conf.d/etcd is a folder, expected a file'        folder_at /etc/conf.d/etcd
    bad  'host: a folder in place of a link' 2 '/usr/local/bin/etcd is a folder, expected'            folder_at /usr/local/bin/etcd
    bad  'host: a link in place of the data folder' 2 '/var/lib/etcd is a link to /mnt/etcd, expected a folder' link_at /var/lib/etcd /mnt/etcd
    bad  'host: links in place of folders' 2 "/etc/etcd is a link to /mnt/a, expected a folder${nl}/var/log/etcd is a link to /mnt/b, expected a folder" links_at
    bad  'host: /etc/hosts is a link'      2 '/etc/hosts is a link to /srv/hosts, so the members. block cannot be set' hosts_are_a_link
    bad  'host: /etc/hosts is too large'   2 '/etc/hosts is larger than 1 MiB, so the members. block cannot be set' hosts_are_many
    bad  'host: links in a circle'         1 '/usr/local/lib/etcd.*circle'                            circle_at /usr/local/lib/etcd
    bad  'host: install.yml is garbage'    2 '/var/lib/etcd-bootstrap/install.yml'                    install_is 'garbage\n'
    bad  'host: a FIFO in /etc'            2 '/etc/conf.d/etcd is neither file nor folder, expected a file'                fifo_at /etc/conf.d/etcd
    bad  'host: passwd is garbage'         2 '/etc/passwd has no user root'                                            passwd_is_garbage
    bad  'host: another run is at work'    1 'another run of etcd-bootstrap is at work on this host .process [0-9]+.' locked
    timeless=yes
    bad  'release: no tarball, no network' 1 'etcd-v3.5.2-linux-.* could not be obtained: .*github.com does not resolve' release_damaged without 'etcd-v*'
    bad  'release: the tarball is cut short' 1 "could not be obtained: file:///media/usb/etcd-v.*: ends too early, after 5000000 bytes" release_damaged tarball_cut
    bad  'release: one byte is wrong'      1 "could not be obtained: file:///media/usb/etcd-v.*: "         release_damaged tarball_flipped
    bad  'release: of another processor'   1 "could not be obtained: file:///media/usb/etcd-v.*: holds etcd for arm64" release_damaged tarball_for_another_processor
    timeless=no
    old_java
}

host_is() { # NAME ADDRESS
    damage "hostname $1; ip addr flush dev eth0; [ -z '$2' ] || ip addr add $2/24 dev eth0" \
        'hostname x-k3s-m-1; ip addr flush dev eth0; ip addr add 192.168.7.11/24 dev eth0'
}

second_interface() {
    damage 'hostname guest; ip link add eth1 type veth peer name eth2; ip addr add 192.168.7.12/24 dev eth1; ip link set eth1 up' \
        'ip link del eth1; hostname x-k3s-m-1'
}

wrong_name_and_certificate() { host_is x-k3s-m-2 192.168.7.11; issued client expired; }

# The keys of the seed are root's alone: that is no reason to say less.
not_root() {
    chmod 600 "$stick"/*-key.pem
    program=(su -s /bin/sh nobody -c 'exec java -XX:-UsePerfData -jar /opt/target/etcd-bootstrap.jar "$@"' --)
}

no_openrc() {
    keep /sbin/openrc-run /sbin/rc-service
    rm "$root/sbin/openrc-run" "$root/sbin/rc-service"
}

no_openrc_and_certificate() { no_openrc; issued client expired; }
no_openrc_and_yml() { no_openrc; yml_edit 's/^members/membres/'; }
processor_is() { program=(java "-Dos.arch=$1" "${program[@]:1}"); }

names_are() { # ADDRESS of the second member
    yml_edit '/^manage-hosts/d'
    [[ -n $1 ]] || return 0
    keep /etc/hosts
    printf '192.168.7.11 x-k3s-m-1.edge.huatai.me\n%s x-k3s-m-2.edge.huatai.me\n192.168.7.13 x-k3s-m-3.edge.huatai.me\n' "$1" >>"$root/etc/hosts"
}

old_line_in_hosts() { keep /etc/hosts; echo '192.168.7.99 x-k3s-m-2.edge.huatai.me' >>"$root/etc/hosts"; }

port_taken() { # PORT [NC'S OPTIONS]
    local port=$1
    shift
    damage "nc -l -p $port $* </dev/null >/dev/null 2>&1 & echo \$! >>/run/nc
        until netstat -ltn | grep -q ':$port '; do kill -0 \$!; usleep 50000; done" \
        'kill $(cat /run/nc) || true; rm /run/nc'
}

ports_taken() { port_taken 2379; undos=(); port_taken 2381; }
port_elsewhere() { port_taken 2379 -s 127.0.0.9; arguments=(plan); }

read_only() { # FOLDER
    case $1 in
        /) damage 'mount -o remount,ro /' 'mount -o remount,rw /' ;;
        *) damage "mount --bind $1 $1; mount -o remount,ro,bind $1" "umount $1" ;;
    esac
}

no_room() { # FOLDER SIZE
    damage "mkdir -p $1; mount -t tmpfs -o size=$2,mode=755 none $1" "umount $1"
}

# The data folder may not lie in memory.
no_room_on_disk() { # FOLDER MEGABYTES
    damage "mkdir -p $1; truncate -s $2M /srv/disk; busybox mke2fs -q -F /srv/disk >/dev/null 2>&1; mount -o loop /srv/disk $1" \
        "umount $1; rmdir $1; rm /srv/disk"
}

no_room_in_etc() {
    damage 'cp -a /etc /srv/etc; mount -t tmpfs -o size=8m,mode=755 none /etc; cp -a /srv/etc/. /etc; dd if=/dev/zero of=/etc/filler bs=4k 2>/dev/null || true' \
        'umount /etc; rm -r /srv/etc'
}

no_room_twice() {
    no_room /usr/local/lib 20m
    damage 'mkdir -p /var/lib/etcd-bootstrap; mount -t tmpfs -o size=16k,mode=755 none /var/lib/etcd-bootstrap; dd if=/dev/zero of=/var/lib/etcd-bootstrap/filler bs=4k 2>/dev/null || true' \
        'umount /var/lib/etcd-bootstrap; rmdir /var/lib/etcd-bootstrap'
}

file_at() { keep "$1"; mkdir -p "$root${1%/*}"; echo something >"$root$1"; }
folder_at() { keep "$1"; mkdir -p "$root$1"; }
link_at() { keep "$1" "$2"; mkdir -p "$root$2"; ln -s "$2" "$root$1"; }
links_at() { link_at /etc/etcd /mnt/a; link_at /var/log/etcd /mnt/b; }
hosts_are_a_link() { keep /etc/hosts /srv/hosts; mv "$root/etc/hosts" "$root/srv/hosts"; ln -s /srv/hosts "$root/etc/hosts"; }
hosts_are_many() { keep /etc/hosts; seq -f '0.0.0.0 advertisement-%.0f.example' 60000 >>"$root/etc/hosts"; }
fifo_at() { keep "$1"; mkfifo "$root$1"; }
circle_at() { keep "$1"; ln -s "${1##*/}" "$root$1"; }
install_is() { keep /var/lib/etcd-bootstrap; mkdir -p "$root/var/lib/etcd-bootstrap"; printf "$1" >"$root/var/lib/etcd-bootstrap/install.yml"; }
passwd_is_garbage() { keep /etc/passwd; printf 'root:x:zero\n\377\n' >"$root/etc/passwd"; }

# A run that waits, since a seed that is not shared may be explained by others that are just starting; it is
# stopped, so that it has the lock for as long as it takes.
locked() {
    damage 'cp -r /media/usb /srv/seed; : >/run/etcd-bootstrap/lock
        java -XX:-UsePerfData -jar /opt/target/etcd-bootstrap.jar --seed /srv/seed >/dev/null 2>&1 & echo $! >/run/holder
        until [ -s /run/etcd-bootstrap/lock ]; do kill -0 $!; usleep 20000; done; kill -STOP $!' \
        'kill -KILL $(cat /run/holder); rm -r /run/holder /srv/seed'
}

tarball_cut() { truncate -s 5000000 "$stick"/etcd-v*.tar.gz; }
tarball_flipped() { printf '\1' | dd of="$(echo "$stick"/etcd-v*.tar.gz)" bs=1 seek=10000000 conv=notrunc 2>/dev/null; }

# With its own sum in cluster.yml: what is inside tells.
tarball_for_another_processor() {
    local machine file other=arm64
    machine=$(dpkg --print-architecture)
    [[ $machine != arm64 ]] || other=amd64
    file=etcd-v3.5.2-linux-$machine.tar.gz
    mkdir "$work/other"
    tar -xzf "$("$here/etcd/release" 3.5.2 $other)" -C "$work/other" --transform "s/linux-$other/linux-$machine/"
    tar -cf - -C "$work/other" "etcd-v3.5.2-linux-$machine" | gzip -1 >"$stick/$file"
    rm -r "$work/other"
    yml_edit "s/^  sha256.*/  sha256: {$machine: \"$(sha256sum <"$stick/$file" | cut -d' ' -f1)\"}/"
}

# All sources are tried, and what each one's trouble was is told.
release_damaged() { progress=yes; "$@"; }

# No Java as old as that is on this machine: so what it would be given, twice. The class that a JVM loads first is
# in a format that Java 8 reads (with any other it says UnsupportedClassVersionError, and that in no words of ours),
# and that class believes to be run by Java 11.
old_java() {
    bad 'host: a Java too old'             2 "this is Java 11, but etcd-bootstrap needs 17${nl}apk add openjdk17-jre-headless" java_is 11
    bad 'host: a Java 8'                   2 "this is Java 8, but etcd-bootstrap needs 17"          java_is 1.8
    chosen 'host: what a Java 8 loads first is in its format' || return 0
    faults=()
    first_class_is_of_java_8 || fault "the main class is of another format than 52 (Java 8)"
    : >"$work/err" >"$work/changed"
    conclude 'host: what a Java 8 loads first is in its format' 0
}

java_is() {
    program=(java -XX:-UsePerfData -cp /opt/target/etcd-bootstrap.jar:/opt/target/test-classes io.github.etcdbootstrap.cli.LyingMain "$1")
}

first_class_is_of_java_8() {
    local main
    main=$(unzip -p "$jar" META-INF/MANIFEST.MF | tr -d '\r' | sed -n 's/^Main-Class: //p')
    [[ $(unzip -p "$jar" "${main//.//}.class" | head -c 8 | od -An -tu1 | awk '{print $8}') == 52 ]]
}
