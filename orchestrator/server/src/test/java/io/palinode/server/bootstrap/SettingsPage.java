package io.palinode.server.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Prints the table of settings into the page of the documentation that explains them. */
final class SettingsPage {
  private static final String BEGIN = "<!-- begin: settings -->\n";
  private static final String END = "<!-- end: settings -->\n";

  private SettingsPage() {}

  /** The page with the table as the settings are now. */
  static String printedInto(String page) {
    int from = page.indexOf(BEGIN);
    int to = page.indexOf(END);
    if (from < 0 || to < from) {
      throw new IllegalArgumentException(
          "The page lacks the lines '%s' and '%s'.".formatted(BEGIN.strip(), END.strip()));
    }
    return page.substring(0, from + BEGIN.length())
        + OrchestratorSettings.KEYS.markdown()
        + page.substring(to);
  }

  /** Prints the page that is named by the argument. */
  public static void main(String[] arguments) throws IOException {
    Path page = Path.of(arguments[0]);
    Files.writeString(page, printedInto(Files.readString(page)));
  }
}
