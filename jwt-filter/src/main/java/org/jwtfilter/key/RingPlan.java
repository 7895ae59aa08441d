package org.jwtfilter.key;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a ring is made of: the keys of several URIs in their order, of which sets by URL are fetched
 * and the others read, now and whenever files have changed. Collects every problem with them.
 */
final class RingPlan implements Reloading.Kind<OwnKeys> {
  private final KeySetRules rules;
  private final KeyListener listener;
  private final Clock clock;
  private final Set<JwsAlgorithm> allowed = EnumSet.noneOf(JwsAlgorithm.class);
  private final List<Source> sources = new ArrayList<>();
  private final List<RemoteSet> remote = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private @Nullable LiveKeys live;

  /**
   * One URI.
   *
   * @param issuer for whose tokens alone its keys are good; null: for those of all
   * @param owner whose keys they are
   * @param set null where nothing is fetched
   */
  private record Source(String uri, @Nullable String issuer, Owner owner, @Nullable RemoteSet set) {
    List<JwtKey> keys(int index, OwnKeys own) {
      return set == null ? own.parts().get(index) : set.keys();
    }

    /** Without the URI, which may be a secret. */
    @Override
    public String toString() {
      return "Source[" + owner + "]";
    }
  }

  /** Whose keys. */
  enum Owner {
    /** Ours: private ones sign, and everybody may have the public ones. */
    US,
    /** Ours or not, nobody says so: private ones sign. */
    ANYBODY,
    /** Those of others: they only verify. */
    OTHERS
  }

  RingPlan(Set<String> algorithms, KeySetRules rules, KeyListener listener, Clock clock) {
    this.rules = rules;
    this.listener = listener;
    this.clock = clock;
    new TreeSet<>(algorithms).forEach(this::allow);
  }

  /**
   * @param issuer for whose tokens alone its keys are good; null: for those of all
   */
  void add(String uri, @Nullable String issuer, Owner owner) {
    try {
      sources.add(new Source(uri, issuer, owner, KeyReader.isUrl(uri) ? set(uri, issuer) : null));
    } catch (KeyException e) {
      problems.addAll(e.problems());
    }
  }

  private RemoteSet set(String uri, @Nullable String issuer) throws KeyException {
    KeySetUrl url = KeyReader.url(uri);
    if (!allowed.isEmpty() && allowed.stream().allMatch(JwsAlgorithm::symmetric)) {
      throw new KeyException(url + " has public keys only, but algorithms allows only " + allowed);
    }
    RemoteSet set =
        new RemoteSet(
            url.toString(),
            new KeySetFetcher(url, allowed, issuer),
            rules,
            listener,
            clock,
            KeyThread::fetch);
    remote.add(set);
    return set;
  }

  /** The keys, as a source that changes where they may. */
  KeySource source(Reloading<OwnKeys> files, KeyWatch watch) throws KeyException {
    OwnKeys own = files.begin();
    if (!watch.watches(files) && remote.isEmpty()) {
      return KeySource.of(KeyRing.of(own.all().toList(), own.warnings()));
    }
    List<LiveKeys.Part> parts = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      Source source = sources.get(i);
      int index = i;
      parts.add(now -> source.keys(index, now));
    }
    LiveKeys keys = new LiveKeys(parts, remote, own, allowed, clock);
    live = keys;
    return keys;
  }

  @Override
  public OwnKeys read(KeyReader reader) throws KeyException {
    List<List<JwtKey>> parts = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    List<String> found = new ArrayList<>(problems);
    for (Source source : sources) {
      try {
        parts.add(source.set == null ? read(reader, source, parts, warnings) : List.of());
      } catch (KeyException e) {
        found.addAll(e.problems());
      }
    }
    OwnKeys own = new OwnKeys(parts, Optional.empty(), warnings);
    // What a key that could not be read would have been, nobody knows: say no more than is certain.
    if (found.isEmpty()) {
      checkAgreement(own.all().toList(), found);
    }
    if (!found.isEmpty()) {
      throw new KeyException(found);
    }
    return own;
  }

  private List<JwtKey> read(
      KeyReader reader, Source source, List<List<JwtKey>> before, List<String> warnings)
      throws KeyException {
    KeyReader.Keys read = reader.read(source.uri, allowed);
    warnings.addAll(read.warnings());
    boolean published = source.owner == Owner.US && KeyReader.isPublishable(source.uri);
    List<JwtKey> keys = new ArrayList<>();
    for (JwtKey key : read.keys()) {
      JwtKey used = source.owner == Owner.OTHERS ? key.verifying() : key;
      JwtKey bound = (published ? used.published() : used).of(source.issuer);
      if (isNew(bound, before) && isNew(bound, List.of(keys))) {
        keys.add(bound);
      }
    }
    return keys;
  }

  /** Where files are rotated, the same key may stand in two of them for a while. */
  private static boolean isNew(JwtKey key, List<List<JwtKey>> before) {
    return before.stream()
        .flatMap(Collection::stream)
        .noneMatch(one -> one.sameAs(key) && (one.canSign() || !key.canSign()));
  }

  @Override
  public Optional<OwnKeys> meanwhile(OwnKeys former, OwnKeys read) throws KeyException {
    Optional<JwtKey> signed = former.signer().or(former::firstSigner);
    Optional<JwtKey> signs = read.firstSigner();
    if (signed.isPresent() && signs.isEmpty()) {
      throw new KeyException("there is no key left that can sign");
    }
    return signed
        .filter(old -> !old.sameAs(signs.orElseThrow()))
        .flatMap(old -> read.all().filter(one -> one.canSign() && one.sameAs(old)).findFirst())
        .map(read::signing);
  }

  @Override
  public void use(OwnKeys keys) {
    if (live != null) {
      live.use(keys);
    }
  }

  @Override
  public String describe(OwnKeys keys) {
    return keys.all().map(JwtKey::toString).collect(Collectors.joining(", "));
  }

  private void allow(String name) {
    JwsAlgorithm.named(name)
        .ifPresentOrElse(
            allowed::add,
            () ->
                problems.add(
                    "algorithms: \"%s\" is not one of %s"
                        .formatted(name, List.of(JwsAlgorithm.values()))));
  }

  private void checkAgreement(List<JwtKey> keys, List<String> found) {
    if (keys.isEmpty() && remote.isEmpty()) {
      found.add("keys: there is no key to verify tokens with");
    }
    Set<JwsAlgorithm> unused = EnumSet.copyOf(allowed);
    keys.forEach(key -> unused.remove(key.algorithm()));
    // What will be published, nobody knows yet, but that secrets will not be.
    unused.removeIf(one -> !one.symmetric() && !remote.isEmpty());
    unused.forEach(
        one -> found.add("algorithms: " + one + " is allowed, but none of the keys is for it"));
    Stream<Boolean> published = remote.stream().map(set -> false);
    Stream<Boolean> own = keys.stream().map(key -> key.algorithm().symmetric());
    if (Stream.concat(own, published).distinct().count() > 1) {
      found.add(
          "keys: secrets (hmac:) and public keys (pem:, jwks:) verify tokens side by side, which"
              + " lets a public key pass for a secret: keep one kind");
    }
  }
}
