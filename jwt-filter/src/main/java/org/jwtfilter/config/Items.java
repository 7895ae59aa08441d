package org.jwtfilter.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The kinds of items that options are made of, each with its refusal in words. */
final class Items {
  private static final Pattern HTTP_TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");
  private static final Pattern PATH = Pattern.compile("/(?!/)[^\\s?#;*\\\\\\p{Cntrl}]*");
  private static final Pattern PAGE = Pattern.compile("/(?!/)[^\\s#;*\\\\\\p{Cntrl}]*");
  private static final Pattern COOKIE_PATH = Pattern.compile("/[!-~&&[^;?#*\\\\]]*");
  private static final String LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?";
  private static final String DOMAIN = LABEL + "(?:\\." + LABEL + ")*";
  private static final Pattern HOST = Pattern.compile("(?=.{1,253}$)" + DOMAIN);
  private static final Pattern ORIGIN =
      Pattern.compile("(https?)://(\\[[0-9a-f:.]+]|" + DOMAIN + ")(?::(\\d{1,5}))?");
  private static final Pattern ENDPOINT =
      Pattern.compile("([^/?#]+://[^/?#]+)(/(?!/)[A-Za-z0-9._~/%-]*)");
  private static final Pattern AUDIENCE = Pattern.compile("[!-~&&[^=,;]]{1,256}");
  private static final Pattern PERMISSION = Pattern.compile("[!-~&&[^\"\\\\]]{1,128}");
  private static final Pattern TENANT = Pattern.compile("\\{[A-Za-z0-9_-]{1,64}}");
  private static final Pattern STORE = Pattern.compile("[a-z][a-z0-9+.-]*:[!-~]+");
  private static final Pattern PART =
      Pattern.compile("[\\p{javaJavaIdentifierStart}][\\p{javaJavaIdentifierPart}]*");
  private static final Pattern CLASS = Pattern.compile(PART + "(\\." + PART + ")*");
  private static final Pattern CLASS_PATTERN = Pattern.compile(CLASS + "(\\.\\*\\*?)?");
  private static final List<String> ALGORITHMS =
      List.of("HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512");

  /** The classes of the application itself, in {@code session-classes}. */
  static final String OWN_CLASSES = "/WEB-INF/classes";

  private Items() {}

  /** The address of a store; its own provider reads the rest. */
  static Item<String> storeUri() {
    return Item.matching(
        STORE,
        "is not the address of a store, such as memory:local, jdbc:java:comp/env/jdbc/sessions,"
            + " redis://host:6379 or jcache:sessions");
  }

  /** Anything that stands between separators. */
  static Item<String> text() {
    return (item, value) -> Optional.of(item);
  }

  /** An {@code iss}. Some providers write a placeholder that stands for anybody at all. */
  static Item<String> issuer() {
    return (item, value) ->
        TENANT.matcher(item).find()
            ? value.refuse(
                item,
                "has a placeholder, so it would be anybody's: write the id of one tenant in its place,"
                    + " and others into issuers, each on a line of its own")
            : Optional.of(item);
  }

  /** The name of a cookie or parameter (RFC 9110, section 5.6.2). */
  static Item<String> name() {
    return Item.matching(
        HTTP_TOKEN, "is not a name: use letters, digits and hyphens, at most 128 of them");
  }

  static Item<String> cookieName() {
    return (item, value) ->
        item.equalsIgnoreCase("JSESSIONID")
            ? value.refuse(item, "is the cookie of the container's own sessions; take another name")
            : name().read(item, value);
  }

  /** A path within the application: begins with a slash, ends without one. */
  static Item<String> path() {
    return (item, value) ->
        Item.matching(PATH, "is not a path: begin with one / and leave out ? # ; and *")
            .read(item, value)
            .map(path -> path.length() > 1 ? path.replaceFirst("/$", "") : path);
  }

  /** A path for {@code Path} of a cookie, whose last slash means something (RFC 6265, 5.1.4). */
  static Item<String> cookiePath() {
    return Item.matching(
        COOKIE_PATH, "is not a cookie path: begin with / and use ASCII without ? # ; and *");
  }

  /** A page of the application, perhaps with a query. */
  static Item<String> page() {
    return Item.matching(
        PAGE, "is not a page of this application: write its path, beginning with one /, or none");
  }

  static Item<String> domain() {
    return (item, value) -> {
      String host = item.toLowerCase(Locale.ROOT).replaceFirst("^\\.", "");
      return HOST.matcher(host).matches()
          ? Optional.of(host)
          : value.refuse(item, "is not a domain such as shop.example, without scheme or port");
    };
  }

  static Item<String> algorithm() {
    return (item, value) -> {
      String name = item.toUpperCase(Locale.ROOT);
      if (name.equals("NONE")) {
        return value.refuse(item, "would accept tokens that nobody signed; remove it");
      }
      return ALGORITHMS.contains(name)
          ? Optional.of(name)
          : value.refuse(item, "is not one of " + String.join(", ", ALGORITHMS));
    };
  }

  static Item<String> className() {
    return Item.matching(CLASS, "is not the full name of a class, such as com.shop.CartListener");
  }

  /** {@code com.shop.Cart}, {@code com.shop.*}, {@code com.shop.**}, or the own classes. */
  static Item<String> classPattern() {
    return (item, value) -> {
      if (item.equals(OWN_CLASSES)) {
        return Optional.of(item);
      }
      if (item.startsWith("*")) {
        return value.refuse(item, "would let a forged session make any class; name packages");
      }
      if (DeniedClasses.containsAllOf(item)) {
        return value.refuse(
            item, "is never allowed in a session, since reading it can run code; remove it");
      }
      return Item.matching(
              CLASS_PATTERN,
              "is neither a class (com.shop.Cart), a package (com.shop.*), a package with all below"
                  + " it (com.shop.**) nor /WEB-INF/classes")
          .read(item, value);
    };
  }

  /** An origin as browsers send it (RFC 6454, section 6.2), or {@code *}. */
  static Item<String> origin() {
    return (item, value) -> {
      if (item.equals("*")) {
        return Optional.of(item);
      }
      Matcher matcher = ORIGIN.matcher(item.toLowerCase(Locale.ROOT));
      return item.length() <= Item.LONGEST && matcher.matches() && isPort(matcher.group(3))
          ? Optional.of(withoutDefaultPort(matcher))
          : value.refuse(item, "is not an origin: " + originAdvice(item));
    };
  }

  /** An origin that we call ourselves, in a spelling that nobody can read in two ways. */
  static Item<Origin> target() {
    return (item, value) -> {
      Optional<Origin> origin = Origin.of(item);
      return origin.isPresent()
          ? origin
          : value.refuse(
              item,
              "is not scheme, host and port in their plain form, such as https://api.example or"
                  + " https://10.0.0.7:8443: without path, user, wildcard or final dot, names of"
                  + " other alphabets as xn--…");
    };
  }

  /** The address of an endpoint, as browsers see it. */
  static Item<String> endpointUrl() {
    return (item, value) -> {
      Matcher url = ENDPOINT.matcher(item.length() > Item.LONGEST ? "" : item);
      Optional<Origin> origin = url.matches() ? Origin.of(url.group(1)) : Optional.empty();
      if (origin.isEmpty()) {
        return value.refuse(
            item,
            "is not the address of a handover endpoint, such as https://shop.test/jwt/handover,"
                + " without user, query and final dot");
      }
      return origin.get().isPrivate()
          ? Optional.of(origin.get().text() + url.group(2))
          : value.refuse(item, "would let anybody on the network take the login; write https:");
    };
  }

  /** A value of {@code aud}. */
  static Item<String> audience() {
    return Item.matching(AUDIENCE, "is not an audience: use printable ASCII without = and spaces");
  }

  /** A role or scope that fits into the claim {@code scope} (RFC 6749, 3.3), or {@code *}. */
  static Item<String> permission() {
    return Item.matching(
        PERMISSION,
        "is not a permission: use printable ASCII without spaces, quotes and backslash");
  }

  private static boolean isPort(@Nullable String digits) {
    return digits == null || Integer.parseInt(digits) <= 65535;
  }

  private static String withoutDefaultPort(Matcher origin) {
    String scheme = origin.group(1);
    String port = origin.group(3);
    boolean usual = port == null || port.equals(scheme.equals("https") ? "443" : "80");
    return scheme + "://" + origin.group(2) + (usual ? "" : ":" + port);
  }

  private static String originAdvice(String item) {
    if (item.equalsIgnoreCase("null")) {
      return "sandboxed pages of anybody send null; name the sites you mean";
    }
    if (!item.contains("://")) {
      return "put https:// before the host";
    }
    if (item.contains("*")) {
      return "it cannot have wildcards; name each site";
    }
    return item.indexOf('/', item.indexOf("://") + 3) >= 0
        ? "leave out the path and the slash after the host"
        : "write scheme, host and port only, as in https://shop.example:8443";
  }
}
