package org.jwtfilter.store.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.store.StoreSettings;

/**
 * Where Redis is and who we are there. Immutable; shows no password.
 *
 * @param tls whether all connections are encrypted
 * @param hosts servers, Sentinels, or nodes of a Cluster to begin with
 * @param master the name by which Sentinels know the master; empty without Sentinels
 * @param pool the most connections to one server
 */
record RedisUri(
    Kind kind,
    boolean tls,
    List<Host> hosts,
    Login login,
    Login sentinelLogin,
    int database,
    String master,
    int pool) {

  /** How the servers are found. */
  enum Kind {
    SINGLE,
    SENTINEL,
    CLUSTER
  }

  /** A name or address, and a port. */
  record Host(String name, int port) {
    @Override
    public String toString() {
      return name.indexOf(':') < 0 ? name + ":" + port : "[" + name + "]:" + port;
    }
  }

  /** Who we are; both absent: nobody. */
  record Login(@Nullable String user, @Nullable String password) {
    static final Login NONE = new Login(null, null);

    /** What is no plain name may be a piece of a password that was not encoded. */
    @Override
    public String toString() {
      if (password == null) {
        return "nobody";
      }
      String name = user == null ? "default" : user;
      return (name.matches("[A-Za-z0-9._-]+") ? name : "***") + ":***";
    }
  }

  static final Set<String> SCHEMES =
      Set.of(
          "redis",
          "rediss",
          "redis-sentinel",
          "rediss-sentinel",
          "redis-cluster",
          "rediss-cluster");

  private static final int REDIS_PORT = 6379;
  private static final int SENTINEL_PORT = 26379;
  private static final int DEFAULT_POOL = 16;
  private static final int MAX_POOL = 1000;
  private static final int MAX_DATABASE = 1_000_000;

  RedisUri {
    hosts = List.copyOf(hosts);
  }

  /**
   * @throws IllegalArgumentException if something is wrong with the URI of the settings
   */
  static RedisUri parse(StoreSettings settings) {
    return new Parser(settings).parse();
  }

  /** What the URI says, part by part. */
  private static final class Parser {
    private final StoreSettings settings;
    private final Kind kind;
    private final Map<String, String> parameters;

    Parser(StoreSettings settings) {
      this.settings = settings;
      this.kind = kind(settings.scheme());
      this.parameters = settings.parameters(known(kind));
    }

    private static Kind kind(String scheme) {
      if (scheme.endsWith("-sentinel")) {
        return Kind.SENTINEL;
      }
      return scheme.endsWith("-cluster") ? Kind.CLUSTER : Kind.SINGLE;
    }

    private static Set<String> known(Kind kind) {
      return kind == Kind.SENTINEL
          ? Set.of("db", "pool", "sentinel-user", "sentinel-password")
          : Set.of("pool");
    }

    RedisUri parse() {
      String address = settings.address();
      if (!address.startsWith("//")) {
        throw settings.wrong("there must be // after the colon, as in redis://host:6379/0");
      }
      // The last @, since hosts have none: a password may hold what should have been encoded.
      int at = address.lastIndexOf('@');
      int slash = address.indexOf('/', Math.max(at, 2));
      String hosts = address.substring(at < 0 ? 2 : at + 1, slash < 0 ? address.length() : slash);
      String path = slash < 0 ? "" : address.substring(slash + 1);
      return new RedisUri(
          kind,
          settings.scheme().startsWith("rediss"),
          hosts(hosts),
          at < 0 ? Login.NONE : login(address.substring(2, at)),
          sentinelLogin(),
          database(path),
          master(path),
          number("pool", parameters.getOrDefault("pool", "" + DEFAULT_POOL), 1, MAX_POOL));
    }

    private Login login(String text) {
      int colon = text.indexOf(':');
      if (colon < 0 || colon == text.length() - 1) {
        throw settings.wrong("before @ there must be user:password or :password");
      }
      String user = decoded(text.substring(0, colon));
      return new Login(user.isEmpty() ? null : user, decoded(text.substring(colon + 1)));
    }

    private Login sentinelLogin() {
      String user = parameters.get("sentinel-user");
      String password = parameters.get("sentinel-password");
      if (user != null && password == null) {
        throw settings.wrong("sentinel-user needs sentinel-password");
      }
      return new Login(
          user == null ? null : decoded(user), password == null ? null : decoded(password));
    }

    private String decoded(String text) {
      return Percent.decode(text)
          .orElseThrow(
              () -> settings.wrong("user and password must be percent-encoded UTF-8: % is %25"));
    }

    private List<Host> hosts(String text) {
      List<Host> found = new ArrayList<>();
      for (String one : text.split(",", -1)) {
        found.add(host(one).orElseThrow(() -> noHost(one)));
      }
      if (kind == Kind.SINGLE && found.size() > 1) {
        throw settings.wrong(
            "several hosts are redis-sentinel: or redis-cluster: (rediss-… with TLS)");
      }
      return found;
    }

    /** What stands before a question mark is shown only if no login can have begun there. */
    private IllegalArgumentException noHost(String text) {
      return settings.wrong(
          settings.uri().lastIndexOf('@') < settings.address().length()
              ? "\"" + text + "\" is not host:port"
              : "before ? there must be host:port; in a password it is %3F");
    }

    private Optional<Host> host(String text) {
      // An IPv6 address has brackets around its colons.
      int colon = text.indexOf(':', text.indexOf(']') + 1);
      String name = colon < 0 ? text : text.substring(0, colon);
      if (!name.matches("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\]")) {
        return Optional.empty();
      }
      String bare = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
      Optional<Integer> port =
          colon < 0
              ? Optional.of(kind == Kind.SENTINEL ? SENTINEL_PORT : REDIS_PORT)
              : port(text.substring(colon + 1));
      return port.map(number -> new Host(bare, number));
    }

    private static Optional<Integer> port(String text) {
      if (!text.matches("[0-9]{1,5}")) {
        return Optional.empty();
      }
      int port = Integer.parseInt(text);
      return port > 0 && port < 65536 ? Optional.of(port) : Optional.empty();
    }

    private int database(String path) {
      return switch (kind) {
        case SINGLE -> path.isEmpty() ? 0 : number("the database", path, 0, MAX_DATABASE);
        case SENTINEL -> number("db", parameters.getOrDefault("db", "0"), 0, MAX_DATABASE);
        case CLUSTER -> {
          if (!path.isEmpty()) {
            throw settings.wrong("a Cluster has one database: leave out what follows the hosts");
          }
          yield 0;
        }
      };
    }

    private String master(String path) {
      if (kind == Kind.SENTINEL && !path.matches("[A-Za-z0-9._-]+")) {
        throw settings.wrong("after the hosts there must be / and the name of the master");
      }
      return kind == Kind.SENTINEL ? path : "";
    }

    private int number(String name, String text, int least, int most) {
      if (!text.matches("[0-9]{1,7}")
          || Integer.parseInt(text) < least
          || Integer.parseInt(text) > most) {
        throw settings.wrong(name + " must be a number from " + least + " to " + most);
      }
      return Integer.parseInt(text);
    }
  }
}
