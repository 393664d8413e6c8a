# shellcheck shell=bash disable=SC2154 # here, work: set by selftest
# The release that `mvn package` has left in target/release.

release=$here/target/release
jar=$(basename "$release"/etcd-bootstrap-[0-9]*.jar)
version=${jar#etcd-bootstrap-} version=${version%.jar}

files() { (cd "$release" && find . -type f -printf "$1\n" | LC_ALL=C sort); }
launch() { ETCD_BOOTSTRAP_JAR=$release/$jar "$release/etcd-bootstrap" "$@"; }

modes() {
    diff - <(files '%P %m') <<-END
		LICENSE 644
		SHA256SUMS 644
		etcd-bootstrap 755
		$jar 644
		etcd-bootstrap.bash 644
		install.sh 755
	END
}

sums_of_all() {
    (cd "$release" && sha256sum --check --strict SHA256SUMS)
    diff <(cut -c 67- "$release/SHA256SUMS" | LC_ALL=C sort) <(files '%P' | grep -vx SHA256SUMS)
}

says_version() { [[ $(launch --version) == "etcd-bootstrap $version" ]]; }

# With nothing but busybox in reach.
installs_itself() {
    local root=$work/bare
    mkdir -p "$root"/{bin,dev,usr/local}
    : >"$root/dev/null"
    cp "$("$here/../test-fixtures/hosts" build)/bin/busybox" "$root/bin/"
    cp -a "$release" "$root/release"
    chroot "$root" /bin/busybox --install -s /bin
    chroot "$root" /bin/busybox env -i PATH=/bin sh /release/install.sh
    cmp "$root/usr/local/lib/etcd-bootstrap/etcd-bootstrap.jar" "$release/$jar"
    cmp "$root/usr/local/bin/etcd-bootstrap" "$release/etcd-bootstrap"
    cmp "$root/usr/local/share/bash-completion/completions/etcd-bootstrap" "$release/etcd-bootstrap.bash"
}

check 'all that belongs to it, and what is run can be run' modes
check 'the sums are those of all its files'                sums_of_all
check 'its JAR is the version that its name says'          says_version
check 'it installs itself'                                 installs_itself
