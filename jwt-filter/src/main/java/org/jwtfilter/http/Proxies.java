package org.jwtfilter.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.config.AddressRange;
import org.jwtfilter.config.IpAddress;
import org.jwtfilter.config.JwtConfig;
import org.jwtfilter.config.Options;
import org.jwtfilter.config.ProxyHeader;

/**
 * Finds out for whom trusted proxies ask ({@code X-Forwarded-For} and its kin, or RFC 7239). Each
 * proxy adds to the right what it knows, so the header is read from there: as long as who has
 * written an entry is trusted, the entry is believed, and nothing to the left of the first that is
 * not or that is malformed. No name is ever looked up. Immutable.
 */
public final class Proxies {
  private static final String HOST = "[A-Za-z0-9._-]{1,253}";
  private static final String PORT = "(?::\\d{1,5})?";
  private static final Pattern AUTHORITY =
      Pattern.compile("(?:" + HOST + "|\\[[0-9A-Fa-f:.]{2,45}])" + PORT);
  private static final Pattern AFTER_ADDRESS = Pattern.compile(PORT);

  private final List<AddressRange> trusted;
  private final boolean standard;

  /**
   * Who asks.
   *
   * @param address of the client
   * @param secure whether the client came over TLS
   * @param host that the client asked, with its port if it named one; empty: the request's own
   */
  public record Client(String address, boolean secure, Optional<String> host) {}

  private Proxies(List<AddressRange> trusted, boolean standard) {
    this.trusted = List.copyOf(trusted);
    this.standard = standard;
  }

  /** The proxies of a configuration. */
  public static Proxies of(JwtConfig config) {
    return new Proxies(
        config.get(Options.TRUSTED_PROXIES),
        config.get(Options.PROXY_HEADER) == ProxyHeader.FORWARDED);
  }

  /** Whether there are none, so that the server's own word counts. */
  public boolean none() {
    return trusted.isEmpty();
  }

  /**
   * Who asks.
   *
   * @param peer the address that the request came from
   * @param secure whether it came over TLS
   * @param headers gives the values of a header, in order
   */
  public Client client(String peer, boolean secure, Function<String, List<String>> headers) {
    Optional<IpAddress> address = withoutZone(peer).filter(this::trusts);
    if (address.isEmpty()) {
      return new Client(peer, secure, Optional.empty());
    }
    return standard
        ? forwarded(address.get(), secure, headers.apply("Forwarded"))
        : xForwarded(address.get(), secure, headers);
  }

  private boolean trusts(IpAddress address) {
    return trusted.stream().anyMatch(one -> one.contains(address));
  }

  /** The address of a connection; one within a link has a zone (RFC 4007, 11). */
  static Optional<IpAddress> withoutZone(String peer) {
    int zone = peer.indexOf('%');
    return IpAddress.parse(zone < 0 ? peer : peer.substring(0, zone));
  }

  // X-Forwarded-…

  private Client xForwarded(
      IpAddress peer, boolean secure, Function<String, List<String>> headers) {
    List<String> hops = fromRight(headers.apply("X-Forwarded-For"));
    IpAddress client = peer;
    int read = 0;
    while (read < hops.size() && trusts(client)) {
      Optional<IpAddress> next = node(hops.get(read));
      if (next.isEmpty()) {
        break;
      }
      client = next.get();
      read++;
    }
    // Proxies add to the other headers too, or replace them: so the same place, or the last there.
    String scheme = at(read, fromRight(headers.apply("X-Forwarded-Proto")));
    String host = at(read, fromRight(headers.apply("X-Forwarded-Host")));
    return new Client(client.toString(), secure(scheme, secure), authority(host));
  }

  private static @Nullable String at(int hops, List<String> fromRight) {
    return fromRight.isEmpty()
        ? null
        : fromRight.get(Math.min(Math.max(1, hops), fromRight.size()) - 1);
  }

  private static boolean secure(@Nullable String scheme, boolean otherwise) {
    if ("https".equalsIgnoreCase(scheme)) {
      return true;
    }
    return !"http".equalsIgnoreCase(scheme) && otherwise;
  }

  private static Optional<String> authority(@Nullable String host) {
    return Optional.ofNullable(host).filter(one -> AUTHORITY.matcher(one).matches());
  }

  /** An address, perhaps with a port; empty for names and whatever hides one. */
  private static Optional<IpAddress> node(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    int bracket = text.startsWith("[") ? text.indexOf(']') : -1;
    int colon = text.indexOf(':');
    boolean ipv4WithPort = colon >= 0 && colon == text.lastIndexOf(':');
    int from = bracket > 0 ? 1 : 0;
    int end = bracket > 0 ? bracket : ipv4WithPort ? colon : text.length();
    String rest = text.substring(bracket > 0 ? bracket + 1 : end);
    return AFTER_ADDRESS.matcher(rest).matches()
        ? IpAddress.parse(text.substring(from, end))
        : Optional.empty();
  }

  // Forwarded

  private Client forwarded(IpAddress peer, boolean secure, List<String> lines) {
    IpAddress client = peer;
    boolean tls = secure;
    Optional<String> host = Optional.empty();
    for (String element : fromRight(lines)) {
      Map<String, String> pairs = trusts(client) ? pairs(element) : Map.of();
      tls = secure(pairs.get("proto"), tls);
      Optional<String> named = authority(pairs.get("host"));
      host = named.isPresent() ? named : host;
      Optional<IpAddress> next = node(pairs.get("for"));
      if (next.isEmpty()) {
        break;
      }
      client = next.get();
    }
    return new Client(client.toString(), tls, host);
  }

  /** Empty if anything is wrong; RFC 7239, 4: no parameter occurs twice. */
  private static Map<String, String> pairs(String element) {
    Map<String, String> pairs = new HashMap<>();
    for (String pair : element.split(";", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? "" : pair.substring(0, equals).strip().toLowerCase(Locale.ROOT);
      Optional<String> value = unquoted(pair.substring(equals + 1).strip());
      if (name.isEmpty() || value.isEmpty() || pairs.put(name, value.get()) != null) {
        return Map.of();
      }
    }
    return pairs;
  }

  /** No address and no host needs an escape, so none is understood. */
  private static Optional<String> unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    String text = quoted ? value.substring(1, value.length() - 1) : value;
    return text.indexOf('"') < 0 && text.indexOf('\\') < 0 ? Optional.of(text) : Optional.empty();
  }

  /**
   * The entries of a header, the last first. Quotes are matched from the right too: one that a
   * client has left open cannot swallow what a proxy has added.
   */
  private static List<String> fromRight(List<String> lines) {
    List<String> entries = new ArrayList<>();
    List<String> last = new ArrayList<>(lines);
    Collections.reverse(last);
    for (String line : last) {
      int end = line.length();
      boolean quoted = false;
      for (int i = end - 1; i >= 0; i--) {
        quoted ^= line.charAt(i) == '"';
        if (line.charAt(i) == ',' && !quoted) {
          entries.add(line.substring(i + 1, end).strip());
          end = i;
        }
      }
      entries.add(line.substring(0, end).strip());
    }
    return entries;
  }
}
