# shellcheck shell=bash disable=SC2154 # here, work: set by selftest
# The images that `mvn package` has left in target/images: what they say of themselves, and each one
# run from its unpacked layers, the one for another processor under qemu.

images=$here/target/images
fixtures=$here/../test-fixtures
program=usr/local/lib/etcd-bootstrap/etcd-bootstrap.jar
declare -A kernels=([amd64]=x86_64 [arm64]=aarch64)

image_of() { echo "$images"/etcd-bootstrap-[0-9]*-linux-"$1".tar; }
quiet_tar() { tar --warning=no-unknown-keyword "$@"; }

unpack() { # ARCHITECTURE
    local tar=$work/$1.tar layer device
    mkdir -p "$tar" "$work/$1"/{proc,dev,seed,target}
    touch "$work/$1"/dev/{null,random,urandom}
    quiet_tar -xf "$(image_of "$1")" -C "$tar"
    for layer in $(sed 's/.*"Layers":\[\([^]]*\)\].*/\1/' "$tar/manifest.json" | tr -d '"' | tr , ' '); do
        quiet_tar -xpf "$tar/$layer" -C "$work/$1"
    done
    mount --bind /proc "$work/$1/proc"
    for device in null random urandom; do mount --bind "/dev/$device" "$work/$1/dev/$device"; done
    runs_here "$1" || cp "$(command -v "qemu-${kernels[$1]}-static")" "$work/$1/qemu"
}

runs_here() { [[ ${kernels[$1]} == "$(uname -m)" ]]; }

# entrypoint ARCHITECTURE: one argument a line.
entrypoint() { sed 's/.*"Entrypoint":\[\([^]]*\)\].*/\1/' "$work/$1.tar/config.json" | tr -d '"' | tr , '\n'; }

# As a container is run: its own root, its entry point, nothing of this machine's environment.
run() { # ARCHITECTURE ARGUMENT...
    local architecture=$1 command
    shift
    mapfile -t command < <(entrypoint "$architecture")
    runs_here "$architecture" || command=(/qemu "${command[@]}")
    env -i "$(command -v chroot)" "$work/$architecture" "${command[@]}" "$@"
}

configured() { # ARCHITECTURE
    local config part
    config=$(<"$work/$1.tar/config.json")
    for part in "\"architecture\":\"$1\"" '"os":"linux"' '"User":"0:0"' '"WorkingDir":"/"' \
        '"org.opencontainers.image.title":"etcd-bootstrap"' '"org.opencontainers.image.licenses":"Apache-2.0 AND ' \
        "\"org.opencontainers.image.version\":\"$version\"" "\"created\":\"$built\""; do
        [[ $config == *"$part"* ]] || { echo "no $part in $config"; return 1; }
    done
    [[ $(grep -o '"sha256:' <<<"$config" | wc -l) == 3 ]]
}

# Of its own: whoever loads both has both.
tagged() { # ARCHITECTURE
    local tags
    tags=$(grep -o '"RepoTags":\[[^]]*\]' "$work/$1.tar/manifest.json")
    [[ $tags == "\"RepoTags\":[\"etcd-bootstrap:$version-$1\"]" ]] || { echo "$tags"; return 1; }
}

# What the launcher sets, so does the image.
starts_as_the_launcher_does() { # ARCHITECTURE
    diff <(entrypoint "$1" | grep '^-X') <(grep -o -e '-X[^ ]*' "$here/etcd-bootstrap")
    [[ $(entrypoint "$1" | sed -n '1p;$p' | xargs) == "/usr/lib/jvm/java/bin/java /$program" ]]
}

holds() { # ARCHITECTURE
    local owners
    cmp "$work/$1/$program" "$here/../bootstrap/target/etcd-bootstrap.jar"
    owners=$(for layer in "$work/$1.tar"/*.tar.gz; do quiet_tar --numeric-owner -tvzf "$layer"; done | awk '{ print $2 }' | sort -u)
    [[ $owners == 0/0 ]] || { echo "owners: $owners"; return 1; }
    find "$work/$1" -xdev -path "$work/$1/dev/*" -o -type f,d -perm /7022 -print >"$work/open"
    cat "$work/open"
    [[ ! -s $work/open ]]
}

# What gson, netty, Vert.x and SnakeYAML do without where it is not there.
optional=(java.compiler java.desktop java.sql jdk.jfr)

# Every module of Java that a class of the program names.
has_modules() { # ARCHITECTURE
    local lacking
    lacking=$(comm -23 <(jdeps --print-module-deps --ignore-missing-deps --multi-release 17 "$work/$1/$program" | tr , '\n' | sort) \
        <({ sed -n 's/^MODULES="\(.*\)"/\1/p' "$work/$1/usr/lib/jvm/java/release"; echo "${optional[*]}"; } | tr ' ' '\n' | sort) | xargs)
    echo "lacking: $lacking"
    [[ -z $lacking ]]
}

says_version() { [[ $(run "$1" --version) == "etcd-bootstrap $version" ]]; }

# A machine with a Java, never booted.
blank() { # FOLDER
    local jvm=$1/usr/lib/jvm/java-17-openjdk
    cp -a "$("$fixtures/hosts" build)" "$1"
    mkdir -p "$jvm/bin"
    cp "$(readlink -f "$(command -v java)")" "$jvm/bin/java"
    echo 'JAVA_VERSION="17"' >"$jvm/release"
    ln -s /usr/lib/jvm/java-17-openjdk/bin/java "$1/usr/bin/java"
}

tree() { # FOLDER
    (cd "$1" && find . -xdev -printf '%P %y %m %U:%G %T@ %l\n' | sort && find . -xdev -type f -exec sha256sum {} + | sort -k 2)
}

# The JAR on this machine, and each image: of the same root they make the same.
bakes_as_this_machine_does() { # ARCHITECTURE
    cp -a "$work/blank" "$work/card"
    mount --bind "$work/card" "$work/$1/target"
    mount --bind "$work/stick" "$work/$1/seed"
    run "$1" bake --root /target --name x-k3s-m-1 --seed /seed
    umount "$work/$1/target" "$work/$1/seed"
    diff <(tree "$work/baked") <(tree "$work/card")
    rm -rf "$work/card"
}

# A copy of the program with the JAR that is built, whose parts no mirror has.
elsewhere() { # FOR-ENV...
    rm -rf "$work/clone"
    mkdir -p "$work/clone/bootstrap/target"
    cp -a "$here/../pom.xml" "$here/../LICENSE" "$here/../packaging" "$work/clone/"
    rm -rf "$work/clone/packaging/target"/{release,parts}
    cp -a "$here"/../bootstrap/target/{etcd-bootstrap.jar,test-classes} "$work/clone/bootstrap/target/"
    sed -i '/^fetch() {/a\    echo "no mirror answers"; return 1' "$work/clone/packaging/image-parts"
    (cd "$work/clone/packaging" && env "$@" XDG_CACHE_HOME="$work/empty" \
        mvn --offline --batch-mode package >"$work/out" 2>&1)
}

# The rest is built, and the images of an earlier build do not stay.
without_parts() {
    elsewhere --unset=CI || { cat "$work/out"; return 1; }
    grep -q 'There are no container images of this build' "$work/out"
    grep -q 'error: the parts of the images could not be made' "$work/out"
    grep -q ' do: see .*/image-.*\.log' "$work/out"
    [[ -s $work/clone/packaging/target/release/SHA256SUMS ]]
    [[ -z $(ls "$work/clone/packaging/target/images") ]]
}

without_parts_in_ci() {
    local status=0
    elsewhere CI=true || status=$?
    ((status == 1)) && grep -q 'BUILD FAILURE' "$work/out"
    grep -q 'error: the parts of the images could not be made' "$work/out"
}

without_debian() {
    local status=0
    mkdir -p "$work/bin"
    ln -sf "$(command -v bash)" "$(command -v dirname)" "$work/bin/"
    PATH=$work/bin "$work/bin/bash" "$here/image-parts" >"$work/out" 2>&1 || status=$?
    cat "$work/out"
    [[ $status == 1 ]] && grep -q '^error: .* on Debian only$' "$work/out" && grep -q '^  do: ' "$work/out"
}

version=$(basename "$(image_of arm64)" -linux-arm64.tar)
version=${version#etcd-bootstrap-}
built=$(sed -n 's/.*<project.build.outputTimestamp>\(.*\)<.*/\1/p' "$here/../pom.xml")
blank "$work/blank"
"$fixtures/seeds/cfssl-seed" "$work/stick" --etcd "$("$fixtures/etcd/release" 3.5.2 "$(dpkg --print-architecture)")" >/dev/null
cp -a "$work/blank" "$work/baked"
check 'bake, by the JAR on this machine' \
    java -jar "$here/../bootstrap/target/etcd-bootstrap.jar" bake --root "$work/baked" --name x-k3s-m-1 --seed "$work/stick"
for architecture in amd64 arm64; do
    check "$architecture: unpacked"                                   unpack "$architecture"
    check "$architecture: processor, user, labels, date, layers"      configured "$architecture"
    check "$architecture: a tag of its own"                           tagged "$architecture"
    check "$architecture: started as by the launcher"                 starts_as_the_launcher_does "$architecture"
    check "$architecture: this JAR, all of it root's and plain files" holds "$architecture"
    check "$architecture: the modules that the program uses"          has_modules "$architecture"
    check "$architecture: --version"                                  says_version "$architecture"
    check "$architecture: bake makes what the JAR here makes"         bakes_as_this_machine_does "$architecture"
done
check 'without their parts the rest is built, and it is said why'      without_parts
check 'but not where CI is set'                                        without_parts_in_ci
check 'on another system than Debian it is said'                       without_debian
