#!/bin/sh
# install.sh [--sha256 SUM] [FROM] - puts a release of etcd-bootstrap in place, or a newer one over it.
#
# FROM is the release's folder or address (http, https); without it, the folder of this script.
# SUM is that of the release's SHA256SUMS, from somewhere you trust. Needs busybox and no more; what
# does not match its sum never gets its name, and after an error all is as it was.

LIB=/usr/local/lib/etcd-bootstrap
JAR=$LIB/etcd-bootstrap.jar
LAUNCHER=/usr/local/bin/etcd-bootstrap
COMPLETION=/usr/local/share/bash-completion/completions/etcd-bootstrap
SUMS=$LIB/.SHA256SUMS.installing

main() {
  set -u
  umask 022
  wanted='' made='' alone='' fetched='' renamed='' done=''
  arguments "$@"
  trap undo EXIT
  trap 'exit 1' HUP INT TERM
  folders
  only_one
  sums
  each stage
  if [ -z "$fetched" ]; then
    result="nothing to change: etcd-bootstrap $version is in place"
  else
    in_place
    result="etcd-bootstrap $version is in place: $LAUNCHER"
  fi
  done=yes
  undo
  echo "$result"
  java_is_there || echo "there is no Java here yet: apk add openjdk17-jre-headless"
}

arguments() {
  from=
  while [ $# -gt 0 ]; do
    case $1 in
      --sha256=*) wanted=${1#*=} wanted=${wanted:-nothing} ;;
      --sha256) wanted=${2:-nothing} ;;
      -h | --help) usage && exit ;;
      -* | '') fail "'$1' is no option" "see install.sh --help" 2 ;;
      *)
        [ -z "$from" ] || fail "two places: $from and $1" "name one" 2
        from=${1%/}
        ;;
    esac
    [ "$1" != --sha256 ] || [ $# -eq 1 ] || shift
    shift
  done
  [ -z "$wanted" ] || is_sum "$wanted" ||
    fail "--sha256 $wanted: that is no SHA-256" "give its 64 digits, as sha256sum prints them" 2
  [ "$from" ] || case $0 in
    */install.sh) from=${0%/*} ;;
    install.sh) from=. ;;
    *) fail "it is not said where the release is" "name its folder or its address: install.sh FROM" 2 ;;
  esac
  from=${from#file://}
}

usage() {
  echo "usage: install.sh [--sha256 SUM] [FROM]"
  echo "  FROM          the release's folder or http(s) address (default: the folder of install.sh)"
  echo "  --sha256 SUM  what SHA256SUMS there must have as its own sum"
}

# --- Fetched beside its place, and looked at ----------------------------------------------------

# For a run that is killed: what it leaves, the next one removes, unless it still runs.
only_one() {
  exec 9<"$LIB"
  flock -n 9 || fail "another install.sh is at work" "wait until it has ended"
  alone=yes
  each forget
}

folders() {
  each folder
}

folder() { # TARGET
  [ ! -d "$1" ] || fail "$1 is a folder" "move it away, and run this again"
  make_folder "${1%/*}"
}

make_folder() {
  [ ! -d "${1:-/}" ] || return 0
  make_folder "${1%/*}"
  fault=$(mkdir "$1" 2>&1) || cannot_write "$1"
  made="$1 $made"
}

sums() {
  fetch SHA256SUMS "$SUMS"
  [ -z "$wanted" ] || [ "$(sum "$SUMS")" = "$wanted" ] ||
    fail "$from/SHA256SUMS has the sum $(sum "$SUMS"), not $wanted" "get the release again, or the sum from who made it"
  jar_name='' launcher_name='' completion_name=''
  while read -r sum name; do
    name=${name#\*}
    is_sum "$sum" || fail "$from/SHA256SUMS has a line that is no sum and name" "get the release again"
    case $name in
      */*) ;;
      etcd-bootstrap-[0-9]*.jar) once "$jar_name" && jar_name=$name jar_sum=$sum ;;
      etcd-bootstrap) once "$launcher_name" && launcher_name=$name launcher_sum=$sum ;;
      etcd-bootstrap.bash) once "$completion_name" && completion_name=$name completion_sum=$sum ;;
    esac
  done <"$SUMS"
  [ "$jar_name" ] && [ "$launcher_name" ] && [ "$completion_name" ] ||
    fail "$from/SHA256SUMS does not name the JAR, the launcher and the completion" "name the folder of a whole release"
  version=${jar_name#etcd-bootstrap-}
  version=${version%.jar}
}

once() {
  [ -z "$1" ] || fail "$from/SHA256SUMS names two of $1" "name the folder of one release"
}

stage() { # TARGET NAME SUM MODE
  [ -f "$1" ] && [ ! -L "$1" ] && [ "$(stat -c %a "$1")" = "$4" ] && [ "$(sum "$1")" = "$3" ] && return
  fetch "$2" "$(new "$1")"
  [ "$(sum "$(new "$1")")" = "$3" ] ||
    fail "$from/$2 is not what its sum says: cut, or changed" "get the release again"
  fault=$(chmod "$4" "$(new "$1")" 2>&1) || cannot_write "$1"
  fetched="$fetched $1"
}

fetch() { # NAME TO
  case $from in
    http://* | https://*)
      fault=$(wget -q -T 60 -O "$2" "$from/$1" 2>&1 9<&-) && return
      ;;
    *)
      [ -f "$from/$1" ] || fail "there is no $from/$1" "name the release's folder or its address"
      fault=$(cp "$from/$1" "$2" 2>&1 9<&-) && return
      ;;
  esac
  fail "$from/$1 cannot be fetched: $(reason)" "see that it can be read, and that $LIB has room and can be written"
}

# --- Into place: one rename each, and back if one fails -----------------------------------------

in_place() {
  fault=$(sync 2>&1) || cannot_write "$LIB"
  for target in $fetched; do
    [ ! -e "$target" ] || fault=$(ln "$target" "$(old "$target")" 2>&1) || cannot_write "$target"
  done
  for target in $fetched; do
    renamed="$target $renamed"
    fault=$(mv -f "$(new "$target")" "$target" 2>&1) || cannot_write "$target"
  done
  fault=$(sync 2>&1) || cannot_write "$LIB"
}

# At every end: before the last rename has come to the disk it leads back to what was.
undo() {
  trap - EXIT
  [ "$done" ] || for target in $renamed; do
    if [ -e "$(old "$target")" ]; then
      mv -f "$(old "$target")" "$target"
    else
      rm -f "$target"
    fi
  done
  [ -z "$alone" ] || each forget
  [ "$done" ] || for folder in $made; do
    rmdir "$folder" 2>/dev/null
  done
}

forget() { # TARGET
  rm -f "$(new "$1")" "$(old "$1")" "$SUMS" 2>/dev/null
}

# --- Small things -------------------------------------------------------------------------------

each() { # FUNCTION
  "$1" "$JAR" "${jar_name:-}" "${jar_sum:-}" 644
  "$1" "$COMPLETION" "${completion_name:-}" "${completion_sum:-}" 644
  "$1" "$LAUNCHER" "${launcher_name:-}" "${launcher_sum:-}" 755
}

new() { echo "${1%/*}/.${1##*/}.installing"; }
old() { echo "${1%/*}/.${1##*/}.before"; }

sum() { # FILE
  digits=$(sha256sum <"$1")
  echo "${digits%% *}"
}

is_sum() {
  case $1 in
    *[!0-9a-f]*) return 1 ;;
  esac
  [ ${#1} -eq 64 ]
}

java_is_there() {
  command -v java >/dev/null && return
  for java in /usr/lib/jvm/*/bin/java; do
    [ ! -x "$java" ] || return 0
  done
  return 1
}

reason() { echo "${fault:-it was cut short}" | tail -n 1; }

cannot_write() { # PATH
  fail "$1 cannot be written: $(reason)" "run this as root, with room where it lies, not mounted read-only"
}

fail() { # CAUSE REMEDY [STATUS]
  echo "error: $1" >&2
  echo "  do: $2" >&2
  exit "${3:-1}"
}

# In one piece: a file that was cut on its way here does nothing.
{ main "$@"; exit; }
