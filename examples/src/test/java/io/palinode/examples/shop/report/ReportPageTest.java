package io.palinode.examples.shop.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.examples.shop.Order;
import io.palinode.examples.shop.audit.AuditReport;
import io.palinode.examples.shop.audit.MoneyTotals;
import io.palinode.examples.shop.audit.StockTotals;
import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class ReportPageTest {
  private static final String ATTACK = "<script>alert('x')</script>\" & Söhne";
  private static final Pattern SVG = Pattern.compile("<svg.*?</svg>");

  @Test
  void shouldShowTextOfOthersAsText() {
    String page = ReportPage.of(run(ATTACK));

    assertThat(page)
        .doesNotContain("<script>alert")
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot; &amp; Söhne");
    assertThat(page.split("<script>", -1)).as("our own script, and no other").hasSize(2);
  }

  @Test
  void shouldNeedNothingFromOutside() {
    assertThat(ReportPage.of(run("Ada"))).doesNotContainPattern("(src|href)=|url\\(|@import|http:");
  }

  @Test
  void shouldSayInWordsWhatTheColoursSay() {
    assertThat(ReportPage.of(run("Ada")))
        .contains("↶ undone")
        .contains("1 ✓ 2 …↻✓ 3 ✗ | 2 ↶ 1 ↶")
        .contains("arrange-shipping: rejected (NO_CARRIER: No.)")
        .contains("undo reserve-stock: undone")
        .contains("1 × arrange-shipping: NO_CARRIER")
        .contains("orders.csv, line 3: bad")
        .contains("✗ Audit failed")
        .contains("order 9 is half done");
  }

  @Test
  void shouldDrawAnAttemptOnlyAsWideAsItsTime() throws Exception {
    Document svg = parse(ReportPage.of(run(ATTACK)));

    assertThat(svg.getElementsByTagName("rect").getLength()).isEqualTo(7 + 2 + 1);
    double end = 0;
    for (int i = 0; i < svg.getElementsByTagName("rect").getLength(); i++) {
      var rect = svg.getElementsByTagName("rect").item(i).getAttributes();
      double x = Double.parseDouble(rect.getNamedItem("x").getNodeValue());
      double width = Double.parseDouble(rect.getNamedItem("width").getNodeValue());
      end = Math.max(end, x + width);
      assertThat(x).isGreaterThanOrEqualTo(54);
    }
    assertThat(end).isLessThanOrEqualTo(603);
  }

  private static Document parse(String page) throws Exception {
    Matcher svg = SVG.matcher(page);
    assertThat(svg.find()).isTrue();
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.group().getBytes(StandardCharsets.UTF_8)));
  }

  private static ShopRun run(String name) {
    SagaStory story =
        new SagaStory(
            Order.placed("7", name, "MUG-BLUE", 2, 2580, "4929000000014242", "99735"),
            SagaStatus.COMPENSATED,
            new Reason("NO_CARRIER", "No carrier goes to " + name),
            Timeline.of(TimelineTest.UNDONE));
    AuditReport audit =
        new AuditReport(
            0,
            1,
            new TreeMap<>(),
            4,
            new StockTotals(10, 2, 2, 10),
            new MoneyTotals(2580, 0, 2580, 0),
            List.of("order 9 is half done"));
    return new ShopRun(
        "Demo of " + name,
        List.of(story),
        List.of("orders.csv, line 3: bad " + name),
        List.of(new Outage(1200, 1205, 1400)),
        3,
        audit,
        2000);
  }
}
