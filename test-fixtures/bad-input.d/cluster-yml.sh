# shellcheck shell=bash disable=SC2154,SC2034 # set by world.sh, read by judge.sh
# cluster.yml and the owner's template: what stands in them.

cluster_yml() {
    enter_world_of_cases bare
    local yml=/media/usb/cluster.yml tab=$'\t' nl=$'\n'
    both 'yml: empty'                      2 "$yml: is empty"                                         yml_is ''
    bad  'yml: comments only'              2 "$yml: is empty"                                         yml_is '# nothing\n'
    bad  'yml: a list at the top'          2 "$yml:1: expected .key: value. lines"                    yml_is '- cluster\n- members\n'
    bad  'yml: unknown key, one letter off' 2 "$yml:2: .membres. is not a key.*${nl}did you mean .members." yml_edit 's/^members/membres/'
    bad  'yml: unknown key, one letter less' 2 "$yml:3: .domin. is not a key.*${nl}did you mean .domain." yml_edit 's/^domain/domin/'
    bad  'yml: unknown key below etcd'     2 "$yml:[0-9]+: .etcd.verison. is not a key${nl}did you mean .version." yml_edit 's/^  version/  verison/'
    bad  'yml: a key in capitals'          2 "did you mean .service."                                 yml_edit 's/^service/Service/'
    bad  'yml: unknown key like no other'  2 ".colour. is not a key${nl}known keys: cluster, data-dir" yml_add 'colour: blue'
    bad  'yml: unknown key of tuning'      2 ".tuning.hartbeat-interval. is unknown to etcd 3.5.2${nl}did you mean .heartbeat-interval." yml_add 'tuning: {hartbeat-interval: 500}'
    bad  'yml: a key of the program in tuning' 2 '.tuning.initial-cluster. cannot be set here'        yml_add 'tuning: {initial-cluster: a}'
    bad  'yml: a dangerous key in tuning'  2 '.tuning.unsafe-no-fsync. cannot be set here'            yml_add 'tuning: {unsafe-no-fsync: true}'
    bad  'yml: no cluster'                 2 '.cluster. is missing'                                   yml_edit '/^cluster/d'
    bad  'yml: cluster is a number'        2 "$yml:1: .cluster. is a whole number .12."               yml_edit 's/^cluster.*/cluster: 12/'
    bad  'yml: cluster has a blank'        2 '.cluster. is my cluster, expected letters'              yml_edit 's/^cluster.*/cluster: my cluster/'
    bad  'yml: members is a list'          2 '.members. is a list, expected keys'                     yml_edit 's/^members.*/members: [x-k3s-m-1]/'
    bad  'yml: members has no value'       2 '.members. has no value'                                 yml_edit 's/^members.*/members:/'
    bad  'yml: eight members'              2 '.members. has 8 members, expected 1 to 7'               yml_edit "s/^members.*/members: {$(many_members 8)}/"
    bad  'yml: manage-hosts is a word'     2 '.manage-hosts. is a string .maybe., expected true or false' yml_edit 's/^manage.*/manage-hosts: maybe/'
    bad  'yml: sources is no list'         2 '.etcd.sources. is a string .*, expected a list'         yml_edit 's|^etcd:|etcd:\n  sources: https://mirror/etcd|'
    bad  'yml: a source that is none'      2 '.etcd.sources. has ftp://mirror/, expected the base'    yml_edit 's|^etcd:|etcd:\n  sources: ["ftp://mirror/"]|'
    bad  'yml: tuning in quotes'           2 '.tuning.heartbeat-interval. is a string .500., expected a whole number' yml_add 'tuning: {heartbeat-interval: "500"}'
    bad  'yml: election below heartbeat'   2 '.tuning.election-timeout. does not fit'                 yml_add 'tuning: {heartbeat-interval: 500, election-timeout: 500}'
    bad  'yml: the same member twice'      2 "$yml:2: .x-k3s-m-1. stands here a second time"          members_are 'x-k3s-m-1: 192.168.7.11, x-k3s-m-1: 192.168.7.12'
    bad  'yml: the same address twice'     2 '.members.x-k3s-m-2. has 192.168.7.11, which is already the address of x-k3s-m-1' members_are 'x-k3s-m-1: 192.168.7.11, x-k3s-m-2: 192.168.7.11'
    bad  'yml: the same name, short and full' 2 '.members.x-k3s-m-1.edge. means the same host as x-k3s-m-1' members_are 'x-k3s-m-1: 192.168.7.11, x-k3s-m-1.edge: 192.168.7.12'
    bad  'yml: a member called server'     2 '.members.server.'                                       members_are 'server: 192.168.7.11'
    bad  'yml: an octet of 256'            2 '.members.x-k3s-m-1. has 192.168.7.256, expected an IPv4 or IPv6 address' members_are 'x-k3s-m-1: 192.168.7.256'
    bad  'yml: a name for an address'      2 '.members.x-k3s-m-1. has pi.local, expected an IPv4'     members_are 'x-k3s-m-1: pi.local'
    bad  'yml: the address of nobody'      2 '.members.x-k3s-m-1. has 0.0.0.0, which is not an address'   members_are 'x-k3s-m-1: 0.0.0.0'
    bad  'yml: an even count is warned of' 3 'warning: 2 members tolerate no more failures than 1 would'  even_count
    bad  'yml: version 3.6'                2 '.etcd.version. is 3.6.1, but only etcd 3.5 is supported'                         yml_edit 's/^  version.*/  version: 3.6.1/'
    bad  'yml: version of two parts'       2 '.etcd.version. is a decimal number .3.5.'               yml_edit 's/^  version.*/  version: 3.5/'
    bad  'yml: version that nobody made'   2 '3.5.99'                                                 yml_edit 's/^  version.*/  version: 3.5.99/;/sha256/d'
    bad  'yml: a sum that is none'         2 '.etcd.sha256.amd64. is .*, expected 64 hex digits'      yml_edit 's/^  sha256.*/  sha256: {amd64: "123"}/'
    bad  'yml: data-dir is relative'       2 "$yml:[0-9]+: .data-dir. .*var/lib/etcd"                 yml_add 'data-dir: var/lib/etcd'
    bad  'yml: data-dir is the root'       2 '.data-dir.'                                             yml_add 'data-dir: /'
    bad  'yml: data-dir is /etc'           2 '.data-dir.'                                             yml_add 'data-dir: /etc'
    bad  'yml: data-dir in memory'         4 'refused: /mnt/etcd lies on tmpfs'                       data_dir_in_memory
    bad  'yml: data-dir is a file'         2 '/srv/etcd is a file, expected a folder'                 data_dir_is_file
    bad  'yml: a domain that is none'      2 '.domain. is edge_huatai., expected a host name'         yml_edit 's/^domain.*/domain: edge_huatai./'
    bad  'yml: service is a member'        2 '.service. is x-k3s-m-1.edge.huatai.me, which is the member' yml_edit 's/^service.*/service: x-k3s-m-1.edge.huatai.me/'
    bad  'yml: tabs'                       2 "$yml:3: is not valid YAML"                              yml_is "cluster: a\nmembers:\n${tab}x-k3s-m-1: 192.168.7.11\n"
    bad  'yml: a bracket is missing'       2 "$yml:[0-9]+: is not valid YAML"                         yml_edit 's/^members:.*/members: {x-k3s-m-1: 192.168.7.11/'
    bad  'yml: an anchor'                  2 "$yml:2: anchors and aliases"                            yml_is 'cluster: a\nmembers: &m {x-k3s-m-1: 192.168.7.11}\n'
    bad  'yml: a billion laughs'           2 "$yml:1: anchors and aliases"                            billion_laughs
    bad  'yml: 50 MB'                      2 "$yml: is larger than 1 MiB"                             fifty_megabytes
    bad  'yml: nested a thousand deep'     2 "$yml: is nested more than"                              yml_is "a: $(printf '[%.0s' {1..1000})\n"
    bad  'yml: not UTF-8'                  2 "$yml:1: is not UTF-8 text"                              yml_is 'cluster: gr\374n\n'
    bad  'yml: UTF-16'                     2 "$yml:1: is not UTF-8 text"                              utf_16
    bad  'yml: a control character'        2 "$yml:1: has the control character U\\+0000"             yml_is 'cluster: a\000b\n'
    bad  'yml: two documents'              2 "$yml:[0-9]+: a second document begins here"             yml_add '---\ncluster: b'
    bad  'yml: a tag'                      2 "$yml:1: the tag"                                        yml_is 'cluster: !!binary aGFsbG8=\n'
    both 'yml: all that is wrong, at once' 2 ".membres. is not a key${nl}.cluster. is a whole number${nl}.members. is missing${nl}.manage-hosts. is a string${nl}.etcd.version. is 3.6.1${nl}.data-dir.${nl}.tuning.snapshot-cuont." all_wrong
    bad  'template: unknown key'           2 "/media/usb/conf.yml.in:1: .snapshot-cuont.${nl}did you mean .snapshot-count." template_is 'snapshot-cuont: 5000\n'
    bad  'template: wrong type'            2 '/media/usb/conf.yml.in:1: .snapshot-count. is a string' template_is 'snapshot-count: many\n'
    bad  'template: bad YAML'              2 '/media/usb/conf.yml.in:2: is not valid YAML'            template_is 'a: [\n'
}

yml_is() { printf -- "$1" >"$stick/cluster.yml"; }
yml_edit() { sed -i "$1" "$stick/cluster.yml"; }
yml_add() { printf -- "$1\n" >>"$stick/cluster.yml"; }
members_are() { yml_edit "s/^members.*/members: {$1}/"; }
template_is() { printf "$1" >"$stick/conf.yml.in"; }
utf_16() { iconv -t UTF-16 "$seed/cluster.yml" >"$stick/cluster.yml"; }
fifty_megabytes() { { cat "$seed/cluster.yml"; head -c 50000000 /dev/zero | tr '\0' '#'; } >"$stick/cluster.yml"; }
data_dir_is_file() { yml_add 'data-dir: /srv/etcd'; file_at /srv/etcd; }
data_dir_in_memory() { yml_add 'data-dir: /mnt/etcd'; no_room /mnt 1g; }

even_count() {
    members_are 'x-k3s-m-1: 192.168.7.11, x-k3s-m-2: 192.168.7.12'
    arguments=(plan)
}

many_members() { # COUNT
    local i list=''
    for ((i = 1; i <= $1; i++)); do list+="${list:+, }x-k3s-m-$i: 192.168.7.$((10 + i))"; done
    echo "$list"
}

billion_laughs() {
    local i
    {
        echo 'a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]'
        for i in {1..9}; do echo "a$i: &a$i [$(for _ in {1..10}; do printf '*a%s, ' $((i - 1)); done)]"; done
    } >"$stick/cluster.yml"
}

all_wrong() {
    yml_edit 's/^members/membres/; s/^cluster.*/cluster: 12/; s/^manage.*/manage-hosts: maybe/; s/^  version.*/  version: 3.6.1/'
    yml_add 'data-dir: here\ntuning: {snapshot-cuont: 10}'
}
