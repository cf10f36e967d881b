package io.palinode.saga.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class SagaDiagramTest {

  record Trip(String town, boolean far, List<String> guests) {}

  record Book(String what) {}

  private static final SagaDefinition<Trip> TRIP =
      Saga.named("book-trip", Trip.class)
          .parallel("book-all")
          .branch(
              branch ->
                  branch
                      .step("book-hotel")
                      .at("hotel")
                      .command(trip -> new Book("hotel"))
                      .compensation(trip -> new Book("no hotel"))
                      .step("book-dinner")
                      .at("hotel")
                      .command(trip -> new Book("dinner"))
                      .withoutCompensation())
          .branch(
              branch ->
                  branch
                      .step("book-car")
                      .at("cars")
                      .command(trip -> new Book("car"))
                      .compensation(trip -> new Book("no car")))
          .join()
          .choice("travel")
          .when(
              "flight",
              Trip::far,
              branch ->
                  branch
                      .step("book-flight")
                      .at("air")
                      .command(trip -> new Book("flight"))
                      .compensation(trip -> new Book("no flight")))
          .otherwiseNothing()
          .forEach("invite-all", String.class, Trip::guests)
          .atMost(9)
          .atOnce(3)
          .run(
              guest ->
                  guest
                      .step("invite")
                      .at("post")
                      .command(g -> new Book(g.item()))
                      .compensation(g -> new Book("not " + g.item())))
          .step("pay")
          .at("bank")
          .command(trip -> new Book("payment"))
          .pivot()
          .step("thank")
          .at("post")
          .command(trip -> new Book("letter"))
          .retriable()
          .build();

  @Test
  void shouldDrawAWaitForASignal() {
    SagaDefinition<Trip> waiting =
        Saga.named("book-room", Trip.class)
            .signal("paid", Book.class)
            .by(Trip::town)
            .within(Duration.ofMinutes(5))
            .otherwiseGoOn()
            .onSignal((trip, book) -> trip)
            .build();

    assertThat(SagaDiagram.mermaid(waiting))
        .contains("paid<br/>waits for a signal<br/>5m, then go on");
  }

  @Test
  void shouldSayForWhatASagaWaits() {
    SagaDefinition<Trip> trip =
        Saga.named("book-trip", Trip.class)
            .delay("cool-down", Duration.ofMinutes(90))
            .until("check-in", data -> Instant.EPOCH)
            .decision("approve", d -> d.options("yes", "no").within(Duration.ofDays(2), "no"))
            .decision("tip", d -> d.options("much", "little"))
            .build();

    assertThat(SagaDiagram.mermaid(trip))
        .isEqualTo(
            """
            flowchart TD
              s1(["book-trip, version 1"])
              s2[["cool-down<br/>waits 1h30m"]]
              s3[["check-in<br/>waits as long as the data say"]]
              s4[/"approve<br/>a person decides: yes, no<br/>within 48h, else no"\\]
              s5[/"tip<br/>a person decides: much, little<br/>whenever that is"\\]
              s6(["completed"])
              s2 --> s3
              s3 --> s4
              s4 --> s5
              s1 --> s2
              s5 --> s6
            """);
    assertThat(SagaDiagram.svg(trip)).contains("class='wait'", "class='decision'");
  }

  @Test
  void shouldDrawTheLockThatASagaTakesFirst() {
    SagaDefinition<Trip> exclusive =
        Saga.named("book-room", Trip.class)
            .exclusiveBy("town", Trip::town)
            .step("book")
            .at("hotel")
            .command(trip -> new Book("room"))
            .retriable()
            .build();

    assertThat(SagaDiagram.mermaid(exclusive))
        .contains("lock town<br/>one saga at a time<br/>given back at the end");
  }

  @Test
  void shouldDrawABoxAroundASagaInside() {
    SagaDefinition<String> ride =
        Saga.named("book-ride", String.class)
            .version(2)
            .step("hold-seat")
            .at("railway")
            .command(town -> new Book(town))
            .withoutCompensation()
            .build();
    SagaDefinition<Trip> trip =
        Saga.named("book-trip", Trip.class)
            .saga("there", ride, Trip::town)
            .withoutResult()
            .saga("back", ride, Trip::town)
            .withoutResult()
            .build();

    assertThat(SagaDiagram.mermaid(trip))
        .isEqualTo(
            """
            flowchart TD
              s1(["book-trip, version 1"])
              subgraph s2 ["there: saga book-ride, version 2"]
                s3["hold-seat<br/>at railway<br/>leaves nothing to undo"]
              end
              subgraph s4 ["back: saga book-ride, version 2"]
                s5["hold-seat<br/>at railway<br/>leaves nothing to undo"]
              end
              s6(["completed"])
              s3 --> s5
              s1 --> s3
              s5 --> s6
            """);
    assertThat(SagaDiagram.svg(trip)).contains("back: saga book-ride, version 2");
  }

  @Test
  void shouldDrawEveryPartForMermaid() {
    assertThat(SagaDiagram.mermaid(TRIP))
        .isEqualTo(
            """
            flowchart TD
              s1(["book-trip, version 1"])
              s2[/"book-all, side by side"/]
              s3[/"all are done"/]
              s4["book-hotel<br/>at hotel<br/>undone by a compensation"]
              s5["book-dinner<br/>at hotel<br/>leaves nothing to undo"]
              s6["book-car<br/>at cars<br/>undone by a compensation"]
              s7{"travel"}
              s8((" "))
              s9["book-flight<br/>at air<br/>undone by a compensation"]
              s10("nothing")
              subgraph s11 ["invite-all: for each of at most 9, 3 at a time"]
                s12["invite<br/>at post<br/>undone by a compensation"]
              end
              s13{{"pay<br/>at bank<br/>decides: nothing is undone after it"}}
              s14("thank<br/>at post<br/>tried until it is done")
              s15(["completed"])
              s4 --> s5
              s2 --> s4
              s5 --> s3
              s2 --> s6
              s6 --> s3
              s7 -- "flight" --> s9
              s9 --> s8
              s7 -- "else" --> s10
              s10 --> s8
              s3 --> s7
              s8 --> s12
              s12 --> s13
              s13 --> s14
              s1 --> s2
              s14 --> s15
            """);
  }

  @Test
  void shouldDrawEveryPartAsSvg() {
    Document svg = parsed(SagaDiagram.svg(TRIP));

    assertThat(texts(svg))
        .contains(
            "book-trip, version 1",
            "book-all, side by side",
            "at hotel",
            "leaves nothing to undo",
            "flight",
            "else",
            "nothing",
            "invite-all: for each of at most 9, 3 at a time",
            "decides: nothing is undone after it",
            "tried until it is done",
            "completed");
    assertThat(boxes(svg)).as("areas of steps").hasSize(7).satisfies(SagaDiagramTest::noneOverlaps);
  }

  /** Left, top, right and bottom of each step. */
  private static List<int[]> boxes(Document svg) {
    List<int[]> boxes = new ArrayList<>();
    NodeList drawn = svg.getElementsByTagName("rect");
    for (int i = 0; i < drawn.getLength(); i++) {
      Element rect = (Element) drawn.item(i);
      if (List.of("compensatable", "leaves-nothing", "pivot", "retriable")
          .contains(rect.getAttribute("class"))) {
        int x = Integer.parseInt(rect.getAttribute("x"));
        int y = Integer.parseInt(rect.getAttribute("y"));
        int width = Integer.parseInt(rect.getAttribute("width"));
        int height = Integer.parseInt(rect.getAttribute("height"));
        boxes.add(new int[] {x, y, x + width, y + height});
      }
    }
    return boxes;
  }

  private static void noneOverlaps(List<? extends int[]> boxes) {
    for (int[] one : boxes) {
      for (int[] other : boxes) {
        boolean apart =
            one == other
                || one[2] < other[0]
                || other[2] < one[0]
                || one[3] < other[1]
                || other[3] < one[1];
        assertThat(apart).as("%s and %s", Arrays.toString(one), Arrays.toString(other)).isTrue();
      }
    }
  }

  private static List<String> texts(Document svg) {
    NodeList texts = svg.getElementsByTagName("text");
    List<String> all = new ArrayList<>();
    for (int i = 0; i < texts.getLength(); i++) {
      all.add(texts.item(i).getTextContent());
    }
    return all;
  }

  private static Document parsed(String xml) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(xml)));
    } catch (SAXException | IOException | ParserConfigurationException e) {
      throw new AssertionError("This is no XML:\n" + xml, e);
    }
  }
}
