package io.palinode.server.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palinode.core.BrokenInvariant;
import io.palinode.server.journal.AppendOutcome.Committed;
import io.palinode.server.journal.AppendOutcome.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A journal keeps what it is given, as it was given, and refuses what it cannot keep. */
interface KeptContract extends JournalUnderTest {
  @Test
  default void shouldKeepWhatIsCreatedAppendedAndRemoved() {
    OwnedShard shard = takeOver(join());
    shard.commit(create("a", "a1"), create("b", "b1"), create("c", "c1"));
    shard.commit(append("a", "a1a2", 0), remove("b", 0));
    shard.commit(append("a", "a1a2a3", 1), create("d", "d1"));

    assertThat(shard.sagas()).containsExactlyInAnyOrder("a=a1a2a3@2", "c=c1@0", "d=d1@0");
  }

  @Test
  default void shouldLoadThirtyThousandSagas() {
    OwnedShard shard = takeOver(join());
    for (int batch = 0; batch < 150; batch++) {
      int first = batch * 200;
      shard.commit(
          IntStream.range(first, first + 200)
              .mapToObj(number -> create("saga-" + number, "log " + number))
              .toArray(SagaWrite[]::new));
    }

    List<String> loaded = takeOver(join()).sagas();
    assertThat(loaded).hasSize(30_000);
    assertThat(Set.copyOf(loaded))
        .isEqualTo(
            IntStream.range(0, 30_000)
                .mapToObj(number -> "saga-%1$d=log %1$d@0".formatted(number))
                .collect(Collectors.toSet()));
  }

  @Test
  default void shouldRememberEndedSagasInSegments() {
    OwnedShard shard = takeOver(join());
    shard.commit(List.of(segment(9, "i", true), segment(10, "j", true)), List.of());
    shard.commit(List.of(segment(10, "jj", false), segment(11, "k", true)), List.of(9L));

    List<String> segments = new ArrayList<>();
    takeOver(join())
        .owner
        .journal()
        .loadDone(read -> segments.add(read.number() + "=" + text(read.content()) + read.fresh()));
    assertThat(segments).containsExactly("10=jjfalse", "11=kfalse");
  }

  @Test
  default void shouldKeepTheKeysThatAreCreatedUpdatedAndRemoved() {
    String odd = "lock/customer/a/b%2F:Z\u00fcrich \ud83d\ude00";
    OwnedShard shard = takeOver(join());
    assertThat(
            shard.writeKeys(
                key("lock/customer/a", "a1"), key(odd, "o1"), key("lock/customer/b", "b1")))
        .isEqualTo(new Committed());
    assertThat(
            shard.writeKeys(
                key("lock/customer/a", "a2", 0), new KeyWrite.Remove("lock/customer/b", 0)))
        .isEqualTo(new Committed());

    assertThat(takeOver(join()).keys())
        .containsExactlyInAnyOrder("lock/customer/a=a2@1", odd + "=o1@0");
  }

  @Test
  default void shouldRefuseABatchWhoseKeyIsNotWhatItsOwnerBelieves() {
    OwnedShard shard = takeOver(join());
    shard.writeKeys(key("lock/customer/a", "a1"));

    assertThat(shard.writeKeys(key("lock/customer/b", "b1"), key("lock/customer/a", "a2")))
        .isEqualTo(new Refused("lock/customer/a", "its znode exists already."));
    shard = takeOver(shard.owner);
    assertThat(shard.writeKeys(key("lock/customer/a", "a2", 1)))
        .isEqualTo(new Refused("lock/customer/a", "its znode was changed by somebody else."));
    shard = takeOver(shard.owner);
    assertThat(shard.writeKeys(new KeyWrite.Remove("lock/customer/b", 0)))
        .isEqualTo(new Refused("lock/customer/b", "its znode is gone."));
    assertThat(takeOver(shard.owner).keys()).containsExactly("lock/customer/a=a1@0");
  }

  @Test
  default void shouldRefuseASagaThatExistsAlready() {
    OwnedShard shard = takeOver(join());
    shard.commit(create("a", "a1"));

    assertThat(shard.write(create("a", "a2")))
        .isEqualTo(new Refused("a", "its log exists already."));
    assertThat(shard.sagas()).containsExactly("a=a1@0");
  }

  @Test
  default void shouldRefuseWhatIsTooLargeBeforeItIsSent() {
    OwnedShard shard = takeOver(join());
    String tooLong = "x".repeat(SagaWrite.MAX_LOG_BYTES + 1);
    String half = "x".repeat(Batch.MAX_BYTES / 2);

    assertThatThrownBy(() -> shard.write(create("a", tooLong)))
        .isInstanceOf(BrokenInvariant.class)
        .hasMessageContaining("saga a takes 262,145 bytes");
    assertThatThrownBy(() -> shard.write(create("a", half), create("b", half), create("c", "x")))
        .isInstanceOf(BrokenInvariant.class);
    assertThatThrownBy(() -> shard.write(creates(Batch.MAX_WRITES + 1)))
        .isInstanceOf(BrokenInvariant.class);
    shard.commit(create("a", "x".repeat(SagaWrite.MAX_LOG_BYTES)));
  }

  private SagaWrite[] creates(int count) {
    return IntStream.range(0, count).mapToObj(i -> create("s" + i, "x")).toArray(SagaWrite[]::new);
  }

  private static KeyWrite key(String address, String content) {
    return new KeyWrite.Create(address, content.getBytes(UTF_8));
  }

  private static KeyWrite key(String address, String content, int version) {
    return new KeyWrite.Update(address, content.getBytes(UTF_8), version);
  }

  private static DoneSegment segment(long number, String content, boolean fresh) {
    return new DoneSegment(number, content.getBytes(UTF_8), fresh);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
