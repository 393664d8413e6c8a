# shellcheck shell=bash disable=SC2154,SC2034 # set by world.sh, read by judge.sh
# Where the seed is, the flags that say so, and files of it that are none.

no_seed() {
    enter_world_of_cases bare
    both 'no seed anywhere'                2 'no seed found .*/media/\*'                              empty_stick
    both '--seed names no folder'          2 '--seed /nowhere: there is no folder /nowhere'           arguments_are --seed /nowhere
    bad  '--seed names a file'             2 '--seed /etc/passwd: /etc/passwd is a file'              arguments_are --seed /etc/passwd
    bad  '--seed names an empty folder'    2 '--seed /srv: there is no /srv/cluster.yml'              arguments_are --seed /srv
    bad  '--seed is an address'            2 '--seed https://host/seed: is not supported yet'         arguments_are --seed https://host/seed
    bad  '--seed without a value'          2 'error: .*--seed'                                        arguments_are --seed
    bad  'the variable names no folder'    2 'ETCD_BOOTSTRAP_SEED /nowhere: there is no folder'       variable_is ETCD_BOOTSTRAP_SEED=/nowhere
    bad  'etcd-bootstrap.yml: unknown key' 2 '/etc/etcd-bootstrap.yml:1: `sede` .*'$'\n''did you mean `seed`'  setting_is 'sede: /media/usb\n'
    bad  'etcd-bootstrap.yml: no value'    2 '/etc/etcd-bootstrap.yml:1: `seed` has no value'         setting_is 'seed:\n'
    bad  'etcd-bootstrap.yml: relative'    2 '/etc/etcd-bootstrap.yml:1: `seed` .*not an absolute path'   setting_is 'seed: usb\n'
    bad  'etcd-bootstrap.yml: garbage'     2 '/etc/etcd-bootstrap.yml:1: is not'                      setting_is '\377\376\001'
    bad  'etcd-bootstrap.yml: a folder'    2 '/etc/etcd-bootstrap.yml: is not a file'                    setting_is_folder
    bad  'two media carry a seed'          2 'two media carry a seed: /media/sdb1 and /media/'      two_media
    bad  'unknown flag'                    2 'error: .*--sed'                                         arguments_are --sed /media/usb
    bad  'unknown command'                 2 'error: .*aply'                                          arguments_are aply
    bad  'a colour that is none'           2 'error: .*--color'                                       arguments_are --color blue
    bad  'a word too much'                 2 'error: .*now'                                           arguments_are apply now
    bad  'seed: a folder called cluster.yml' 2 '/media/usb/cluster.yml: is not a file'                   in_place_of cluster.yml folder
    bad  'seed: a FIFO called cluster.yml' 2 '/media/usb/cluster.yml: is not a file'                     in_place_of cluster.yml fifo
    bad  'seed: cluster.yml leads nowhere' 2 '/media/usb/cluster.yml: .* nowhere'                     in_place_of cluster.yml dangling
    bad  'seed: cluster.yml leads out'     2 '/media/usb/cluster.yml: .* leads out of the seed'       in_place_of cluster.yml outward
    bad  'seed: cluster.yml with an I/O error' 1 '/media/usb/cluster.yml: cannot be read: Input/output error' io_error cluster.yml
    bad  'seed: birth.yml is a folder'     2 '/media/usb/birth.yml: is not a file'                       in_place_of birth.yml folder
    bad  'seed: members is a file'         2 '/media/usb/members: is not a folder'                       in_place_of members file
}

# Not while the names are listed: there is no world then.
enter_world_of_cases() { [[ -n $listing ]] || enter_world "$1"; }

empty_stick() { find "$stick" -mindepth 1 -delete; }
arguments_are() { arguments=("$@"); }
variable_is() { variables=("$1"); }
setting_is() { keep /etc/etcd-bootstrap.yml; printf "$1" >"$root/etc/etcd-bootstrap.yml"; }
setting_is_folder() { keep /etc/etcd-bootstrap.yml; mkdir "$root/etc/etcd-bootstrap.yml"; }

two_media() {
    "$hosts" plug 1 "$seed" /media/sdb1
    undo "'$hosts' unplug 1 /media/sdb1; rmdir '$root/media/sdb1'"
}

# Something else of the same name.
in_place_of() { # FILE WHAT
    local file=$stick/$1
    rm -rf "$file"
    case $2 in
        folder)   mkdir "$file" ;;
        fifo)     mkfifo "$file" ;;
        dangling) ln -s nothing-there "$file" ;;
        outward)  ln -s /etc/passwd "$file" ;;
        file)     echo something >"$file" ;;
        large)    head -c 2000000 /dev/zero >"$file" ;;
        empty)    : >"$file" ;;
        garbage)  head -c 700 /dev/urandom >"$file" ;;
    esac
}

# Reading a process's memory at 0 is an I/O error, and the file is a regular one.
io_error() { # FILE
    damage "mount --bind /proc/1/mem '/media/usb/$1'" "umount '/media/usb/$1'"
}
