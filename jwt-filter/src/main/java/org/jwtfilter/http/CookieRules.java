package org.jwtfilter.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.config.CookieSecure;
import org.jwtfilter.config.JwtConfig;
import org.jwtfilter.config.Options;
import org.jwtfilter.config.SameSite;

/**
 * How our cookies are named and what attributes they carry: {@code HttpOnly}, {@code SameSite},
 * {@code Secure} where the client came over TLS, and then the {@code __Host-} prefix where its
 * conditions hold (path {@code /}, no domain), {@code __Secure-} otherwise. A name that was
 * configured with a prefix is taken as it is. Such a name, {@code SameSite=None} and {@code
 * Partitioned} are worth nothing to browsers without {@code Secure}, so with them it is always
 * there: TLS may end in front of us. Whoever reads a cookie of ours reads it here, so that what
 * others have planted beside it is found. Immutable.
 *
 * @see <a href="https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis">RFC 6265bis,
 *     4.1.3</a>
 */
public final class CookieRules {
  /** Browsers drop a cookie whose line is longer, in silence. */
  static final int MOST_LINE_BYTES = 4096;

  private static final String DELETED = "; Max-Age=0";

  private final String base;
  private final boolean never;
  private final boolean always;
  private final String age;
  private final Form plain;
  private final Form secure;

  private record Form(String prefix, String attributes, String hostedBase, String hosted) {}

  private CookieRules(
      String base,
      CookieSecure mode,
      String path,
      @Nullable String domain,
      SameSite sameSite,
      boolean partitioned,
      Optional<Duration> maxAge) {
    boolean prefixed = base.startsWith("__Host-") || base.startsWith("__Secure-");
    String prefix = domain == null && path.equals("/") ? "__Host-" : "__Secure-";
    String attributes =
        "; Path=" + path + (domain == null ? "" : "; Domain=" + domain) + "; HttpOnly";
    String site = sameSite.attribute();
    this.base = base;
    this.age = maxAge.map(CookieRules::age).orElse("");
    this.never = mode == CookieSecure.NEVER;
    this.always =
        mode == CookieSecure.ALWAYS || prefixed || sameSite == SameSite.NONE || partitioned;
    String bare = base.replaceFirst("^__(Host|Secure)-", "");
    String plainly = attributes + "; SameSite=" + site;
    String lax = (sameSite == SameSite.NONE ? SameSite.NONE : SameSite.LAX).attribute();
    String end = partitioned ? "; Partitioned" : "";
    String hosted = "; Path=/; HttpOnly; Secure; SameSite=" + lax + end;
    this.plain = new Form("", plainly, base, attributes + "; SameSite=" + lax);
    this.secure =
        new Form(
            prefixed ? "" : prefix,
            attributes + "; Secure; SameSite=" + site + end,
            "__Host-" + bare,
            hosted);
  }

  /** The rules that a configuration gives. */
  public static CookieRules of(JwtConfig config) {
    return new CookieRules(
        config.get(Options.COOKIE_NAME),
        config.get(Options.COOKIE_SECURE),
        config.get(Options.COOKIE_PATH),
        config.get(Options.COOKIE_DOMAIN).orElse(null),
        config.get(Options.COOKIE_SAME_SITE),
        config.get(Options.COOKIE_PARTITIONED),
        config.get(Options.COOKIE_MAX_AGE));
  }

  private static String age(Duration life) {
    return "; Max-Age=" + life.toSeconds();
  }

  /**
   * The whole name of one of our cookies.
   *
   * @param suffix what it is for, such as {@code -session}; empty for the token itself
   */
  public String name(String suffix, boolean secureRequest) {
    return form(secureRequest).prefix + base + suffix;
  }

  /** A cookie that lives as long as the browser does, or as the configuration says. */
  public SetCookie set(String suffix, String value, boolean secureRequest) {
    return named(name(suffix, secureRequest), Optional.of(value), secureRequest);
  }

  /** A cookie that the browser drops after some time. */
  public SetCookie set(String suffix, String value, Duration life, boolean secureRequest) {
    Form form = form(secureRequest);
    return new SetCookie(form.prefix + base + suffix, value, age(life) + form.attributes);
  }

  /** The deletion of a cookie, with the attributes that it was set with. */
  public SetCookie delete(String suffix, boolean secureRequest) {
    return named(name(suffix, secureRequest), Optional.empty(), secureRequest);
  }

  /**
   * A cookie under its whole name, which lives as long as one of {@link #set(String, String,
   * boolean)}.
   *
   * @param value empty to delete it
   */
  public SetCookie named(String name, Optional<String> value, boolean secureRequest) {
    String attributes = form(secureRequest).attributes;
    return value.isPresent()
        ? new SetCookie(name, value.get(), age + attributes)
        : new SetCookie(name, "", DELETED + attributes);
  }

  /**
   * A cookie that browsers send to one path alone. Its name cannot begin with {@code __Host-},
   * which is for cookies of the whole host.
   *
   * @param value empty to delete it
   * @param path as the browser sees it
   */
  public SetCookie scoped(
      String suffix, Optional<String> value, String path, boolean secureRequest) {
    String attributes =
        form(secureRequest).attributes.replaceFirst("; Path=[^;]*", "; Path=" + path);
    return new SetCookie(
        scopedName(suffix, secureRequest),
        value.orElse(""),
        (value.isPresent() ? "" : DELETED) + attributes);
  }

  /** The whole name of a cookie that {@link #scoped} sets. */
  public String scopedName(String suffix, boolean secureRequest) {
    return name(suffix, secureRequest).replaceFirst("^__Host-", "__Secure-");
  }

  /**
   * A small cookie that over TLS no neighbouring domain can plant or read: it has the prefix {@code
   * __Host-} and goes to the whole host, whatever path and domain the others have. Browsers also
   * send it when another site leads here.
   *
   * @param value empty to delete it
   */
  public SetCookie hosted(
      String suffix, Optional<String> value, Duration life, boolean secureRequest) {
    return new SetCookie(
        hostedName(suffix, secureRequest),
        value.orElse(""),
        (value.isPresent() ? age(life) : DELETED) + form(secureRequest).hosted);
  }

  /** The whole name of a cookie that {@link #hosted} sets. */
  public String hostedName(String suffix, boolean secureRequest) {
    return form(secureRequest).hostedBase + suffix;
  }

  /**
   * A cookie that scripts of our pages can read, under exactly the name that they know.
   *
   * @param value empty to delete it
   */
  SetCookie readable(String name, Optional<String> value, boolean secureRequest) {
    SetCookie cookie = named(name, value, secureRequest);
    return new SetCookie(
        cookie.name(), cookie.value(), cookie.attributes().replace("; HttpOnly", ""));
  }

  // What comes back

  /** The values that came under the name of {@link #name}, as {@link #namedValues}. */
  List<String> values(Exchange exchange, String suffix) {
    return namedValues(exchange, name(suffix, exchange.secure()));
  }

  /**
   * The values that came under a whole name. Where they are more than one, nobody knows which is
   * ours; all others are deleted with this answer, so that the next request brings ours alone.
   */
  public List<String> namedValues(Exchange exchange, String name) {
    return values(exchange, name, () -> named(name, Optional.empty(), exchange.secure()));
  }

  /** The same for a cookie of {@link #hosted}. */
  List<String> hostedValues(Exchange exchange, String suffix) {
    boolean secure = exchange.secure();
    return values(
        exchange,
        hostedName(suffix, secure),
        () -> hosted(suffix, Optional.empty(), Duration.ZERO, secure));
  }

  /** The same for a cookie of {@link #scoped} that has but one path. */
  List<String> scopedValues(Exchange exchange, String suffix, String path) {
    boolean secure = exchange.secure();
    return values(
        exchange, scopedName(suffix, secure), () -> scoped(suffix, Optional.empty(), path, secure));
  }

  private static List<String> values(Exchange exchange, String name, Supplier<SetCookie> own) {
    List<String> values = exchange.cookies(name);
    if (values.size() > 1) {
      exchange.planted().delete(exchange, own.get());
    }
    return values;
  }

  /** The bytes of a line besides {@code name=value}, of setting or deleting, whichever is more. */
  public int attributeBytes(boolean secureRequest) {
    return Math.max(DELETED.length(), age.length()) + form(secureRequest).attributes.length();
  }

  private Form form(boolean secureRequest) {
    return !never && (always || secureRequest) ? secure : plain;
  }
}
