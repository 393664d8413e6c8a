# shellcheck shell=bash disable=SC2154 # set by bench
# The stick that both use: a seed for three members and one for a cluster of one, the JAR, the
# shell's procedure. And the release, on the server instead of in the seed.

make_stick() {
    local tarball members
    mkdir -p "$work/stick" "$work/www/v$version"
    tarball=$(test-fixtures/etcd/release "$version" "$architecture")
    cp "$tarball" "$work/www/v$version/"
    cp "$parts"/{by-shell,cut-at,conf.yml.in,etcd.initd,etcd.confd} "$work/stick/"
    for members in 1 3; do make_seed "$members" "$tarball"; done
    programs=$(tar -xzf "$tarball" -C "$work" && cd "$work/$release" && sha256sum etcd etcdctl etcdutl)
}

make_seed() { # MEMBERS TARBALL
    local seed=$work/stick/of-$1 inventory=$work/of-$1/cluster.yml
    test-fixtures/seeds/cfssl-seed "${inventory%/*}" --members "$1" --manage-hosts --etcd "$2"
    sed -i "/^  version:/a\\  sources: [\"http://$server\"]" "$inventory"
    printf 'tuning: {heartbeat-interval: 500, election-timeout: 5000}\n' >>"$inventory"
    # The shell's conf.yml has its token from the start; so has a seed that `seed init` makes.
    java -jar "$jar" seed init --from "$inventory" --dir "$seed" --ca-dir "$work/ca-$1" >/dev/null
    # Beside cluster.yml the program finds its seed without an option.
    cp --reflink=auto "$jar" "$seed/etcd-bootstrap.jar"
}

# What runs have written into the seed.
forget() {
    rm -rf "$work"/stick/of-*/members
}

# What by-shell is told, for a cluster of so many.
told() { # MEMBERS
    local number cluster='' lines='' name address
    for ((number = 1; number <= $1; number++)); do
        name=x-k3s-m-$number address=192.168.7.$((10 + number))
        cluster+="${cluster:+,}$name=https://$name.edge.huatai.me:2380"
        lines+="$address $name.edge.huatai.me $name"$'\n'
    done
    printf '%s\0' "SEED=/media/usb/of-$1" "SOURCE=http://$server/v$version/$release.tar.gz" \
        "SUM=$(sha256sum "$work/www/v$version/$release.tar.gz" | cut -d ' ' -f 1)" \
        "PROGRAMS=$programs" "CLUSTER=$cluster" "HOSTS=$lines"
}
