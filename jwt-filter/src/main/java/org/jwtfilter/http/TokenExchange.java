package org.jwtfilter.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jwtfilter.Caller;
import org.jwtfilter.ExchangedToken;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtEvents;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.JwtVerifier;
import org.jwtfilter.Reason;

/**
 * Token exchange (RFC 8693): whoever holds an access token of a caller gets one for other
 * audiences, with fewer permissions and a shorter life. There are no clients to be told apart: the
 * token is the proof, and comes in the form alone; where it is bound to a client or its key, that
 * must be who asks. Thread-safe.
 */
public final class TokenExchange {
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
  private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";
  private static final Set<String> TYPES = Set.of(ACCESS_TOKEN, JWT);
  private static final String INVALID_REQUEST = "invalid_request";
  private static final String INVALID_TARGET = "invalid_target";
  private static final String INVALID_SCOPE = "invalid_scope";

  private static final String EXPIRED = Reason.EXPIRED.description();

  private final JwtVerifier verifier;
  private final RevocationCheck revocation;
  private final ClientCheck client;
  private final Dpop dpop;
  private final Function<Jwt, Caller> callers;
  private final Lender lender;
  private final JwtEvents events;
  private final Clock clock;

  /** What is said to the client. */
  public sealed interface Answer permits Issued, Refused {}

  /**
   * A token (RFC 8693, 2.2.1).
   *
   * @param token a credential
   * @param type its {@code issued_token_type}
   * @param expiresIn in seconds
   * @param scope what it permits, with spaces between several; may be empty
   * @param bound whether it is bound to the key of the client (RFC 9449)
   */
  public record Issued(String token, String type, long expiresIn, String scope, boolean bound)
      implements Answer {
    /** Leaves the token out. */
    @Override
    public String toString() {
      return "Issued[" + scope + "]";
    }
  }

  /**
   * An error (RFC 6749, 5.2; RFC 8693, 2.2.2).
   *
   * @param error the code
   * @param description free of request data
   */
  public record Refused(String error, String description) implements Answer {}

  /** What is wrong with a request. Carries no stack trace. */
  private static final class Problem extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Refused answer;

    Problem(String error, String description) {
      super(description, null, false, false);
      this.answer = new Refused(error, description);
    }
  }

  TokenExchange(
      JwtVerifier verifier,
      RevocationCheck revocation,
      ClientCheck client,
      Dpop dpop,
      Function<Jwt, Caller> callers,
      Lender lender,
      JwtEvents events,
      Clock clock) {
    this.verifier = verifier;
    this.revocation = revocation;
    this.client = client;
    this.dpop = dpop;
    this.callers = callers;
    this.lender = lender;
    this.events = events;
    this.clock = clock;
  }

  /**
   * The answer to a request.
   *
   * @throws org.jwtfilter.store.StoreException where nobody can say whether the token was revoked,
   *     or its proof used before
   */
  public Answer answer(Exchange exchange) {
    Function<String, List<String>> values = name -> given(exchange.formValues(name));
    try {
      requireKind(values);
      Jwt subject = subject(values);
      Request asked = new Request(subject, audiences(values), scope(values), type(values));
      return issue(asked, key(exchange, subject));
    } catch (Problem e) {
      return e.answer;
    }
  }

  /** A parameter without a value is none (RFC 6749, 3.2). */
  private static List<String> given(List<String> values) {
    return values.stream().filter(one -> !one.isEmpty()).toList();
  }

  private static void requireKind(Function<String, List<String>> form) throws Problem {
    Optional<String> grant = one(form, "grant_type");
    if (grant.isEmpty()) {
      throw new Problem(INVALID_REQUEST, "There is no grant_type; send a form by POST");
    }
    if (!grant.get().equals(GRANT)) {
      throw new Problem("unsupported_grant_type", "grant_type can only be " + GRANT + " here");
    }
    if (one(form, "actor_token").isPresent() || one(form, "actor_token_type").isPresent()) {
      throw new Problem(INVALID_REQUEST, "An actor_token is not supported; leave it out");
    }
  }

  private static Optional<String> one(Function<String, List<String>> form, String name)
      throws Problem {
    List<String> values = form.apply(name);
    if (values.size() > 1) {
      throw new Problem(INVALID_REQUEST, name + " was sent more than once");
    }
    return values.stream().findFirst();
  }

  private Jwt subject(Function<String, List<String>> form) throws Problem {
    Optional<String> token = one(form, "subject_token");
    Optional<String> type = one(form, "subject_token_type");
    if (token.isEmpty() || type.isEmpty()) {
      throw new Problem(
          INVALID_REQUEST, "Send the access token as subject_token, with subject_token_type");
    }
    if (!TYPES.contains(type.get())) {
      throw new Problem(INVALID_REQUEST, "subject_token_type can only be " + ACCESS_TOKEN);
    }
    try {
      Jwt jwt = verifier.verify(token.get());
      revocation.check(jwt);
      return jwt;
    } catch (JwtRejected e) {
      events.rejected(e.reason());
      throw new Problem(INVALID_REQUEST, "subject_token: " + e.reason().description());
    }
  }

  /** Audiences and resources (RFC 8707) are looked up alike: by the names that are listed. */
  private List<String> audiences(Function<String, List<String>> form) throws Problem {
    List<String> resources = form.apply("resource");
    if (!resources.stream().allMatch(TokenExchange::isResource)) {
      throw new Problem(INVALID_TARGET, "A resource is an absolute URI without a fragment");
    }
    Set<String> asked = new LinkedHashSet<>(form.apply("audience"));
    asked.addAll(resources);
    if (asked.isEmpty()) {
      throw new Problem(INVALID_TARGET, "Name the audience that the token is to be for");
    }
    if (!asked.stream().allMatch(lender::knows)) {
      throw new Problem(INVALID_TARGET, "Tokens are not exchanged for this audience");
    }
    return new ArrayList<>(asked);
  }

  private static boolean isResource(String text) {
    try {
      URI uri = new URI(text);
      return uri.isAbsolute() && uri.getRawFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Late, so that a request that makes no sense uses up no proof. */
  private Optional<String> key(Exchange exchange, Jwt subject) throws Problem {
    try {
      client.check(exchange, subject);
      return dpop.keyOfSuccessors(exchange, subject);
    } catch (JwtRejected e) {
      events.rejected(e.reason());
      throw e.reason().ofProof()
          ? new Problem(e.reason().error(), e.reason().description())
          : new Problem(INVALID_REQUEST, "subject_token: " + e.reason().description());
    }
  }

  private static Optional<Set<String>> scope(Function<String, List<String>> form) throws Problem {
    Optional<String> asked = one(form, "scope");
    Optional<Set<String>> names = asked.flatMap(Scopes::of);
    if (asked.isPresent() && names.isEmpty()) {
      throw new Problem(INVALID_SCOPE, "The scope is malformed");
    }
    return names;
  }

  private static String type(Function<String, List<String>> form) throws Problem {
    String type = one(form, "requested_token_type").orElse(ACCESS_TOKEN);
    if (!TYPES.contains(type)) {
      throw new Problem(INVALID_REQUEST, "requested_token_type can only be " + ACCESS_TOKEN);
    }
    return type;
  }

  /** What is asked for, all of it known. */
  private record Request(
      Jwt subject, List<String> audiences, Optional<Set<String>> scope, String type) {}

  private Issued issue(Request asked, Optional<String> key) throws Problem {
    Jwt subject = asked.subject();
    List<String> audiences = asked.audiences();
    Caller caller = callers.apply(subject);
    Set<String> permissions = lender.permissions(caller, subject, audiences);
    asked.scope().ifPresent(permissions::retainAll);
    if (asked.scope().isPresent() && permissions.isEmpty()) {
      throw new Problem(INVALID_SCOPE, "None of this scope can be given for this audience");
    }
    // A token is accepted a little after its end, but then has no life left to lend.
    ExchangedToken token =
        lender
            .lend(caller, subject, audiences, permissions, key)
            .orElseThrow(() -> new Problem(INVALID_REQUEST, "subject_token: " + EXPIRED));
    events.exchanged(caller.getName(), String.join(" ", audiences));
    long seconds = token.expiresAt().getEpochSecond() - clock.instant().getEpochSecond();
    return new Issued(
        token.token(),
        asked.type(),
        Math.max(0, seconds),
        String.join(" ", new TreeSet<>(permissions)),
        key.isPresent());
  }
}
