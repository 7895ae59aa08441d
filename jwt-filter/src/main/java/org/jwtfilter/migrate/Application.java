package org.jwtfilter.migrate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a WAR says of itself, as far as it matters here. */
final class Application {
  private static final String KEY_FROM_ENVIRONMENT = "hmac:env:";

  private final War war;
  private final Descriptor descriptor;

  Application(War war) throws IOException, CannotMigrate {
    this.war = war;
    if (war.has("META-INF/application.xml")) {
      throw new CannotMigrate(
          "it is an EAR: take the WAR out of it, migrate that, and put it back.");
    }
    Optional<byte[]> written = war.read(Descriptor.PATH);
    this.descriptor = written.isPresent() ? Descriptor.of(written.get()) : Descriptor.none();
  }

  Descriptor descriptor() {
    return descriptor;
  }

  /** Whether it can be taken as it is; if not, it has to be converted, where that was asked for. */
  boolean isJakarta(Order order) throws IOException, CannotMigrate {
    Optional<String> old = Age.sign(war, descriptor);
    if (old.isPresent() && order.jakarta().isEmpty()) {
      throw new CannotMigrate(
          "it was made for Java EE, before javax.servlet became jakarta.servlet (see "
              + old.get()
              + "); add --jakarta to have it converted first.");
    }
    return old.isEmpty();
  }

  /** Refuses what has our filter in it already. */
  void checkNew() throws CannotMigrate {
    Optional<String> jar = war.ours();
    if (jar.isPresent() || descriptor.hasOurs()) {
      throw new CannotMigrate(
          "it has jwt-filter already ("
              + jar.orElse(Descriptor.PATH)
              + "); take the application as it was before, or change its "
              + Descriptor.PATH
              + ".");
    }
  }

  /** What to see to before the first start. */
  List<String> advice(Map<String, String> settings) {
    List<String> advice = new ArrayList<>();
    String keys = settings.getOrDefault("keys", "");
    if (keys.startsWith(KEY_FROM_ENVIRONMENT)) {
      advice.add(
          "give every node the same key: "
              + keys.substring(KEY_FROM_ENVIRONMENT.length())
              + "=\"$(openssl rand -base64 48)\", made once");
    }
    descriptor
        .authMethod()
        .ifPresent(
            method ->
                advice.add(
                    "it logs in by " + method + ": docs/servers.md says what your server needs"));
    if (descriptor.leavesOutFragments()) {
      advice.add(
          "its <absolute-ordering> leaves our jar out: the filter works, but <security-constraint>"
              + " does not see tokens; add <others/> to it, or use protect and protect-roles");
    }
    advice.add("its log names what cannot travel in a session, and what to do about it");
    return advice;
  }
}
