package org.jwtfilter.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Collects cases, and gives each a number. */
final class CaseBook {
  private final CorpusKeys keys;
  private final boolean thorough;
  private final List<Forge> forges;
  private final List<CorpusCase> cases = new ArrayList<>();
  private int turn;

  CaseBook(CorpusKeys keys, boolean thorough) {
    this.keys = keys;
    this.thorough = thorough;
    this.forges = Forge.all(keys);
  }

  CorpusKeys keys() {
    return keys;
  }

  List<Forge> forges() {
    return forges;
  }

  /** Of /hs256, where the kind of key does not matter. */
  Forge hs256() {
    return forges.get(0);
  }

  List<CorpusCase> cases() {
    return List.copyOf(cases);
  }

  void add(OwnCase one) {
    cases.add(one.numbered(cases.size() + 1));
  }

  /** A kind of token, and what becomes of it. */
  record Kind(String category, String source, Level level, Expected expected) {}

  /**
   * The token in two headers and one other place, of applications by turns; in a thorough book in
   * the headers of all of them, and in every other place.
   */
  void everywhere(Kind kind, String description, Function<Forge, String> token) {
    int headers = thorough ? forges.size() : 2;
    for (int i = 0; i < headers; i++) {
      Forge forge = forges.get((turn + i * 3) % forges.size());
      add(one(kind, description, forge, token.apply(forge), Placement.HEADER));
    }
    List<Placement> others = List.of(Placement.COOKIE, Placement.QUERY, Placement.FORM);
    for (int i = 0; i < (thorough ? others.size() : 1); i++) {
      Forge forge = forges.get(turn % forges.size());
      Placement place = others.get((i + turn + turn / forges.size()) % others.size());
      add(one(kind, description, forge, token.apply(forge), place));
    }
    turn++;
  }

  /** The token in one place of one application, both by turns. */
  void somewhere(Kind kind, String description, Function<Forge, String> token) {
    Forge forge = forges.get(turn % forges.size());
    Placement[] places = Placement.values();
    Placement place = places[turn++ / forges.size() % places.length];
    add(one(kind, description, forge, token.apply(forge), place));
  }

  /** The token in every place of one application. */
  void allPlaces(Kind kind, String description, Forge forge, String token) {
    for (Placement place : Placement.values()) {
      add(one(kind, description, forge, token, place));
    }
  }

  void header(Kind kind, String description, Forge forge, String token) {
    add(one(kind, description, forge, token, Placement.HEADER));
  }

  static OwnCase one(
      Kind kind, String description, Forge forge, String token, Placement placement) {
    OwnCase one =
        OwnCase.of(
                kind.category,
                kind.source,
                kind.level,
                forge.profile(),
                description + ", " + forge.key() + " in " + placement.name().toLowerCase())
            .token(token, placement)
            .expect(kind.expected);
    if (kind.category.equals("dos") && kind.expected == Expected.REJECT) {
      one.outcome("reject", 400, 401, 413, 414, 431);
    }
    return kind.expected == Expected.REJECT ? one.challenge("?") : one;
  }
}
