package io.github.etcdbootstrap;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;

/** The arrows of the design, and what each package may touch. */
@AnalyzeClasses(
    packages = ArchitectureTest.ROOT,
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  static final String ROOT = "io.github.etcdbootstrap";

  private static final String TEXT = ROOT + ".text";
  private static final String MODEL = ROOT + ".model";
  private static final String PLAN = ROOT + ".plan";
  private static final String HOST = ROOT + ".host";
  private static final String ETCD = ROOT + ".etcd";
  private static final String PKI = ROOT + ".pki";
  private static final String SEED = ROOT + ".seed";
  private static final String CLI = ROOT + ".cli";

  /** cli → everything · host, etcd, pki, seed → plan → model → text. */
  @ArchTest static final ArchRule textIsBelowAll = knowsOnly(TEXT);

  @ArchTest static final ArchRule modelsArrows = knowsOnly(MODEL, TEXT);
  @ArchTest static final ArchRule plansArrows = knowsOnly(PLAN, MODEL, TEXT);
  @ArchTest static final ArchRule hostsArrows = knowsOnly(HOST, PLAN, MODEL, TEXT);
  @ArchTest static final ArchRule etcdsArrows = knowsOnly(ETCD, PLAN, MODEL, TEXT);
  @ArchTest static final ArchRule pkisArrows = knowsOnly(PKI, PLAN, MODEL, TEXT);
  @ArchTest static final ArchRule seedsArrows = knowsOnly(SEED, PLAN, MODEL, TEXT);

  @ArchTest
  static final ArchRule everyClassIsInOneOfTheEightPackages =
      classes().should().resideInAnyPackage(TEXT, MODEL, PLAN, HOST, ETCD, PKI, SEED, CLI);

  @ArchTest
  static final ArchRule noCycles =
      slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true);

  /** InetAddress parses literals; a stream is what a port hands over, never a file's. */
  @ArchTest
  static final ArchRule modelAndPlanKnowOnlyValuesAndPorts =
      classes()
          .that()
          .resideInAnyPackage(MODEL, PLAN)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(TEXT, MODEL, PLAN)
                  .or(resideInAnyPackage("java.util", "java.util.function", "java.util.stream"))
                  .or(resideInAnyPackage("java.util.regex", "java.lang..", "java.nio.charset"))
                  .or(resideInAnyPackage("java.time", "java.security"))
                  .or(belongToAnyOf(URI.class, InetAddress.class, UnknownHostException.class))
                  .or(belongToAnyOf(X509ExtendedKeyManager.class, X509TrustManager.class))
                  .or(belongToAnyOf(ByteBuffer.class, Serializable.class))
                  .or(belongToAnyOf(IOException.class, UncheckedIOException.class))
                  .or(belongToAnyOf(InputStream.class, OutputStream.class))
                  .or(type(byte[].class).or(type(char[].class)).or(type(int[].class)))
                  .and(not(belongToAnyOf(Runtime.class, Process.class, ProcessHandle.class)))
                  .and(not(belongToAnyOf(ProcessBuilder.class, Random.class))))
          .allowEmptyShould(true)
          .because("a plan is made of facts alone, and everything else goes through the ports");

  @ArchTest
  static final ArchRule onlyTheClockReadsTheTimeOfDay =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(CLI + ".SystemClock")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .dependOnClassesThat(belongToAnyOf(Clock.class))
          .because("all that a run waits for goes through the port Clock");

  @ArchTest
  static final ArchRule modelAndPlanDoNotWaitOrMeasure =
      noClasses()
          .that()
          .resideInAnyPackage(TEXT, MODEL, PLAN)
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "getenv", String.class)
          .orShould()
          .callMethod(System.class, "getProperty", String.class)
          .allowEmptyShould(true);

  /** No path of the managed machine is a Path outside host; seed's own folder is its medium. */
  @ArchTest
  static final ArchRule filesAreTheHostsAndTheSeeds =
      noClasses()
          .that()
          .resideOutsideOfPackages(HOST, SEED)
          .and()
          .doNotHaveFullyQualifiedName(CLI + ".LiveSessions")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.nio.file..", "java.nio.channels")
                  .or(belongToAnyOf(java.io.File.class, java.io.RandomAccessFile.class))
                  .or(belongToAnyOf(java.io.FileInputStream.class, java.io.FileReader.class))
                  .or(belongToAnyOf(java.io.FileOutputStream.class, java.io.FileWriter.class)));

  @ArchTest
  static final ArchRule oneClassStartsProcesses =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(HOST + ".Commands")
          .should()
          .dependOnClassesThat(
              belongToAnyOf(ProcessBuilder.class)
                  .or(type(org.apache.commons.exec.Executor.class))
                  .or(type(org.apache.commons.exec.DefaultExecutor.class))
                  .or(type(org.apache.commons.exec.CommandLine.class)))
          .orShould()
          .callMethod(Runtime.class, "exec", String.class)
          .orShould()
          .callMethod(Runtime.class, "exec", String[].class);

  @ArchTest static final ArchRule commonsExec = only(HOST, "org.apache.commons.exec..");

  /** grpc logs through java.util.logging: that is silenced where grpc is used. */
  @ArchTest
  static final ArchRule jetcdAndWhatItBrings =
      only(
          ETCD,
          "io.etcd..",
          "io.grpc..",
          "io.netty..",
          "io.vertx..",
          "com.google.protobuf..",
          "java.util.logging..",
          "org.slf4j..");

  @ArchTest static final ArchRule commonsCompress = only(ETCD, "org.apache.commons.compress..");

  @ArchTest static final ArchRule bouncyCastle = only(PKI, "org.bouncycastle..");

  @ArchTest static final ArchRule snakeYaml = only(TEXT, "org.yaml..");

  @ArchTest static final ArchRule picocli = only(CLI, "picocli..");

  /** Json reads and writes; cli builds what `--json` prints, etcd takes peers' pages apart. */
  @ArchTest
  static final ArchRule gson =
      noClasses()
          .that()
          .resideOutsideOfPackages(TEXT, ETCD, CLI)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.google.gson..");

  @ArchTest
  static final ArchRule gsonsTextIsJsons =
      noClasses()
          .that(not(belongToAnyOf(io.github.etcdbootstrap.text.Json.class)))
          .should()
          .dependOnClassesThat(
              belongToAnyOf(
                  com.google.gson.Gson.class,
                  com.google.gson.GsonBuilder.class,
                  com.google.gson.JsonParser.class));

  @ArchTest
  static final ArchRule onlyCliPrints =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLI)
          .should(ACCESS_STANDARD_STREAMS)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule onlyMainEndsTheProgram =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(CLI + ".Main")
          .and()
          .doNotHaveFullyQualifiedName(CLI + ".Launcher")
          .should()
          .callMethod(System.class, "exit", int.class);

  @ArchTest
  static final ArchRule chanceIsDrawnByTheHost =
      noClasses()
          .that()
          .resideOutsideOfPackage(HOST)
          .and()
          .doNotHaveFullyQualifiedName(PKI + ".Drawn")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Random.class)
          .orShould()
          .callMethod(Math.class, "random")
          .because("what is drawn must be drawable in a simulated world too");

  @ArchTest
  static final ArchRule namesSayWhatAClassIs =
      noClasses().should().haveNameMatching(".*(Utils?|Helpers?|Impl)");

  private static ArchRule knowsOnly(String home, String... below) {
    return noClasses()
        .that()
        .resideInAPackage(home)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(ROOT + "..")
                .and(not(resideInAnyPackage(home)))
                .and(not(resideInAnyPackage(below))))
        .allowEmptyShould(true);
  }

  private static ArchRule only(String home, String... library) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(home)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(library)
        .allowEmptyShould(true);
  }
}
