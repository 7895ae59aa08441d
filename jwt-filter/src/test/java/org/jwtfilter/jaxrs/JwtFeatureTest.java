package org.jwtfilter.jaxrs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Configuration;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.SecurityContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jwtfilter.Caller;
import org.jwtfilter.JwtEvents;
import org.jwtfilter.config.ConfigurationException;
import org.jwtfilter.config.Setting;
import org.mockito.Mockito;

class JwtFeatureTest {
  private final Map<String, Object> properties = new HashMap<>();
  private final FeatureContext context = context();

  private FeatureContext context() {
    Configuration configuration = Mockito.mock(Configuration.class);
    Mockito.when(configuration.getProperties()).thenReturn(properties);
    FeatureContext made = Mockito.mock(FeatureContext.class);
    Mockito.when(made.getConfiguration()).thenReturn(configuration);
    return made;
  }

  @Test
  void properties_withPrefix_configure() {
    properties.put("jwt.keys", RestTokens.KEYS);
    properties.put("other.keys", "x");
    try (JwtFeature feature = new JwtFeature()) {
      assertTrue(feature.configure(context));
    }
  }

  @Test
  void wrongProperty_isNamedWithItsPlace() {
    properties.put("jwt.kees", RestTokens.KEYS);
    String message =
        assertThrows(ConfigurationException.class, () -> new JwtFeature().configure(context))
            .getMessage();
    assertTrue(message.contains("did you mean keys?"), message);
    assertTrue(message.contains("property jwt.kees of the JAX-RS application"), message);
  }

  @ParameterizedTest
  @CsvSource({
    "session, token",
    "login, /login",
    "endpoints, /jwt",
    "login-page, /login.html",
    "token-from, form",
    "accounts, com.shop.Users",
    "trusted-proxies, loopback",
    "login-attempts, 5",
    "bind, ip-prefix:log"
  })
  void whatTheFilterAloneCanDo_isRefused(String option, String value) {
    JwtFeature feature = JwtFeature.with(Map.of("keys", RestTokens.KEYS, option, value));
    String message =
        assertThrows(ConfigurationException.class, () -> feature.configure(context)).getMessage();
    assertTrue(message.contains(option + ": "), message);
    assertTrue(message.contains("put JwtFilter in front"), message);
  }

  @Test
  void listener_byName_hearsWhatHappens() {
    int before = Listener.MADE.get();
    Map<String, String> options =
        Map.of("keys", RestTokens.KEYS, "events", Listener.class.getName());
    try (JwtFeature feature = JwtFeature.with(options)) {
      assertTrue(feature.configure(context));
    }
    assertEquals(before + 1, Listener.MADE.get());
  }

  @Test
  void listener_byNameAndByHand_isAContradiction() {
    JwtFeature feature =
        JwtFeature.with(
            Map.of("keys", RestTokens.KEYS, "events", Listener.class.getName()), new Listener());
    String message =
        assertThrows(ConfigurationException.class, () -> feature.configure(context)).getMessage();
    assertTrue(message.contains("events: a listener was handed to JwtFeature.with too"), message);
  }

  @Test
  void listener_ofAClassThatIsNotThere_isAProblem() {
    JwtFeature feature =
        JwtFeature.with(Map.of("keys", RestTokens.KEYS, "events", "com.shop.Audit"));
    String message =
        assertThrows(ConfigurationException.class, () -> feature.configure(context)).getMessage();
    assertTrue(message.contains("there is no class com.shop.Audit"), message);
  }

  /** Counts how often it was made. */
  public static final class Listener implements JwtEvents {
    static final AtomicInteger MADE = new AtomicInteger();

    public Listener() {
      MADE.incrementAndGet();
    }
  }

  @Test
  void microProfileNames_withoutAKey_areMeantForSomebodyElse() {
    properties.put("mp.jwt.verify.issuer", "https://issuer.example");
    assertTrue(new JwtFeature().configure(context));
    Mockito.verify(context, Mockito.never())
        .register(Mockito.isA(PreflightFilter.class), Mockito.eq(1000));
  }

  @Test
  void unconfiguredFeature_withoutFilterInFront_letsNobodyIn() {
    ContainerRequestContext request = Mockito.mock(ContainerRequestContext.class);
    CallerFilter filter = new CallerFilter(new Plan(null), jwt -> {});
    String message =
        assertThrows(IllegalStateException.class, () -> filter.filter(request)).getMessage();
    assertTrue(message.contains("jwt.keys"), message);
  }

  @Test
  void callerThatTheFilterInFrontFound_isNotLookedForAgain() {
    SecurityContext security = Mockito.mock(SecurityContext.class);
    Mockito.when(security.getUserPrincipal()).thenReturn(new Caller("ann", Set.of()));
    Mockito.when(security.getAuthenticationScheme()).thenReturn("Bearer");
    ContainerRequestContext request = Mockito.mock(ContainerRequestContext.class);
    Mockito.when(request.getSecurityContext()).thenReturn(security);
    new CallerFilter(new Plan(null), jwt -> {}).filter(request);
    Mockito.verify(request, Mockito.never()).getHeaders();
    Mockito.verify(request, Mockito.never()).setSecurityContext(Mockito.any());
  }

  @Test
  void onlySecured_bindsTheSearchForCallersByName_andAccessNot() {
    try (JwtFeature feature = JwtFeature.with(Map.of("keys", RestTokens.KEYS)).onlySecured()) {
      feature.configure(context);
    }
    Mockito.verify(context).register(Mockito.isA(SecuredCallerFilter.class), Mockito.eq(1000));
    Mockito.verify(context).register(Mockito.isA(AccessFilter.class), Mockito.eq(2000));
  }

  @Test
  void systemProperties_areReadByTheirPrefix() {
    java.util.Properties system = new java.util.Properties();
    system.setProperty("jwt.issuer", "me");
    system.setProperty("java.home", "x");
    assertEquals(
        List.of(new Setting("issuer", "me", "property jwt.issuer of the system")),
        Settings.ofSystem(system));
  }
}
