# shellcheck shell=bash
# What makes the unpacked root look and boot as Alpine does: accounts, release files, init, runlevels.

dress_as_alpine() ( # ROOT
    cd "$1" || exit
    make_folders
    write_release
    write_accounts
    write_login
    please_debians_openrc
    write_init
    write_services
)

make_folders() {
    mkdir -p dev proc sys run mnt root home opt srv media etc/conf.d etc/local.d etc/profile.d
    mkdir -p usr/local/{bin,sbin,lib} var/{lib,log,cache,spool,tmp,empty}
    chmod 700 root
    install -d -m 1777 tmp var/tmp
    ln -s ../run var/run
    ln -s ../run/lock var/lock
    ln -s ../proc/mounts etc/mtab
    : >etc/fstab
    echo 'hosts: files dns' >etc/nsswitch.conf
}

write_release() {
    echo 3.19.1 >etc/alpine-release
    cat >etc/os-release <<-'END'
		NAME="Alpine Linux"
		ID=alpine
		VERSION_ID=3.19.1
		PRETTY_NAME="Alpine Linux v3.19"
	END
}

write_accounts() {
    cat >etc/passwd <<-'END'
		root:x:0:0:root:/root:/bin/ash
		bin:x:1:1:bin:/bin:/sbin/nologin
		daemon:x:2:2:daemon:/sbin:/sbin/nologin
		nobody:x:65534:65534:nobody:/:/sbin/nologin
	END
    cat >etc/group <<-'END'
		root:x:0:root
		bin:x:1:root,bin,daemon
		daemon:x:2:root,bin,daemon
		sys:x:3:root,bin
		adm:x:4:root,daemon
		tty:x:5:
		disk:x:6:root
		wheel:x:10:root
		uucp:x:14:
		users:x:100:
		nogroup:x:65533:
		nobody:x:65534:
	END
    sed 's/^\([^:]*\):.*/\1:!::0:::::/' etc/passwd >etc/shadow
    chmod 640 etc/shadow
    printf '%s\n' /bin/sh /bin/ash >etc/shells
}

write_login() {
    cat >etc/profile <<-'END'
		export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
		export PS1='\h:\w\$ '
		for script in /etc/profile.d/*.sh; do
			[ ! -r "$script" ] || . "$script"
		done
		unset script
	END
}

# Debian's build reads insserv's files, and its supervise-daemon fails without a word where PAM refuses.
please_debians_openrc() {
    : >etc/insserv.conf
    mkdir -p etc/insserv.conf.d etc/pam.d
    printf '%s required pam_permit.so\n' auth account password session | tee etc/pam.d/other >etc/pam.d/supervise-daemon
}

# Its last line is for whoever waits at the console, as a login prompt would be.
write_init() {
    cat >etc/inittab <<-'END'
		::sysinit:/sbin/openrc sysinit
		::sysinit:/sbin/openrc boot
		::wait:/sbin/openrc default
		::once:/bin/echo default runlevel reached
		::shutdown:/sbin/openrc shutdown
	END
}

# The network is there before init, as cable and address are made from outside: these two only stand for it.
write_services() {
    mkdir -p etc/init.d etc/runlevels/{sysinit,boot,default,shutdown}
    write_service localmount 'before networking' 'return 0'
    write_service networking 'provide net' 'return 0'
    # shellcheck disable=SC2016
    write_service local 'after *' 'for script in /etc/local.d/*.start; do [ ! -x "$script" ] || "$script"; done'
    ln -s /etc/init.d/{localmount,networking} etc/runlevels/boot/
}

write_service() { # NAME DEPENDENCY START
    printf '#!/sbin/openrc-run\n\ndepend() {\n\t%s\n}\n\nstart() {\n\t%s\n}\n' "$2" "$3" >"etc/init.d/$1"
    chmod 755 "etc/init.d/$1"
}
