package io.palinode.saga;

import io.palinode.message.SagaStatus;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a definition says beside its parts: how older data become its own, what it tells whom, and
 * how long its sagas may take.
 *
 * @param deadline null where nothing is said
 */
record Terms<D>(
    List<DataMapping<?, D>> mappings, List<Notice<D>> notices, @Nullable Duration deadline) {
  private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}");

  Terms {
    mappings = List.copyOf(mappings);
    notices = List.copyOf(notices);
  }

  Optional<DataMapping<?, D>> mappingFrom(int older) {
    return mappings.stream().filter(mapping -> mapping.version() == older).findFirst();
  }

  Optional<Notice<D>> notice(SagaStatus status) {
    for (Notice<D> notice : notices) {
      if (notice.status() == status) {
        return Optional.of(notice);
      }
    }
    return Optional.empty();
  }

  Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    notices.forEach(notice -> facts.put(notice.fact(), notice.topic()));
    if (deadline != null) {
      facts.put("deadline", RetryPolicy.words(deadline));
    }
    return facts;
  }

  /** What the fingerprint sees; empty where there is neither, as all definitions once were. */
  String outline() {
    String told =
        notices.stream()
            .map(notice -> ";%s(%s)".formatted(notice.fact(), notice.topic()))
            .sorted()
            .collect(Collectors.joining());
    return deadline == null ? told : told + ";deadline(%s)".formatted(deadline);
  }

  /** The rules that are broken, a sentence each. */
  void check(int version, List<String> faults) {
    if (deadline != null && Wait.isOutOfRange(deadline)) {
      faults.add("Its deadline is %s; give a duration %s.".formatted(deadline, Wait.RANGE));
    }
    Set<Integer> older = new HashSet<>();
    for (DataMapping<?, D> mapping : mappings) {
      if (mapping.version() < 1 || mapping.version() >= version) {
        faults.add(
            "It migrates from version %d, which is not older than its own, %d; name an older one, and say .version(n)."
                .formatted(mapping.version(), version));
      }
      if (!older.add(mapping.version())) {
        faults.add(
            "It migrates twice from version %d; keep one .migratesFrom(...)."
                .formatted(mapping.version()));
      }
    }
    Set<SagaStatus> told = new HashSet<>();
    for (Notice<D> notice : notices) {
      if (!told.add(notice.status())) {
        faults.add(
            "It has two notices for sagas that are %s; keep one, and let others read its topic."
                .formatted(notice.status().word()));
      }
      if (!TOPIC.matcher(notice.topic()).matches()) {
        faults.add(
            "Its notice for sagas that are %s goes to the topic '%s'; expected 1 to 249 letters, digits, dots, hyphens and underscores."
                .formatted(notice.status().word(), notice.topic()));
      }
    }
  }
}
