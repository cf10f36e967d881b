package io.palinode.server.journal.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the znodes of business keys are called. The names are part of the format. */
class KeyNameTest {

  @ParameterizedTest
  @CsvSource({
    "lock/customer/anna, lock:customer:anna",
    "lock/customer/C-47.11_b, lock:customer:C-47.11_b",
    "lock/customer/a/b:c%20, lock:customer:a%2Fb%3Ac%2520",
    "lock/customer/Zürich, lock:customer:Z%C3%BCrich",
    "lock/customer/.., lock:customer:.."
  })
  void shouldNameAZnodeAfterItsKeyAndReadItBack(String address, String name) {
    assertThat(KeyName.of(address)).isEqualTo(name);
    assertThat(KeyName.address(name)).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"notes", "lock:customer"})
  void shouldLeaveANameAsItIsThatIsNoneOfOurs(String name) {
    assertThat(KeyName.address(name)).isEqualTo(name);
  }
}
