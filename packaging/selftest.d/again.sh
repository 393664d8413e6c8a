# shellcheck shell=bash disable=SC2154 # here, work: set by selftest
# Another build of the release and the images gives the same bytes.

sums() { (cd "$here/target" && sha256sum release/* images/*); }

same_again() {
    sums >"$work/before"
    rm -r "$here"/target/{images,jib-cache,release}
    (cd "$here/.." && mvn --offline --batch-mode --quiet -pl packaging package)
    diff "$work/before" <(sums)
    (($(wc -l <"$work/before") == 8))
}

check 'made again, all of it is the same' same_again
