package io.github.etcdbootstrap.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.StatusRequest;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** m1's client port, reached through a relay at m4's address. */
class GrpcChannelsTest {
  private static final int PORT = 2379;

  private static final AtomicInteger CONNECTIONS = new AtomicInteger();

  @TempDir static Path temp;
  private static RealEtcd etcd;
  private static ServerSocket relay;
  private static volatile boolean forgotten;
  private GrpcChannels channels;

  @BeforeAll
  static void startTwoOfThree() throws Exception {
    etcd = RealEtcd.prepare(temp);
    etcd.start(1);
    etcd.start(2);
    relay = new ServerSocket();
    relay.bind(new InetSocketAddress(etcd.member(4).address().inet(), PORT));
    AtOnce.daemon(GrpcChannelsTest::relay).start();
    etcd.formed(1);
  }

  @AfterAll
  static void close() throws IOException {
    if (etcd != null) {
      relay.close();
      etcd.close();
    }
  }

  @BeforeEach
  void open() {
    channels = new GrpcChannels(etcd.identity());
    CONNECTIONS.set(0);
  }

  @AfterEach
  void closeChannels() {
    channels.close();
  }

  @Test
  void oneConnectionServesManyCalls() {
    channels.ask(etcd.member(4), GrpcChannelsTest::status);
    channels.ask(etcd.member(4), GrpcChannelsTest::status);

    assertThat(CONNECTIONS).hasValue(1);
  }

  /** As of a host whose power was cut, and that is up again. */
  @Test
  void whoKnowsNothingOfTheConnectionAnyMoreIsAskedOnANewOne() {
    channels.ask(etcd.member(4), GrpcChannelsTest::status);
    forgotten = true;

    channels.ask(etcd.member(4), GrpcChannelsTest::status);

    assertThat(CONNECTIONS).hasValue(2);
  }

  @Test
  void whatEtcdItselfRefusesIsNotAskedTwice() {
    AtomicInteger calls = new AtomicInteger();
    channels.ask(etcd.member(4), GrpcChannelsTest::status);

    assertThatThrownBy(
            () ->
                channels.ask(
                    etcd.member(4),
                    channel -> {
                      calls.incrementAndGet();
                      throw Status.UNAVAILABLE
                          .withDescription("etcdserver: rpc not supported for learner")
                          .asRuntimeException();
                    }))
        .isInstanceOf(StatusRuntimeException.class);

    assertThat(calls).hasValue(1);
    channels.ask(etcd.member(4), GrpcChannelsTest::status);
    assertThat(CONNECTIONS).hasValue(1);
  }

  @Test
  void atTheEndNoThreadWaitsForAnswersAnyMore() {
    Set<Thread> before = loops();
    channels.ask(etcd.member(4), GrpcChannelsTest::status);
    Set<Thread> own = loops();
    own.removeAll(before);
    assertThat(own).hasSize(1);

    channels.end();

    assertThat(own).noneMatch(Thread::isAlive);
  }

  @Test
  void whoseOwnMachineIsSlowIsPatient() {
    assertThat(GrpcChannels.patience(Duration.ofMillis(300))).isEqualTo(Duration.ofSeconds(5));
    assertThat(GrpcChannels.patience(Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(20));
    assertThat(GrpcChannels.patience(Duration.ofMinutes(1))).isEqualTo(Duration.ofMinutes(1));
  }

  private static Set<Thread> loops() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("grpc-"))
        .filter(thread -> !thread.getName().startsWith("grpc-default"))
        .collect(Collectors.toSet());
  }

  private static Object status(Channel channel) {
    return MaintenanceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(60, TimeUnit.SECONDS)
        .status(StatusRequest.getDefaultInstance());
  }

  private static void relay() {
    while (!relay.isClosed()) {
      try {
        Socket from = relay.accept();
        CONNECTIONS.incrementAndGet();
        Socket to = new Socket(etcd.member(1).address().inet(), PORT);
        AtOnce.daemon(() -> pump(from, to)).start();
        AtOnce.daemon(() -> pump(to, from)).start();
      } catch (IOException e) {
        return;
      }
    }
  }

  /** Both ends are closed with one of them. */
  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      byte[] buffer = new byte[1 << 16];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (forgotten) {
          forgotten = false;
          from.setSoLinger(true, 0);
          return;
        }
        to.getOutputStream().write(buffer, 0, count);
      }
    } catch (IOException e) {
      // Closed by the other direction.
    }
  }
}
