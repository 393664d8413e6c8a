# shellcheck shell=bash disable=SC2154,SC2034 # set by world.sh, read by judge.sh
# The seed's certificates and keys.

certificates() {
    enter_world_of_cases bare
    local usb=/media/usb me=/media/usb/x-k3s-m-1 nl=$'\n'
    bad  'certs: no ca.pem'                2 "$usb/ca.pem: is missing"                                without ca.pem
    bad  'certs: no key of the peer'       2 "$me-key.pem: is missing"                                without x-k3s-m-1-key.pem
    bad  'certs: no server certificate'    2 "$me-server.pem or .*$usb/server.pem: is missing"        without server.pem server-key.pem
    both 'certs: none at all'              2 "$me.pem or .*: is missing${nl}server.pem: is missing${nl}client.pem: is missing${nl}ca.pem: is missing" without '*.pem'
    bad  'certs: key of another'           2 "$me-key.pem: is not the key of $me.pem"                 copied x-k3s-m-2-key.pem x-k3s-m-1-key.pem
    bad  'certs: certificate of another member' 2 "$me.pem: does not cover 192.168.7.11 .*192.168.7.12" copied_pair x-k3s-m-2 x-k3s-m-1
    bad  'certs: expired'                  2 "$me.pem: is valid from 2020-.* to 2021-.*, but this host's clock says" issued x-k3s-m-1 expired
    bad  'certs: not yet valid'            4 "refused: this host's clock is behind: .*the certificates are valid from 2090-${nl}do: or set it by hand.*date -u -s" looked_at issued server future
    bad  'certs: client expired'           2 "$usb/client.pem: is valid from 2020-"                   issued client expired
    bad  'certs: another authority'        2 "$me.pem: was issued by CN=another.*, which is not in $usb/ca.pem" issued_by_another x-k3s-m-1 another
    bad  'certs: another authority of the same name' 2 "$me.pem: is signed by a different key than that of $usb/ca.pem" issued_by_another x-k3s-m-1 'edge k3s etcd CA'
    bad  'certs: ca.pem is another'        2 "$me.pem: was issued by .*${nl}$usb/server.pem: was issued by .*${nl}$usb/client.pem: was issued by" ca_is another
    bad  'certs: the authority is expired' 2 "$usb/ca.pem: is valid from 2020-"                       ca_is expired
    bad  'certs: the authority is none'    2 "$usb/ca.pem: .* is not an authority's certificate"          ca_is none
    bad  'certs: ca.pem with its key'      2 "$usb/ca.pem: holds a private key beside"                ca_with_key
    bad  'certs: server without clientAuth' 2 "$usb/server.pem: lacks the usage clientAuth"           issued server server-only
    bad  'certs: server without serverAuth' 2 "$usb/server.pem: lacks the usage serverAuth"           issued server client-only
    bad  'certs: peer without clientAuth'  2 "$me.pem: lacks the usage clientAuth"                    issued x-k3s-m-1 server-only
    bad  'certs: client without clientAuth' 2 "$usb/client.pem: lacks the usage clientAuth"           issued client server-only
    bad  'certs: peer without its address' 2 "$me.pem: does not cover 192.168.7.11"                   issued x-k3s-m-1 both x-k3s-m-1.edge.huatai.me 127.0.0.1
    bad  'certs: peer without its name'    2 "$me.pem: does not cover x-k3s-m-1.edge.huatai.me"       issued x-k3s-m-1 both 192.168.7.11 127.0.0.1
    bad  'certs: server without 127.0.0.1' 2 "$usb/server.pem: does not cover 127.0.0.1"              issued server both 192.168.7.11
    bad  'certs: encrypted key'            2 "$me-key.pem: is an encrypted private key"               encrypted x-k3s-m-1-key.pem
    bad  'certs: encrypted key, old form'  2 "$me-key.pem: is an encrypted private key"               encrypted_traditionally x-k3s-m-1-key.pem
    bad  'certs: key of a kind without use' 2 "$me-key.pem: "                                         key_of_dsa x-k3s-m-1-key.pem
    bad  'certs: a key for the certificate' 2 "$me.pem: is a private key, expected a certificate"     copied x-k3s-m-1-key.pem x-k3s-m-1.pem
    bad  'certs: a certificate for the key' 2 "$me-key.pem: is a certificate, expected a private key" copied x-k3s-m-1.pem x-k3s-m-1-key.pem
    bad  'certs: empty'                    2 "$usb/server.pem: is empty, expected -----BEGIN"         in_place_of server.pem empty
    bad  'certs: garbage'                  2 "$usb/server.pem: holds no PEM"                          in_place_of server.pem garbage
    bad  'certs: cut short'                2 "$usb/server.pem: is damaged PEM"                        cut_short server.pem 300
    bad  'certs: DER'                      2 "$usb/server.pem: is binary"                             as_der server.pem
    bad  'certs: a folder'                 2 "$usb/server.pem: is not a file"                            in_place_of server.pem folder
    bad  'certs: a FIFO'                   2 "$usb/ca.pem: is not a file"                                in_place_of ca.pem fifo
    bad  'certs: a link that leads nowhere' 2 "$usb/client.pem: is a link that leads nowhere"         in_place_of client.pem dangling
    bad  'certs: 2 MB'                     2 "$usb/ca.pem: is larger than 1 MiB"                      in_place_of ca.pem large
    bad  'certs: an I/O error'             1 "$usb/x-k3s-m-1-key.pem: .*Input/output error" io_error x-k3s-m-1-key.pem
    bad  'certs: two of them, both told'   2 "$me-key.pem: is not the key${nl}$usb/client.pem: is valid from 2020-" two_certificates_wrong
}

# Authorities and profiles, made once.
certificates_known() {
    local usages='"signing", "key encipherment"' authority
    cat >"$work/profiles.json" <<-END
		{"signing": {"default": {"expiry": "87600h"}, "profiles": {
		    "both":        {"expiry": "87600h", "usages": [$usages, "server auth", "client auth"]},
		    "server-only": {"expiry": "87600h", "usages": [$usages, "server auth"]},
		    "client-only": {"expiry": "87600h", "usages": [$usages, "client auth"]},
		    "expired":     {"expiry": "8760h", "not_before": "2020-01-01T00:00:00Z", "not_after": "2021-01-01T00:00:00Z",
		                    "usages": [$usages, "server auth", "client auth"]},
		    "future":      {"expiry": "8760h", "not_before": "2090-01-01T00:00:00Z", "not_after": "2099-01-01T00:00:00Z",
		                    "usages": [$usages, "server auth", "client auth"]}}}}
	END
    for authority in another 'edge k3s etcd CA'; do
        mkdir "$work/ca of $authority"
        (cd "$work/ca of $authority" && request "$authority" | cfssl gencert -loglevel=3 -initca - | cfssljson -bare ca)
    done
    openssl req -x509 -key "$work/ca/ca-key.pem" -subj "$(subject_of_ca)" -days 3650 \
        -addext 'basicConstraints=critical,CA:FALSE' -out "$work/ca-none.pem" 2>/dev/null
    expired_authority
}

subject_of_ca() { openssl x509 -in "$work/ca/ca.pem" -noout -subject -nameopt compat | sed 's/^subject=//; s/^ //'; }

# With the key and the name of the right one.
expired_authority() {
    mkdir "$work/expired"
    (
        cd "$work/expired" || exit
        : >index
        openssl req -new -key ../ca/ca-key.pem -subj "$(subject_of_ca)" -out request 2>/dev/null
        printf '%s\n' '[ca]' 'default_ca=a' '[a]' 'database=index' 'policy=p' 'default_md=sha256' 'serial=serial' 'unique_subject=no' \
            '[p]' 'C=optional' 'O=optional' 'OU=optional' 'CN=supplied' '[x]' 'basicConstraints=critical,CA:TRUE' >config
        openssl ca -batch -config config -selfsign -keyfile ../ca/ca-key.pem -in request -extensions x -create_serial \
            -notext -preserveDN -outdir . -startdate 20200101000000Z -enddate 20210101000000Z -out ../ca-expired.pem 2>/dev/null
    )
}

request() { # CN HOST...
    local cn=$1 hosts
    shift
    hosts=$(printf '"%s", ' "$@")
    echo "{\"CN\": \"$cn\", \"hosts\": [${hosts%, }], \"key\": {\"algo\": \"ecdsa\", \"size\": 256}," \
        '"names": [{"C": "CN", "O": "edge", "OU": "k3s"}]}'
}

# Issued again for its own hosts, unless others are named.
issued() { # FILE PROFILE [HOST...]
    issued_in "$work/ca" "$@"
}

issued_in() { # CA FILE PROFILE [HOST...]
    local ca=$1 file=$2 profile=$3
    shift 3
    case $#$file in
        0server) set -- etcd.edge.huatai.me 192.168.7.{11,12,13} 127.0.0.1 ;;
        0client) set -- '' ;;
        0*)      set -- "$file.edge.huatai.me" "$file" 192.168.7.11 127.0.0.1 ;;
    esac
    request "$file" "$@" | cfssl gencert -loglevel=3 -ca "$ca/ca.pem" -ca-key "$ca/ca-key.pem" \
        -config "$work/profiles.json" -profile "$profile" - | (cd "$stick" && cfssljson -bare "$file" && rm "$file.csr")
}

issued_by_another() { issued_in "$work/ca of $2" "$1" both; }

ca_is() {
    case $1 in
        another) cp "$work/ca of another/ca.pem" "$stick/ca.pem" ;;
        *)       cp "$work/ca-$1.pem" "$stick/ca.pem" ;;
    esac
}

ca_with_key() { cat "$work/ca/ca-key.pem" >>"$stick/ca.pem"; }
looked_at() { "$@"; arguments=(plan); } # without the waiting
without() { (cd "$stick" && rm -f $*); } # shellcheck disable=SC2048,SC2086
copied() { cp "$stick/$1" "$stick/$2"; }
copied_pair() { copied "$1.pem" "$2.pem"; copied "$1-key.pem" "$2-key.pem"; }
cut_short() { truncate -s "$2" "$stick/$1"; }
as_der() { openssl x509 -in "$seed/$1" -outform DER -out "$stick/$1"; }
encrypted() { openssl pkcs8 -topk8 -in "$seed/$1" -passout pass:secret -out "$stick/$1"; }
encrypted_traditionally() { openssl ec -in "$seed/$1" -aes128 -passout pass:secret -out "$stick/$1" 2>/dev/null; }

key_of_dsa() {
    openssl dsaparam -out "$work/dsa" 1024 2>/dev/null
    openssl gendsa -out "$stick/$1" "$work/dsa" 2>/dev/null
}

two_certificates_wrong() { copied x-k3s-m-2-key.pem x-k3s-m-1-key.pem; issued client expired; }
