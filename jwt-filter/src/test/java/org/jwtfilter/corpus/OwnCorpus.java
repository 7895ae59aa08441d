package org.jwtfilter.corpus;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Our own cases, in the form of the others', with keys that are made when they are: systematically
 * every rule of docs/security.md, for every kind of key, in every place where a token can stand.
 *
 * <p>{@code mvn -q -pl jwt-filter test-compile exec:java@own-corpus -Dexec.args=FOLDER} writes the
 * keys to {@code FOLDER/keys} and the cases to {@code FOLDER/cases.jsonl}, for any runner of such
 * lines.
 */
public final class OwnCorpus {
  private OwnCorpus() {}

  /** Writes keys and cases to the folder of the argument. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("give the folder to write to");
    }
    Path folder = Path.of(arguments[0]);
    CorpusKeys keys = CorpusKeys.make();
    keys.writeTo(folder.resolve("keys"));
    List<CorpusCase> cases = cases(keys, true);
    try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("cases.jsonl"))) {
      for (CorpusCase one : cases) {
        out.append(one.json().toString()).append('\n');
      }
    }
    System.out.println(cases.size() + " cases in " + folder);
  }

  /**
   * The cases for these keys.
   *
   * @param thorough whether each kind of token meets every key and every place, or only some
   */
  static List<CorpusCase> cases(CorpusKeys keys, boolean thorough) {
    CaseBook book = new CaseBook(keys, thorough);
    new TokenForms(book).write();
    new HeaderForms(book).write();
    new ClaimForms(book).write();
    new KeyForms(book).write();
    new RequestForms(book).write();
    new WireForms(book).write();
    return book.cases();
  }
}
