package org.jwtfilter.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jwtfilter.Jwt;
import org.jwtfilter.key.Base64Url;

/**
 * What a visitor wanted before the login page came, kept in cookies of the visitor's own: a page,
 * or a form that was posted. Whatever a cookie says, only a path on this server is ever followed.
 */
public final class SavedTarget {
  private static final String SUFFIX = "-target";
  private static final int MOST = 2048;
  private static final Pattern DOT_SEGMENT = Pattern.compile("/\\.\\.?(?:[/;]|$)");
  private static final Duration LIFE = Duration.ofMinutes(30);

  private final CookieRules rules;
  private final Csrf csrf;
  private final Optional<SavedForm> forms;

  /** Keeps no forms. */
  SavedTarget(CookieRules rules) {
    this(rules, new Csrf(Set.of(), false), Optional.empty());
  }

  /**
   * @param forms empty where there is no key to seal them with
   */
  SavedTarget(CookieRules rules, Csrf csrf, Optional<SavedForm> forms) {
    this.rules = rules;
    this.csrf = csrf;
    this.forms = forms;
  }

  /**
   * Keeps what this request wants for after the login: a page, or a form that was posted from a
   * page of ours. Where the form cannot be kept, the page that it was on is wanted, to be filled in
   * again; where the browser does not tell which that was, what the form was sent to.
   */
  void keep(Exchange exchange) {
    if (exchange.method().equals("GET")) {
      save(exchange, exchange.target());
      forms.ifPresent(all -> all.forget(exchange));
    } else if (exchange.method().equals("POST") && csrf.fromHere(exchange) && !keepForm(exchange)) {
      save(exchange, page(exchange).orElseGet(exchange::target));
      forms.ifPresent(all -> all.forget(exchange));
    }
  }

  /** Keeps the form that this request posts, and where; false where it cannot be kept. */
  boolean keepForm(Exchange exchange) {
    String target = exchange.target();
    if (forms.isEmpty() || !safe(target) || !forms.get().save(exchange, target)) {
      return false;
    }
    save(exchange, target);
    return true;
  }

  private Optional<String> page(Exchange exchange) {
    return csrf.page(exchange)
        .filter(page -> page.startsWith(exchange.contextPath() + "/") && safe(page));
  }

  /** Whether a form waits for a login in this browser. */
  public boolean formWaits(Exchange exchange) {
    return forms.filter(all -> all.waits(exchange)).isPresent();
  }

  /**
   * The target that was kept, for a login that has just begun; a form that was kept with it is
   * given out when the browser comes there.
   */
  public Optional<String> take(Exchange exchange, Jwt login) {
    forms.ifPresent(all -> all.release(exchange, login));
    return take(exchange);
  }

  /**
   * The form that was posted to where this request goes, before the login that the caller has;
   * once.
   */
  public Optional<PostedForm> takeForm(Exchange exchange, Jwt login) {
    return forms.flatMap(all -> all.take(exchange, login));
  }

  /** Forgets what was kept; for a logout. */
  public void forget(Exchange exchange) {
    if (!exchange.cookies(rules.name(SUFFIX, exchange.secure())).isEmpty()) {
      exchange.setCookie(rules.delete(SUFFIX, exchange.secure()));
    }
    forms.ifPresent(all -> all.forget(exchange));
  }

  /**
   * Keeps a target for after the login.
   *
   * @param target path with context path and query, as the client sent it
   */
  public void save(Exchange exchange, String target) {
    if (safe(target)) {
      String value = Base64Url.encode(target.getBytes(StandardCharsets.UTF_8));
      exchange.setCookie(rules.set(SUFFIX, value, LIFE, exchange.secure()));
    }
  }

  /** The one target that was kept, which is then forgotten; empty where there is none to follow. */
  public Optional<String> take(Exchange exchange) {
    List<String> values = rules.values(exchange, SUFFIX);
    if (values.isEmpty()) {
      return Optional.empty();
    }
    exchange.setCookie(rules.delete(SUFFIX, exchange.secure()));
    return values.size() == 1 ? decoded(values.get(0)).filter(SavedTarget::safe) : Optional.empty();
  }

  private static Optional<String> decoded(String value) {
    return value.length() > 2 * MOST
        ? Optional.empty()
        : Base64Url.decode(value).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /**
   * Whether a browser can only understand this as a path on the same server (CWE-601): one leading
   * slash, no backslash or control character, no scheme or authority, no way up, also when somebody
   * on the way decodes the path once more.
   */
  static boolean safe(String target) {
    return target.length() <= MOST
        && target.startsWith("/")
        && !target.startsWith("//")
        && target.chars().allMatch(one -> one > ' ' && one < 0x7f && one != '\\')
        && pathIsSafe(target);
  }

  /** Browsers accept more in a query than URI does, so only the path is held to the syntax. */
  private static boolean pathIsSafe(String target) {
    try {
      int query = target.indexOf('?');
      URI uri = new URI(query < 0 ? target : target.substring(0, query));
      String path = uri.getPath();
      return uri.getScheme() == null
          && uri.getRawAuthority() == null
          && path != null
          && !path.contains("//")
          && !DOT_SEGMENT.matcher(path).find()
          && path.chars().allMatch(one -> one >= ' ' && one != 0x7f && one != '\\');
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
