package org.jwtfilter.key;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which secrets seal: those of several URIs, read now and whenever files have changed. */
final class SealingPlan implements Reloading.Kind<List<byte[]>> {
  private final List<String> uris;
  private @Nullable SealingKeys live;

  SealingPlan(List<String> uris) {
    this.uris = List.copyOf(uris);
  }

  SealingKeys keys(Reloading<List<byte[]>> files, KeyWatch watch) throws KeyException {
    SealingKeys keys = SealingKeys.holding(files.begin());
    live = keys;
    watch.watches(files);
    return keys;
  }

  @Override
  public List<byte[]> read(KeyReader reader) throws KeyException {
    List<byte[]> secrets = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (String uri : uris) {
      try {
        secrets.addAll(reader.sealingSecrets(uri));
      } catch (KeyException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      KeyReader.wipe(secrets);
      throw new KeyException(problems);
    }
    return secrets;
  }

  @Override
  public Optional<List<byte[]>> meanwhile(List<byte[]> former, List<byte[]> read) {
    byte[] sealed = former.get(0);
    if (same(sealed, read.get(0)) || read.stream().noneMatch(one -> same(sealed, one))) {
      return Optional.empty();
    }
    List<byte[]> order = new ArrayList<>(List.of(sealed));
    read.stream().filter(one -> !same(sealed, one)).forEach(order::add);
    return Optional.of(order);
  }

  private static boolean same(byte[] one, byte[] other) {
    return MessageDigest.isEqual(one, other);
  }

  @Override
  public void use(List<byte[]> secrets) {
    if (live != null) {
      live.use(secrets);
    }
  }

  @Override
  public String describe(List<byte[]> secrets) {
    return secrets.size() + (secrets.size() == 1 ? " secret" : " secrets") + " to seal with";
  }
}
