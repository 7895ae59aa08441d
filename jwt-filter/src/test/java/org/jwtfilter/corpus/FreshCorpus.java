package org.jwtfilter.corpus;

import java.util.List;

/** Our own cases and their keys, made once for all tests of a run: that takes some seconds. */
final class FreshCorpus {
  /** Whether each kind of token meets every key and every place: {@code -Dcorpus.thorough=true}. */
  static final boolean THOROUGH = Boolean.getBoolean("corpus.thorough");

  static final CorpusKeys KEYS = CorpusKeys.make();
  static final List<CorpusCase> CASES = OwnCorpus.cases(KEYS, THOROUGH);

  private FreshCorpus() {}
}
