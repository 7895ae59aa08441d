package org.jwtfilter.benchmarks;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A request that reads the ten attributes of its session, and maybe sets one. For the filter, a
 * whole pass of a visitor with {@code session=token}, cookies in and out; for the others only what
 * their library does with the same data.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xmx1g", "-Xbatch"})
@SuppressWarnings("NullAway.Init") // by setUp
public class TokenSession {
  private static final String CLAIM = "session";
  private static final int VISITORS = 64;
  // Four times as many as the filter remembers; made once, since that takes its time.
  private static final int STRANGERS = 4096;

  /** What the request does with its session. */
  @Param({"reads", "changes"})
  public String request;

  private boolean changes;
  private CartChain chain;
  private Filter filter;
  private SessionCookieJar plain;
  private SessionCookieJar serialized;
  private SessionCookieJar strangers;
  private SecretKey key;
  private Algorithm signer;
  private JWTVerifier verifier;
  private CompactFloor compact;
  private String nimbusToken;
  private String javaJwtToken;
  private String compactToken;
  private int turn;

  /** Starts everybody. */
  @Setup
  public void start() throws Exception {
    changes = request.equals("changes");
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    key = new SecretKeySpec(secret, "AES");
    signer = Algorithm.HMAC256(secret);
    verifier = JWT.require(signer).build();
    compact = new CompactFloor(key);
    filter =
        Container.start(
            Map.of(
                "keys",
                "hmac:base64:" + Base64.getEncoder().encodeToString(secret),
                "session",
                "token",
                "session-classes",
                CartItem.class.getName()),
            "");
    chain = new CartChain(changes);
    strangers = new SessionCookieJar(filter, STRANGERS, Cart::plain);
    fillTokens();
  }

  /** Fresh sessions: one that is a minute old would be touched by a reading request too. */
  @Setup(Level.Iteration)
  public void fill() throws Exception {
    plain = new SessionCookieJar(filter, VISITORS, Cart::plain);
    serialized = new SessionCookieJar(filter, VISITORS, CartItem::numbered);
    check(plain);
    check(serialized);
    check(strangers);
  }

  private void check(SessionCookieJar jar) throws Exception {
    Response response = pass(jar, chain);
    Checks.require(Cart.quantities(), chain.sum);
    Checks.require(changes, !response.getHeaders("Set-Cookie").isEmpty());
  }

  private void fillTokens() throws Exception {
    Map<String, Object> cart = new LinkedHashMap<>();
    CartItem[] items = new CartItem[Cart.LINES];
    for (int line = 0; line < Cart.LINES; line++) {
      cart.put(Cart.name(line), Cart.plain(line));
      items[line] = CartItem.numbered(line);
    }
    nimbusToken = sealed(cart);
    javaJwtToken = JWT.create().withClaim(CLAIM, cart).sign(signer);
    compactToken = compact.write(items);
    checkTokens();
  }

  private void checkTokens() throws Exception {
    Checks.require(Cart.quantities(), sum(opened()));
    Checks.require(Cart.quantities(), sum(verifier.verify(javaJwtToken).getClaim(CLAIM).asMap()));
    int total = 0;
    for (CartItem item : compact.read(compactToken)) {
      total += item.qty;
    }
    Checks.require(Cart.quantities(), total);
  }

  /** The filter; the attributes are maps of plain values, the cookies were seen before. */
  @Benchmark
  public Object filter() throws Exception {
    return pass(plain, chain);
  }

  /** The filter; the attributes are objects of the application's class. */
  @Benchmark
  public Object filterSerialized() throws Exception {
    return pass(serialized, chain);
  }

  /** The filter; this node has not seen the cookies, or has forgotten them. */
  @Benchmark
  public Object filterUnseen() throws Exception {
    return pass(strangers, chain);
  }

  /** The least that sealing can cost. */
  @Benchmark
  public Object compactFloor() throws Exception {
    CartItem[] items = compact.read(compactToken);
    int total = 0;
    for (CartItem item : items) {
      total += item.qty;
    }
    if (!changes) {
      return total;
    }
    int quantity = next();
    items[quantity % items.length] = items[quantity % items.length].with(quantity);
    return compact.write(items);
  }

  /** Nimbus, JWE {@code dir} with A256GCM. */
  @Benchmark
  public Object nimbus() throws Exception {
    Map<String, Object> cart = opened();
    return changes ? sealed(changed(cart)) : sum(cart);
  }

  /** java-jwt with the cart as a claim: signed, and readable for everybody. */
  @Benchmark
  public Object javaJwt() {
    Map<String, Object> cart = verifier.verify(javaJwtToken).getClaim(CLAIM).asMap();
    return changes ? JWT.create().withClaim(CLAIM, changed(cart)).sign(signer) : sum(cart);
  }

  private static Response pass(Filter filter, SessionCookieJar jar, FilterChain chain)
      throws Exception {
    Response response = new Response();
    filter.doFilter(new Request(null, jar.next()), response, chain);
    return response;
  }

  private Response pass(SessionCookieJar jar, FilterChain application) throws Exception {
    return pass(filter, jar, application);
  }

  private String sealed(Map<String, Object> cart) throws JOSEException {
    JWEObject token =
        new JWEObject(new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A256GCM), new Payload(cart));
    token.encrypt(new DirectEncrypter(key));
    return token.serialize();
  }

  private Map<String, Object> opened() throws Exception {
    JWEObject token = JWEObject.parse(nimbusToken);
    token.decrypt(new DirectDecrypter(key));
    return token.getPayload().toJSONObject();
  }

  private Map<String, Object> changed(Map<String, Object> cart) {
    sum(cart);
    int quantity = next();
    cart.computeIfPresent(
        Cart.name(quantity % Cart.LINES), (name, line) -> Cart.with(line, quantity));
    return cart;
  }

  private int next() {
    turn = (turn + 1) % 1000;
    return 10 + turn;
  }

  private static int sum(Map<String, Object> cart) {
    int total = 0;
    for (Object line : cart.values()) {
      total += Cart.quantity(line);
    }
    return total;
  }
}
