# shellcheck shell=bash disable=SC2154 # here, fleet: set by hosts
# The root file system that all hosts share, read-only, below their disks: made once, kept in a cache.

cache=${XDG_CACHE_HOME:-$HOME/.cache}/etcd-bootstrap
machine=$(dpkg --print-architecture)
architecture=$machine
packages=(openrc libeinfo1 librc1 libc6 libgcc-s1 libstdc++6 zlib1g libselinux1 libpcre2-8-0 libcap2
    libaudit1 libcap-ng0 libpam0g libpam-modules libcrypt1 netbase)
applets=(adduser addgroup ash init setsid sha256sum sleep stat tar wget nslookup nc httpd pidof poweroff)

root_file_system() {
    local root
    root=$(root_folder)
    [[ -d $root ]] || build_alone "$root" "the hosts' root file system" build
    echo "$root"
}

# A changed recipe is another root: a fleet that is up keeps the one it stands on.
root_folder() {
    echo "$cache/root-$( (echo "$architecture"; cat "$here"/hosts.d/{root,alpine}.sh) | sha256sum | cut -c 1-12)"
}

build_alone() { # FOLDER WHAT FUNCTION, which makes it as `root` in the folder it is told
    local root=$1
    require_programs gcc:gcc make:make bzip2:bzip2 xz:xz-utils dpkg-source:dpkg-dev patch:patch flock:util-linux
    [[ -e /usr/include/stdlib.h ]] || impossible "missing packages: libc6-dev (run test-fixtures/packages)"
    mkdir -p "$cache"
    (
        flock 9
        [[ ! -d $root ]] || exit 0
        say "making $2, once: about a minute"
        work=$(mktemp -d "$cache/making.XXXXXX")
        trap 'rm -rf "$work"' EXIT
        # In the background, because on the left of || a shell does not stop at the first error.
        "$3" "$work" >"$cache/$3.log" 2>&1 &
        wait $! || die "could not make $2: see $cache/$3.log"
        chmod 755 "$work/root"
        mv "$work/root" "$root"
    ) 9>"$cache/lock"
}

build() (
    cd "$1" || exit
    mkdir root
    use_private_apt "$PWD/apt"
    unpack_packages root
    build_busybox root
    dress_as_alpine root
)

# Debian's own entries of this machine's apt, with their sources added, in an apt state of our own:
# needs no root, changes nothing, and finds whatever mirror this machine uses. That state knows of no
# architecture but the hosts', and of no installed package.
use_private_apt() {
    local apt=$1 codename
    # shellcheck source=/dev/null
    codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
    mkdir -p "$apt"/{lists/partial,cache/archives/partial,parts}
    paragraphs /etc/apt/sources.list /etc/apt/sources.list.d/*.list | one_line_entries "$codename" | any_architecture >"$apt/parts/debian.list"
    paragraphs /etc/apt/sources.list.d/*.sources | deb822_entries "$codename" | any_architecture >"$apt/parts/debian.sources"
    : >"$apt/status"
    apt=(-oAPT::Architecture="$architecture" -oAPT::Architectures="$architecture" -oDir::State::status="$apt/status"
        -oDir::Etc::SourceList=/dev/null -oDir::Etc::SourceParts="$apt/parts" -oDir::State::Lists="$apt/lists"
        -oDir::Cache="$apt/cache" -oAPT::Sandbox::User="$(id -un)")
    # An entry of the machine that fails is no matter as long as the downloads below succeed.
    apt_get=(apt-get "${apt[@]}" --quiet)
    "${apt_get[@]}" update || true
}

any_architecture() {
    sed -E '/^[Aa]rchitectures:/d; s/arch=[^] ]*//'
}

one_line_entries() { # CODENAME
    awk -v codename="$1" '
        $1 == "deb" {
            line = $0
            sub(/\[[^]]*\]/, "")
            if (($3 == codename || $3 ~ "^" codename "(-updates|-security|/updates)$") && / main( |$)/) {
                print line
                sub(/^[ \t]*deb/, "deb-src", line)
                print line
            }
        }'
}

paragraphs() { # FILE...
    local file
    for file; do
        [[ ! -e $file ]] || { sed '/^#/d' "$file"; echo; }
    done
}

deb822_entries() { # CODENAME
    awk -v codename="$1" -v RS= -v ORS='\n\n' '
        function field(name,   lines, count, i) {
            count = split($0, lines, "\n")
            for (i = 1; i <= count; i++)
                if (index(tolower(lines[i]), name ":") == 1) return substr(lines[i], length(name) + 2) " "
            return ""
        }
        field("types") ~ / deb / && field("suites") ~ " " codename "[-/ ]" && field("components") ~ / main / && field("enabled") !~ /no/ {
            sub(/[Tt]ypes:[^\n]*/, "Types: deb deb-src")
            print
        }'
}

unpack_packages() { # ROOT
    mkdir packages
    (cd packages && "${apt_get[@]}" download "${packages[@]}")
    local package
    for package in packages/*.deb; do dpkg -x "$package" "$1"; done
    rm -rf "$1"/usr/share/{doc,man,locale,lintian} "$1"/usr/lib/*/gconv "$1"/etc/init.d/* "$1"/etc/runlevels/*
}

# Debian's own busybox has no adduser and addgroup. Static, so that it needs nothing of the root it serves.
build_busybox() { # ROOT
    local applet has compile=() run=()
    if [[ $architecture != "$machine" ]]; then
        compile=(CROSS_COMPILE=aarch64-linux-gnu-) run=(qemu-aarch64-static)
    fi
    "${apt_get[@]}" source --download-only busybox
    dpkg-source --no-check -x busybox_*.dsc busybox
    make -C busybox defconfig
    sed -i 's/^# CONFIG_STATIC is not set/CONFIG_STATIC=y/; s/^CONFIG_TC=y/# CONFIG_TC is not set/' busybox/.config
    make -C busybox oldconfig < <(yes '')
    make -C busybox "${compile[@]}" -j "$(nproc)" busybox
    install -D busybox/busybox "$1/bin/busybox"
    has=" $("${run[@]}" busybox/busybox --list | tr '\n' ' ')"
    for applet in "${applets[@]}"; do
        [[ $has == *" $applet "* ]] || { echo "busybox has no $applet"; return 1; }
    done
    "${run[@]}" busybox/busybox --list-full | grep / | while IFS= read -r applet; do
        mkdir -p "$1/${applet%/*}"
        [[ -e $1/$applet || -L $1/$applet ]] || ln -s /bin/busybox "$1/$applet"
    done
}
