package io.palinode.server;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The arrows that are allowed between packages, and what may be called where.
 *
 * <ul>
 *   <li>It sees the main code on this module's class path: the saga API, the core, the server and
 *       the embedded servers.
 *   <li>A new package under {@code io.palinode.server} belongs in one of the lists below.
 * </ul>
 */
@AnalyzeClasses(packages = "io.palinode", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String CORE = "io.palinode.core..";
  private static final String SAGA = "io.palinode.saga..";
  private static final String MESSAGE = "io.palinode.message..";
  private static final String EMBEDDED = "io.palinode.embedded..";
  private static final String RUNTIME = "io.palinode.server.runtime..";
  private static final String OPS = "io.palinode.server.ops..";
  private static final String BOOTSTRAP = "io.palinode.server.bootstrap..";

  private static final String PORTS = "io.palinode.server.[journal|transport|coordination]";
  private static final String ADAPTERS = PORTS + ".*..";
  private static final String ZOOKEEPER_JOURNAL = "io.palinode.server.journal.zookeeper..";
  private static final String CURATOR_COORDINATION = "io.palinode.server.coordination.curator..";
  private static final String KAFKA_TRANSPORT = "io.palinode.server.transport.kafka..";
  private static final String KAFKA_STARTS = "io.palinode.server.starts..";
  private static final String KAFKA_SHARED = "io.palinode.kafka..";
  private static final String KAFKA_PARTICIPANT = "io.palinode.participant.kafka..";
  private static final String KAFKA_CLIENT = "io.palinode.client.kafka..";

  @ArchTest
  static final ArchRule coreIsPure =
      classes()
          .that()
          .resideInAPackage(CORE)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(CORE, SAGA, MESSAGE)
                  .or(
                      resideInAnyPackage(
                          "java.lang..", "java.util", "java.util.function", "java.util.stream"))
                  .or(equivalentTo(Duration.class))
                  .or(resideInAPackage("org.jspecify.annotations")))
          .because(
              "a decision that depends on its arguments alone can be replayed from the journal");

  @ArchTest
  static final ArchRule definitionsKnowNoLaterLayer =
      noClasses()
          .that()
          .resideInAnyPackage(SAGA, MESSAGE)
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.palinode..").and(not(resideInAnyPackage(SAGA, MESSAGE))))
          .because(
              "participants compile against the words of a saga and against nothing behind them");

  @ArchTest
  static final ArchRule kafkaStaysInItsAdapters =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              KAFKA_SHARED,
              KAFKA_PARTICIPANT,
              KAFKA_CLIENT,
              KAFKA_TRANSPORT,
              KAFKA_STARTS,
              EMBEDDED)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka..")
          .because(
              "the DSL, the ports and the shard loop must run without a broker, in virtual time");

  @ArchTest
  static final ArchRule zooKeeperStaysInItsAdapters =
      noClasses()
          .that()
          .resideOutsideOfPackages(ZOOKEEPER_JOURNAL, CURATOR_COORDINATION, BOOTSTRAP, EMBEDDED)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.zookeeper..")
          .because("a second journal must cost one package, not a search through the server");

  @ArchTest
  static final ArchRule curatorStaysInItsAdapter =
      noClasses()
          .that()
          .resideOutsideOfPackages(CURATOR_COORDINATION, BOOTSTRAP, EMBEDDED)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.curator..")
          .because(
              "Curator retries on its own, and a journal write that is retried loses its fence");

  @ArchTest
  static final ArchRule portsSpeakOurLanguageOnly =
      classes()
          .that()
          .resideInAPackage(PORTS)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              PORTS,
              CORE,
              SAGA,
              MESSAGE,
              "java..",
              "org.jspecify.annotations",
              "com.fasterxml.jackson.core..")
          .because(
              "a library's type in a port makes every fake and every second adapter import it;"
                  + " Jackson's streams alone serve inside it, for the log is JSON by contract");

  @ArchTest
  static final ArchRule adaptersKnowTheirPortAlone =
      noClasses()
          .that()
          .resideInAPackage(ADAPTERS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(RUNTIME, OPS, BOOTSTRAP)
          .because("an adapter that calls back into the shard loop has a second way in");

  @ArchTest
  static final ArchRule adaptersDoNotKnowEachOther =
      slices()
          .matching("io.palinode.server.(journal|transport|coordination).(*)..")
          .should()
          .notDependOnEachOther()
          .because("each adapter must be replaceable, and knows exactly one client library");

  @ArchTest
  static final ArchRule topicStartsAreClientsLikeOthers =
      noClasses()
          .that()
          .resideInAPackage(KAFKA_STARTS)
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.palinode.server..").and(not(resideInAPackage(KAFKA_STARTS))))
          .because("a start that goes round the topic of starts goes round the journal");

  @ArchTest
  static final ArchRule runtimeSeesCoreAndPorts =
      noClasses()
          .that()
          .resideInAPackage(RUNTIME)
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.palinode..")
                  .and(not(resideInAnyPackage(RUNTIME, CORE, SAGA, MESSAGE, PORTS))))
          .because("the simulation drives the same shard loop over fakes of every port");

  @ArchTest
  static final ArchRule nothingDependsOnBootstrap =
      noClasses()
          .that()
          .resideOutsideOfPackage(BOOTSTRAP)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(BOOTSTRAP)
          .because("the one package that sees everything must be seen by none, or all are one");

  @ArchTest
  static final ArchRule timeIdentityAndChanceAreArguments =
      noClasses()
          .that(
              resideInAnyPackage(CORE, SAGA, MESSAGE, RUNTIME, PORTS)
                  .or(
                      resideInAPackage("io.palinode.participant..")
                          .and(not(resideInAPackage(KAFKA_PARTICIPANT)))))
          .should()
          .accessTargetWhere(
              describe("it reads a clock, rolls dice or sleeps", ArchitectureTest::isImpure))
          .because("tests and the simulation own time, identity and chance, so a failure replays");

  @ArchTest
  static final ArchRule namesSayWhatAThingIs =
      noClasses()
          .should(
              be(describe("named Impl, Manager, Util, Helper or Base", ArchitectureTest::isVague)))
          .because("such a name says how a class is used, never what it knows");

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices()
          .matching("io.palinode.(**)")
          .should()
          .beFreeOfCycles()
          .because("packages that need each other are one package with two names");

  private static final Pattern VAGUE_NAME =
      Pattern.compile(".*(Impl|Manager|Utils?|Helper)|Base([A-Z].*)?");

  private static final Set<String> UNSEEDED =
      Set.of(
          "java.lang.Math.random()",
          "java.util.Collections.shuffle(java.util.List)",
          "java.util.Random.<init>()",
          "java.util.SplittableRandom.<init>()",
          "java.util.UUID.randomUUID()");

  private static boolean isVague(JavaClass type) {
    return VAGUE_NAME.matcher(type.getSimpleName()).matches();
  }

  private static boolean isImpure(JavaAccess<?> access) {
    return readsClock(access) || rollsDice(access) || sleeps(access);
  }

  private static boolean readsClock(JavaAccess<?> access) {
    JavaClass owner = access.getTargetOwner();
    String name = access.getTarget().getName();
    if (owner.isEquivalentTo(System.class)) {
      return name.equals("currentTimeMillis") || name.equals("nanoTime");
    }
    if (owner.isEquivalentTo(Clock.class)) {
      return name.startsWith("system") || name.startsWith("tick");
    }
    return owner.getPackageName().equals("java.time") && name.equals("now");
  }

  private static boolean rollsDice(JavaAccess<?> access) {
    JavaClass owner = access.getTargetOwner();
    return owner.isEquivalentTo(ThreadLocalRandom.class)
        || owner.isEquivalentTo(SecureRandom.class)
        || UNSEEDED.contains(access.getTarget().getFullName());
  }

  private static boolean sleeps(JavaAccess<?> access) {
    JavaClass owner = access.getTargetOwner();
    return access.getTarget().getName().equals("sleep")
        && (owner.isEquivalentTo(Thread.class) || owner.isEquivalentTo(TimeUnit.class));
  }
}
