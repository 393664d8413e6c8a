# shellcheck shell=bash disable=SC2154 # here, work: set by selftest
# The release's completion, asked as bash asks it.

script=$here/target/release/etcd-bootstrap.bash

# completes EXPECTED WORD...: what bash would offer for the last word.
completes() {
    local expected=$1 offered
    shift
    # shellcheck disable=SC2016
    offered=$(bash --norc --noprofile -euc '
        . "$0"
        [[ $(complete -p etcd-bootstrap) =~ -F\ ([^ ]+) ]]
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*"
        COMP_POINT=${#COMP_LINE} COMP_TYPE=9 COMPREPLY=()
        # Only readline lets a completion change its own options.
        compopt() { :; }
        "${BASH_REMATCH[1]}" etcd-bootstrap "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}" || true
        echo "${COMPREPLY[*]-}"' "$script" etcd-bootstrap "$@" | xargs)
    echo "offered: $offered"
    [[ $offered == "$expected" ]]
}

# As bash-completion loads it: by the file's name, at the first TAB.
is_loaded_by_name() {
    [[ $(bash --norc --noprofile -c '. "$0" && complete -p etcd-bootstrap' "$script") == \
        "complete -o default -F "*" etcd-bootstrap" ]]
}

# No command may be missing that the program's own help names.
offers_every_command() {
    local named
    named=$(java -jar "$here"/target/release/etcd-bootstrap-[0-9]*.jar --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]\+\) .*/\1/p' | xargs)
    echo "named: $named"
    [[ -n $named ]]
    completes "$named" ''
}

check 'it is a completion for etcd-bootstrap'   is_loaded_by_name
check 'every command'                           offers_every_command
check 'a command begun'                         completes plan pl
check 'a command below a command'               completes 'init' seed ''
check 'options of a command'                    completes '--root' bake --r
check 'options that every command has'          completes '--version --verbose' status --ver
check 'the values of an option'                 completes 'auto always never' plan --color ''
check 'a value begun'                           completes 'always' --color al
check 'a place: bash offers files'              completes '' bake --root ''
check 'not what is no command'                  completes '' no-such
