# shellcheck shell=bash disable=SC2034,SC2154 # here, cache: set by hosts.d
# What all virtual Pis are made from: kernel, first file system, card. Made once, kept in the cache, in
#
#   root (all that is on a fresh card), card.img (that as ext4), kernel, initramfs

architecture=arm64
packages+=(openjdk-17-jre-headless)
card_size=2G
boot_modules=(virtio_pci virtio_blk virtio_net virtio_console virtio-rng crc32c_generic ext4 9pnet_virtio 9p)

kit() {
    local kit
    kit=$cache/pi-$( (cat "$here"/hosts.d/{root,alpine}.sh "$here"/pis.d/{kit.sh,init,agent}) | sha256sum | cut -c 1-12)
    [[ -d $kit ]] || build_kit_alone "$kit"
    echo "$kit"
}

build_kit_alone() {
    require_root
    require_programs qemu-aarch64-static:qemu-user-static mke2fs:e2fsprogs
    [[ $machine == arm64 ]] || require_programs aarch64-linux-gnu-gcc:gcc-aarch64-linux-gnu
    build_alone "$1" "what the virtual Pis are made from" build_kit
}

build_kit() (
    cd "$1" || exit
    mkdir -p root
    use_private_apt "$PWD/apt"
    mkdir making
    unpack_packages making
    build_busybox making
    dress_as_alpine making
    dress_as_pi making
    mv making root/root
    fetch_kernel root
    make_initramfs root
    mke2fs -q -t ext4 -L card -d root/root root/card.img "$card_size"
)

dress_as_pi() ( # ROOT
    cd "$1" || exit
    copy_linked_parts_of_java "$PWD"
    ln -s "../lib/jvm/java-17-openjdk-arm64/bin/java" usr/bin/java
    install -m 755 "$here/pis.d/agent" sbin/pi-agent
    printf '::respawn:/sbin/pi-agent %s\n' agent1 agent2 >>etc/inittab
    # shellcheck disable=SC2016
    write_service networking 'provide net' '
	ip link set lo up
	ip addr add "$(sed "s/.*pi.address=\([^ ]*\).*/\1/" /proc/cmdline)/24" brd + dev eth0 && ip link set eth0 up'
    write_service hostname 'before networking' 'hostname "$(cat /etc/hostname 2>/dev/null || echo localhost)"'
    write_service localmount 'before networking' '
	grep -q usb /sys/bus/virtio/drivers/9pnet_virtio/*/mount_tag 2>/dev/null || return 0
	mkdir -p /media/usb && mount -t 9p -o trans=virtio,version=9p2000.L,cache=none usb /media/usb'
    ln -s /etc/init.d/hostname etc/runlevels/boot/
    printf '127.0.0.1\tlocalhost localhost.localdomain\n::1\tlocalhost localhost.localdomain\n' >etc/hosts
)

# Where another machine's Java is looked at from outside its root, its absolute links lead astray.
copy_linked_parts_of_java() { # ROOT
    local link target
    find usr/lib/jvm -type l -lname '/*' -printf '%p %l\n' | while read -r link target; do
        rm "$link"
        [[ ! -e $1$target ]] || cp -rL "$1$target" "$link"
    done
}

fetch_kernel() { # FOLDER
    local version
    "${apt_get[@]}" download linux-image-arm64
    version=$(dpkg-deb -f linux-image-arm64_*.deb Depends | sed -n 's/.*linux-image-\([^ ,]*\).*/\1/p')
    "${apt_get[@]}" download "linux-image-$version"
    dpkg -x linux-image-"$version"_*.deb kernel
    cp kernel/boot/vmlinuz-* "$1/kernel"
}

make_initramfs() { # FOLDER
    local busybox=$PWD/$1/root/bin/busybox
    mkdir -p first/{bin,dev,proc,sys,card,modules}
    cp "$busybox" first/bin/
    install -m 755 "$here/pis.d/init" first/init
    : >first/order
    with_what_it_needs "${boot_modules[@]}"
    (cd first && find . | qemu-aarch64-static "$busybox" cpio -o -H newc) | gzip >"$1/initramfs"
}

with_what_it_needs() { # MODULE...
    local module file needed
    for module; do
        ! grep -qx "$module" first/order || continue
        file=$(find kernel/lib/modules -name "$module.ko")
        needed=$(tr '\0' '\n' <"$file" | sed -n 's/^depends=//p' | tr ',' ' ')
        # shellcheck disable=SC2086
        with_what_it_needs $needed
        cp "$file" first/modules/
        echo "$module" >>first/order
    done
}
