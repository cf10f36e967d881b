package io.palinode.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.WireRecord;
import io.palinode.server.transport.Weight;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublicationsTest {
  private static final Sending RECORD = new Sending.Forward("test.starts", Orders.start("a"));

  private final Publications publications = new Publications(4);

  @Test
  void shouldMoveOnOnlyWhenEveryRecordOfABatchIsAcknowledged() {
    begin(5, 2);

    publications.acknowledged(5, RECORD);
    assertThat(publications.through()).isEqualTo(4);
    assertThat(publications.isSettled()).isFalse();

    publications.acknowledged(5, RECORD);
    assertThat(publications.through()).isEqualTo(5);
    assertThat(publications.isSettled()).isTrue();
  }

  @Test
  void shouldNotMovePastWhatIsSentAgainBeforeAllOfItIsSentAndAcknowledged() {
    publications.open(5);
    publications.add(RECORD);
    publications.acknowledged(5, RECORD);
    assertThat(publications.through()).isEqualTo(4);

    publications.add(RECORD);
    publications.close();
    assertThat(publications.through()).isEqualTo(4);

    publications.acknowledged(5, RECORD);
    assertThat(publications.through()).isEqualTo(5);
    assertThat(publications.noteworthy()).isEqualTo(5);
    assertThat(publications.isSettled()).isTrue();
  }

  @Test
  void shouldNotMovePastAnOlderBatchThatIsNotAcknowledged() {
    begin(5, 1);
    begin(6, 1);
    begin(7, 0);

    publications.acknowledged(6, RECORD);
    assertThat(publications.through()).isEqualTo(4);

    publications.acknowledged(5, RECORD);
    assertThat(publications.through()).isEqualTo(7);
  }

  @Test
  void shouldCountABatchWithoutRecordsAsPublishedButNotAsNews() {
    begin(5, 1);
    publications.acknowledged(5, RECORD);
    begin(6, 0);

    assertThat(publications.through()).isEqualTo(6);
    assertThat(publications.noteworthy()).isEqualTo(5);
  }

  @Test
  void shouldHaveNewsAgainAfterTheNextRecord() {
    begin(5, 0);
    assertThat(publications.noteworthy()).isZero();

    begin(6, 1);
    publications.acknowledged(6, RECORD);

    assertThat(publications.noteworthy()).isEqualTo(6);
  }

  @Test
  void shouldTakeNoMoreThanSoManyBytesWithoutAcknowledgement() {
    int fits = (int) (Publications.MAX_UNACKNOWLEDGED / Weight.of(RECORD.record()));
    begin(5, fits);
    assertThat(publications.hasRoom()).isTrue();

    begin(6, 1);
    assertThat(publications.hasRoom()).isFalse();

    publications.acknowledged(6, RECORD);
    assertThat(publications.hasRoom()).isTrue();
  }

  @Test
  void shouldCountARecordThatIsReplacedAsTheOneThatIsSent() {
    Sending large = new Sending.Forward("t", new WireRecord("a", Map.of(), new byte[9 << 20]));
    publications.begin(5, List.of(large));
    assertThat(publications.hasRoom()).isFalse();

    publications.replaced(large, RECORD);
    assertThat(publications.hasRoom()).isTrue();
    publications.acknowledged(5, RECORD);
    assertThat(publications.isSettled()).isTrue();
  }

  @Test
  void shouldTellASuccessorNothingNewOnceFrozen() {
    publications.freeze();
    begin(5, 1);
    publications.acknowledged(5, RECORD);

    assertThat(publications.through()).isEqualTo(4);
    assertThat(publications.noteworthy()).isZero();
    assertThat(publications.isSettled()).isTrue();
  }

  private void begin(long batch, int records) {
    publications.begin(batch, Collections.nCopies(records, RECORD));
  }
}
