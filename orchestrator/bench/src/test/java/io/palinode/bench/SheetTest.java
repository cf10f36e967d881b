package io.palinode.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SheetTest {
  @Test
  void shouldFailForAFigureThatIsNotWhatItMustBe() {
    var sheet = new Sheet();

    sheet.note("sagas/s", 4_711);
    sheet.check("sagas completed", 5, 5);
    assertThat(sheet.failures()).isEmpty();

    sheet.check("sent twice", 0, 3);
    assertThat(sheet.failures()).containsExactly("sent twice: expected 0, found 3");
  }
}
