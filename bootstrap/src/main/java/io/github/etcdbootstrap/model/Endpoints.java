package io.github.etcdbootstrap.model;

import java.net.URI;
import java.util.List;

/**
 * Where one member listens and what it tells others, as values: on a Pi its address and 127.0.0.1,
 * in a lab an address of 127.x of its own.
 *
 * @param listenPeer etcd wants IPs here ("expected IP in URL for binding")
 * @param listenClients URLs, as all of them: https://192.168.7.11:2379
 * @param metrics answers without TLS on loopback, also without a quorum
 */
public record Endpoints(
    String listenPeer,
    List<String> listenClients,
    String advertisePeer,
    String advertiseClient,
    URI metrics) {
  public Endpoints {
    listenClients = List.copyOf(listenClients);
  }
}
