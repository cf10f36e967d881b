package io.palinode.examples;

import static java.util.function.Predicate.not;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The examples show the whole language of sagas, and the table in its page says truly which shows
 * what.
 */
class LanguageTest {
  private static final Path PAGE = Path.of("..", "docs", "sagas.md");
  private static final Pattern WORD = Pattern.compile("`(\\w+)`");
  private static final Pattern LINK =
      Pattern.compile("\\[`?([^]`]+)`?]\\(([^)#]*)(?:#([^)]+))?\\)");

  @Test
  void shouldShowEveryWordOfTheLanguage() {
    Set<String> shown = new TreeSet<>();
    wordsByExample().values().forEach(shown::addAll);

    assertThat(shown).containsExactlyElementsOf(words());
  }

  @Test
  void shouldSayInTheTableWhichExampleShowsWhat() throws IOException {
    Map<String, Set<String>> examples = wordsByExample();
    Set<String> listed = new TreeSet<>();
    for (Row row : table()) {
      Set<String> shown = new TreeSet<>();
      for (String example : row.examples()) {
        assertThat(examples.getOrDefault(example, Set.of()))
            .as("what %s uses", example)
            .containsAnyElementsOf(row.words());
        shown.addAll(examples.get(example));
      }
      assertThat(shown).as("what %s show", row.examples()).containsAll(row.words());
      listed.addAll(row.words());
    }

    assertThat(listed).containsExactlyElementsOf(words());
  }

  @Test
  void shouldLinkToSectionsAndExamplesThatAreThere() throws IOException {
    for (Row row : table()) {
      for (MatchResult link : row.links()) {
        Path file = link.group(2).isEmpty() ? PAGE : PAGE.resolveSibling(link.group(2));
        assertThat(file).exists();
        if (link.group(3) != null) {
          assertThat(anchors(file)).as("headings of %s", file).contains(link.group(3));
        }
      }
    }
  }

  private record Row(Set<String> words, List<String> examples, List<MatchResult> links) {}

  private static List<Row> table() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String line : section("## Which example shows what")) {
      String[] cells = line.split("\\|", -1);
      if (line.startsWith("| `")) {
        Set<String> words = groups(WORD, cells[1]);
        List<MatchResult> links = LINK.matcher(line).results().toList();
        rows.add(new Row(words, List.copyOf(groups(LINK, cells[3])), links));
      }
    }
    assertThat(rows).isNotEmpty();
    return rows;
  }

  private static List<String> section(String heading) throws IOException {
    return Files.readAllLines(PAGE).stream()
        .dropWhile(not(heading::equals))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .toList();
  }

  private static Set<String> groups(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(result -> result.group(1))
        .collect(toCollection(TreeSet::new));
  }

  private static List<String> anchors(Path page) throws IOException {
    return Files.readAllLines(page).stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(line -> line.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
        .toList();
  }

  /** What each example calls of the language. */
  private static Map<String, Set<String>> wordsByExample() {
    Set<String> words = words();
    Map<String, Set<String>> used = new TreeMap<>();
    for (JavaClass example : new ClassFileImporter().importPackages("io.palinode.examples")) {
      if (!example.getName().endsWith("Test")) {
        example.getMethodCallsFromSelf().stream()
            .filter(call -> isOfLanguage(call.getTargetOwner().getPackageName()))
            .filter(call -> words.contains(call.getName()))
            .forEach(
                call ->
                    used.computeIfAbsent(example.getSimpleName(), name -> new TreeSet<>())
                        .add(call.getName()));
      }
    }
    return used;
  }

  /** The names of all public methods by which a saga is written, from its name to its end. */
  private static Set<String> words() {
    Set<Class<?>> language = new LinkedHashSet<>();
    Deque<Class<?>> open = new ArrayDeque<>(List.of(Saga.class));
    while (!open.isEmpty()) {
      Class<?> type = open.remove();
      if (language.add(type)) {
        Stream.concat(said(type).flatMap(LanguageTest::types), typesOf(type.getGenericSuperclass()))
            .filter(found -> isOfLanguage(found.getPackageName()))
            .filter(found -> !found.isEnum() && found != SagaDefinition.class)
            .forEach(open::add);
      }
    }
    return language.stream()
        .flatMap(LanguageTest::said)
        .filter(method -> goesOn(method.getReturnType(), language))
        .map(Method::getName)
        .collect(toCollection(TreeSet::new));
  }

  private static Stream<Method> said(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(method -> isOfLanguage(method.getDeclaringClass().getPackageName()))
        .filter(method -> !method.isSynthetic());
  }

  /** True if the saga can be written further, or is done. Where P stands the rest is erased. */
  private static boolean goesOn(Class<?> result, Set<Class<?>> language) {
    return language.contains(result)
        || result == SagaDefinition.class
        || result == Object.class
        || (Modifier.isAbstract(result.getModifiers()) && isOfLanguage(result.getPackageName()));
  }

  /** What a method returns, takes, and lets the caller describe. */
  private static Stream<Class<?>> types(Method method) {
    Stream<Class<?>> returned = Stream.of(method.getReturnType());
    Stream<Class<?>> taken = Arrays.stream(method.getParameterTypes());
    Stream<Class<?>> described =
        Arrays.stream(method.getGenericParameterTypes())
            .filter(type -> type.getTypeName().startsWith(Consumer.class.getName()))
            .flatMap(LanguageTest::typesOf);
    return Stream.of(returned, taken, described).flatMap(types -> types);
  }

  /** The classes of which a generic type is one. */
  private static Stream<Class<?>> typesOf(Type type) {
    return type instanceof ParameterizedType generic
        ? Arrays.stream(generic.getActualTypeArguments())
            .map(each -> each instanceof ParameterizedType inner ? inner.getRawType() : each)
            .filter(Class.class::isInstance)
            .map(each -> (Class<?>) each)
        : Stream.empty();
  }

  private static boolean isOfLanguage(String name) {
    return name.equals(Saga.class.getPackageName());
  }
}
