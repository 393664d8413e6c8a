module etcd-release

go 1.16

require (
	go.etcd.io/etcd/etcdctl/v3 v3.5.2
	go.etcd.io/etcd/etcdutl/v3 v3.5.2
	go.etcd.io/etcd/server/v3 v3.5.2
)
