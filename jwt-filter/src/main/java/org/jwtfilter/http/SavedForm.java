package org.jwtfilter.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jwtfilter.Jwt;
import org.jwtfilter.key.Base64Url;
import org.jwtfilter.key.SealingKeys;
import org.jwtfilter.key.TokenCipher;

/**
 * A form that a visitor posted before the login page came, kept by the visitor's browser until the
 * login is done. Two sealed cookies hold it: the form, which browsers send to its own path alone,
 * and a small ticket with the same random number, which no other domain can plant. The login
 * releases the ticket: for itself, and for a minute. Only then, and for the same target, the form
 * is given out, once. Immutable.
 */
final class SavedForm {
  /** How long a visitor may take for the login. */
  static final Duration LIFE = Duration.ofMinutes(30);

  /** How long a browser may take from the login to the page. */
  static final Duration RELEASED = Duration.ofMinutes(1);

  /** The longest form that is read at all: nothing longer becomes so short that it fits. */
  static final int MOST_BODY_BYTES = 16 * 1024;

  private static final Logger LOG = System.getLogger(SavedForm.class.getName());
  private static final String SUFFIX = "-form";
  private static final String TICKET = "-form-ticket";
  private static final int MOST_COOKIES = 4;
  private static final int NONCE_BYTES = 16;
  private static final int MOST_TEXT_BYTES = 4 * MOST_BODY_BYTES;

  /**
   * What Tomcat and Jetty take of headers is 8 KB; what is left of it for our cookies, once other
   * headers, and what a login adds, have their place.
   */
  private static final int ROOM = 8192 - 1200 - 1400;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final CookieRules rules;
  private final UnaryOperator<String> seen;
  private final TokenCipher forms;
  private final TokenCipher tickets;
  private final Csrf csrf;
  private final Clock clock;
  private final int mostBytes;

  /**
   * @param seen a path with its context path, as browsers see it
   * @param mostBytes of the form's cookie line
   */
  SavedForm(
      CookieRules rules,
      UnaryOperator<String> seen,
      SealingKeys keys,
      Csrf csrf,
      Clock clock,
      int mostBytes) {
    this.rules = rules;
    this.seen = seen;
    this.forms = keys.cipher("form");
    this.tickets = keys.cipher("form-ticket");
    this.csrf = csrf;
    this.clock = clock;
    this.mostBytes = Math.min(mostBytes, CookieRules.MOST_LINE_BYTES);
  }

  /**
   * The cookie's content.
   *
   * @param nonce as the ticket has it
   * @param target for which alone it was posted
   */
  private record Form(long expires, String nonce, String target, PostedForm posted) {}

  /**
   * The ticket's content.
   *
   * @param grant of the login that released it; empty before
   */
  private record Ticket(long expires, String nonce, String grant) {}

  /**
   * Keeps the form of this request, unless it is none, another site made the browser send it, or it
   * is too long. Reads the request's body.
   *
   * @param target of the request
   * @return whether it was kept
   */
  boolean save(Exchange exchange, String target) {
    if (!csrf.fromHere(exchange) || path(target).isEmpty()) {
      return false;
    }
    Optional<PostedForm> posted = exchange.postedForm(MOST_BODY_BYTES);
    if (posted.isEmpty()) {
      return false;
    }
    String nonce = nonce();
    Form form = new Form(millisAfter(LIFE), nonce, target, posted.get());
    SetCookie cookie = cookie(exchange, form);
    if (cookie.length() > Math.min(mostBytes, room(exchange, target))) {
      LOG.log(
          Level.DEBUG,
          "a form posted to {0} is not kept over the login: it takes a cookie of {1} bytes",
          exchange.path(),
          cookie.length());
      return false;
    }
    exchange.setCookie(cookie);
    setTicket(exchange, new Ticket(form.expires(), nonce, ""), LIFE);
    return true;
  }

  private static int room(Exchange exchange, String target) {
    int cookies = exchange.headers("Cookie").stream().mapToInt(String::length).sum();
    return ROOM - cookies - target.length();
  }

  /** Whether a form of this browser waits for a login. */
  boolean waits(Exchange exchange) {
    return ticket(exchange).filter(one -> one.grant().isEmpty()).isPresent();
  }

  /** Lets a form that waits go on, with the login that has just begun. */
  void release(Exchange exchange, Jwt login) {
    Optional<Ticket> waiting = ticket(exchange).filter(one -> one.grant().isEmpty());
    Optional<String> grant = login.grant().filter(one -> !one.isEmpty());
    if (waiting.isPresent() && grant.isPresent()) {
      Ticket released = new Ticket(millisAfter(RELEASED), waiting.get().nonce(), grant.get());
      setTicket(exchange, released, RELEASED);
    }
  }

  /** The form for which this page is asked, which is then forgotten. */
  Optional<PostedForm> take(Exchange exchange, Jwt login) {
    Optional<Ticket> ticket = ticket(exchange).filter(one -> isOf(one, login));
    if (ticket.isEmpty() || !exchange.method().equals("GET") || csrf.foreign(exchange)) {
      return Optional.empty();
    }
    String target = exchange.target();
    Optional<Form> form = form(exchange, ticket.get().nonce(), target);
    if (form.isPresent()) {
      forget(exchange);
      exchange.setCookie(scoped(exchange, Optional.empty(), target));
    }
    return form.map(Form::posted);
  }

  private static boolean isOf(Ticket ticket, Jwt login) {
    return !ticket.grant().isEmpty() && login.grant().filter(ticket.grant()::equals).isPresent();
  }

  /** Forgets the form of this browser: without its ticket it is worth nothing. */
  void forget(Exchange exchange) {
    if (!exchange.cookies(ticketName(exchange)).isEmpty()) {
      exchange.setCookie(rules.hosted(TICKET, Optional.empty(), Duration.ZERO, exchange.secure()));
    }
  }

  // The form

  private SetCookie cookie(Exchange exchange, Form form) {
    return scoped(exchange, Optional.of(forms.seal(encoded(form))), form.target());
  }

  private SetCookie scoped(Exchange exchange, Optional<String> value, String target) {
    String path = seen.apply(path(target).orElseThrow());
    SetCookie cookie = rules.scoped(SUFFIX, value, path, exchange.secure());
    return value.isEmpty()
        ? cookie
        : new SetCookie(
            cookie.name(), cookie.value(), "; Max-Age=" + LIFE.toSeconds() + cookie.attributes());
  }

  /** The path of a target; empty where it cannot stand in a cookie's attributes. */
  private static Optional<String> path(String target) {
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    return Optional.of(path).filter(one -> one.indexOf(';') < 0);
  }

  /** Forms of pages above this one come along, so the right one is looked for. */
  private Optional<Form> form(Exchange exchange, String nonce, String target) {
    List<String> values = exchange.cookies(rules.scopedName(SUFFIX, exchange.secure()));
    return values.stream()
        .limit(MOST_COOKIES)
        .flatMap(value -> forms.open(value).flatMap(SavedForm::form).stream())
        .filter(one -> one.nonce().equals(nonce) && one.target().equals(target))
        .filter(one -> clock.millis() < one.expires())
        .findFirst();
  }

  private static byte[] encoded(Form form) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
      out.writeLong(form.expires());
      out.writeUTF(form.nonce());
      out.writeUTF(form.target());
      out.writeUTF(form.posted().contentType());
      out.write(form.posted().body().getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Sealed by us, and yet bounded: another version may have written it otherwise. */
  private static Optional<Form> form(byte[] sealed) {
    try (DataInputStream in =
        new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(sealed)))) {
      long expires = in.readLong();
      String nonce = in.readUTF();
      String target = in.readUTF();
      String type = in.readUTF();
      byte[] body = in.readNBytes(MOST_TEXT_BYTES);
      String text = new String(body, StandardCharsets.ISO_8859_1);
      return Optional.of(new Form(expires, nonce, target, new PostedForm(type, text)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  // The ticket

  private void setTicket(Exchange exchange, Ticket ticket, Duration life) {
    String text = ticket.expires() + " " + ticket.nonce() + " " + ticket.grant();
    String sealed = tickets.seal(text.getBytes(StandardCharsets.UTF_8));
    exchange.setCookie(rules.hosted(TICKET, Optional.of(sealed), life, exchange.secure()));
  }

  /** The one ticket of this browser, if it is still good. */
  private Optional<Ticket> ticket(Exchange exchange) {
    List<String> values = rules.hostedValues(exchange, TICKET);
    return values.size() == 1
        ? tickets
            .open(values.get(0))
            .flatMap(SavedForm::ticket)
            .filter(one -> clock.millis() < one.expires())
        : Optional.empty();
  }

  private static Optional<Ticket> ticket(byte[] sealed) {
    String[] parts = new String(sealed, StandardCharsets.UTF_8).split(" ", 3);
    try {
      return parts.length == 3
          ? Optional.of(new Ticket(Long.parseLong(parts[0]), parts[1], parts[2]))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private String ticketName(Exchange exchange) {
    return rules.hostedName(TICKET, exchange.secure());
  }

  private long millisAfter(Duration life) {
    Instant now = clock.instant();
    return now.plus(life).toEpochMilli();
  }

  private static String nonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64Url.encode(bytes);
  }
}
