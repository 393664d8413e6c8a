# shellcheck shell=bash disable=SC2154 # work, root, undos: set by world.sh
# Makes a case, runs the program, and judges what it said and left.

passed=0 failed=0 faults=()
# What a run says while it tries one source after the other, and waits.
progress_lines='^(fetching |waiting |etcd-v[^ ]* [0-9.]+ of |(file|https?)://.*; the next source is tried$)'

# bad NAME EXIT WORDS DAMAGE ARGS...
# WORDS: extended regular expressions, one a line; each has to match a line of the message.
# DAMAGE: a function or command; it may set `arguments`, `variables` and `program`.
bad() {
    local name=$1 expected=$2 words=$3 status=0 arguments=() variables=() progress=no
    local program=(java -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xmx64m -jar /opt/target/etcd-bootstrap.jar)
    shift 3
    chosen "$name" || return 0
    faults=()
    renew_stick
    "$@" || fault "the damage could not be made"
    sums >"$work/before"
    on env "${variables[@]}" timeout 400 "${program[@]}" "${arguments[@]}" \
        >"$work/out" 2>"$work/err" </dev/null || status=$?
    sums >"$work/after"
    # What `plan` has to say is its result.
    [[ " ${arguments[*]} " != *" plan "* || $status != 4 ]] || { cat "$work/out" >>"$work/err"; : >"$work/out"; }
    diff "$work/before" "$work/after" >"$work/changed" || fault "changed"
    mend
    [[ ! -s $work/changed || $world != bare ]] || new_host
    judge_exit "$expected" "$status"
    judge_form "$status"
    judge_words "$words"
    conclude "$name" "$status"
}

fault() { faults+=("$*"); }

judge_exit() { # EXPECTED STATUS
    (($1 == $2)) || fault "exit code $2, expected $1"
}

judge_form() { # STATUS
    local said
    said=$(grep -vE '^(warning: |waiting for the others: )' "$work/err" || true)
    [[ $progress == no ]] || said=$(grep -vE "$progress_lines" <<<"$said" || true)
    ! grep -qE 'Exception|^[[:space:]]+at |a bug in' "$work/err" || fault "a stack trace"
    case $1 in
        1|2) is_form '(error: [^\n]+\n  do: [^\n]+\n)+' "$said" || fault "not a line of cause and one of what to do" ;;
        4)   is_form 'refused: [^\n]+\n(  seen: [^\n]+\n)*(  do: [^\n]+\n)+' "$said" || fault "not a refusal's form" ;;
        *)   [[ -z $said ]] || fault "says more than warnings" ;;
    esac
    ! [[ $1 == [124] && -s $work/out && $progress == no ]] || fault "something on standard output"
}

is_form() { # REGEX TEXT
    printf '%s\n' "$2" | perl -0777 -ne 'exit !/\A'"$1"'\z/'
}

judge_words() { # WORDS
    local word
    while IFS= read -r word; do
        [[ -z $word ]] || grep -qE -- "$word" "$work/err" || fault "no line matches: $word"
    done <<<"$1"
}

conclude() { # NAME STATUS
    if ((${#faults[@]} == 0)); then
        passed=$((passed + 1))
        echo "ok $1"
    else
        failed=$((failed + 1))
        echo "FAIL $1"
        printf '    WRONG: %s\n' "${faults[@]}"
    fi
    cut -c 1-400 "$work/err" | sed 's/^/    /'
    if [[ -s $work/changed ]]; then
        echo "    exit $2, changed:"
        head -n 20 "$work/changed" | sed 's/^/        /'
    else
        echo "    exit $2, host unchanged"
    fi
}

# both NAME EXIT WORDS DAMAGE ARGS...: the same of `plan`.
both() {
    bad "$@"
    bad "plan: $1" "$2" "$3" also_plan "${@:4}"
}

also_plan() { "$@"; arguments+=(plan); }
