package io.palinode.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PublicationsTest {
  private final Publications publications = new Publications(4);

  @Test
  void shouldMoveOnOnlyWhenEveryRecordOfABatchIsAcknowledged() {
    publications.begin(5, 2);

    publications.acknowledged(5);
    assertThat(publications.through()).isEqualTo(4);
    assertThat(publications.isSettled()).isFalse();

    publications.acknowledged(5);
    assertThat(publications.through()).isEqualTo(5);
    assertThat(publications.isSettled()).isTrue();
  }

  @Test
  void shouldNotMovePastAnOlderBatchThatIsNotAcknowledged() {
    publications.begin(5, 1);
    publications.begin(6, 1);
    publications.begin(7, 0);

    publications.acknowledged(6);
    assertThat(publications.through()).isEqualTo(4);

    publications.acknowledged(5);
    assertThat(publications.through()).isEqualTo(7);
  }

  @Test
  void shouldCountABatchWithoutRecordsAsPublishedButNotAsNews() {
    publications.begin(5, 1);
    publications.acknowledged(5);
    publications.begin(6, 0);

    assertThat(publications.through()).isEqualTo(6);
    assertThat(publications.noteworthy()).isEqualTo(5);
  }

  @Test
  void shouldHaveNewsAgainAfterTheNextRecord() {
    publications.begin(5, 0);
    assertThat(publications.noteworthy()).isZero();

    publications.begin(6, 1);
    publications.acknowledged(6);

    assertThat(publications.noteworthy()).isEqualTo(6);
  }

  @Test
  void shouldTakeNoMoreThanSoManyWithoutAcknowledgement() {
    publications.begin(5, Publications.MAX_UNACKNOWLEDGED - 1);
    assertThat(publications.hasRoom()).isTrue();

    publications.begin(6, 1);
    assertThat(publications.hasRoom()).isFalse();

    publications.acknowledged(6);
    assertThat(publications.hasRoom()).isTrue();
  }

  @Test
  void shouldTellASuccessorNothingNewOnceFrozen() {
    publications.freeze();
    publications.begin(5, 1);
    publications.acknowledged(5);

    assertThat(publications.through()).isEqualTo(4);
    assertThat(publications.noteworthy()).isZero();
    assertThat(publications.isSettled()).isTrue();
  }
}
