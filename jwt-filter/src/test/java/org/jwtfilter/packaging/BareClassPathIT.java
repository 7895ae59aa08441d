package org.jwtfilter.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.DeploymentFailed;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/** Each library that may be missing is: what does not need it works, what does says so at start. */
class BareClassPathIT {
  private static final InvocationHandler NOTHING =
      (proxy, method, arguments) -> method.getReturnType() == boolean.class ? (Object) false : null;

  private static WebApp app(List<Path> jars, Predicate<String> seen, Map<String, String> more) {
    return Server.app(more).libraries(jars).sees(seen);
  }

  private static void assertWorks(ServerUnderTest server, List<Path> jars, Predicate<String> seen) {
    WebApp app = app(jars, seen, Map.of());
    try (Node one = server.start(app);
        Node two = server.start(app)) {
      Client client = Client.of(one, two);
      assertEquals(401, client.get("/mine/count").status());
      assertEquals("ann 1", Ann.asks(client, "/mine/count"));
      assertEquals("ann 2", Ann.asks(client, "/mine/count"));
    }
  }

  private static String refusal(List<Path> jars, Predicate<String> seen, Map<String, String> more) {
    WebApp app = app(jars, seen, more);
    return Said.by(
        assertThrows(DeploymentFailed.class, () -> ServerUnderTest.TOMCAT.start(app).close()));
  }

  @ParameterizedTest
  @EnumSource
  void plainJar_withoutOneOptionalLibrary_works(OptionalLibrary missing) {
    assertWorks(ServerUnderTest.TOMCAT, Jars.PLAIN.whole(), Server.without(missing.classes()));
  }

  @ParameterizedTest
  @EnumSource
  void bothJars_withoutAnyOptionalLibrary_work(Jars jar) {
    for (ServerUnderTest server : ServerUnderTest.values()) {
      assertWorks(server, jar.whole(), Server.bare());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "JEDIS, store, redis://127.0.0.1:6379",
    "JCACHE, store, jcache:logins",
    "SECURITY, accounts, org.jwtfilter.servlet.IdentityStoreAccounts",
    "CDI, accounts, org.jwtfilter.servlet.IdentityStoreAccounts",
  })
  void optionThatNeedsAMissingLibrary_stopsTheDeployment_andNamesIt(
      OptionalLibrary missing, String option, String value) {
    String said =
        refusal(Jars.PLAIN.whole(), Server.without(missing.classes()), Map.of(option, value));
    assertTrue(said.contains(option + ": "), said);
    assertTrue(said.contains(missing.coordinates()), said);
  }

  @ParameterizedTest
  @CsvSource({"java-jwt-, java-jwt (com.auth0)", "jackson-core-, jackson-core (com.fasterxml"})
  void plainJar_withoutWhatItNeeds_saysWhat_andThatThereIsAnotherJar(String missing, String name) {
    List<String> needed = new ArrayList<>(Jars.NEEDED);
    needed.remove(missing);
    List<Path> jars = Jars.with(Jars.PLAIN.path(), Jars.ofOurBuild(needed));
    String said = refusal(jars, Server.bare(), Map.of());
    assertTrue(said.contains("jwt-filter cannot start without " + name), said);
    assertTrue(said.contains("into WEB-INF/lib, or take jwt-filter-<version>-all.jar"), said);
  }

  @Test
  void jaxRs_withoutTheAnnotations_saysSoAtStart_notAtTheFirstRequest() throws Exception {
    List<Path> jars = new ArrayList<>(Jars.PLAIN.whole());
    jars.add(Jars.ofOurBuild("jakarta.ws.rs-api-"));
    try (URLClassLoader loader = alone(jars)) {
      Class<?> context = loader.loadClass("jakarta.ws.rs.core.FeatureContext");
      Class<?> feature = loader.loadClass("org.jwtfilter.jaxrs.JwtFeature");
      Object made = feature.getConstructor().newInstance();
      InvocationTargetException failed =
          assertThrows(
              InvocationTargetException.class,
              () -> feature.getMethod("configure", context).invoke(made, unconfigured(context)));
      String said = Said.by(failed.getCause());
      assertTrue(said.contains("IllegalStateException: JwtFeature needs jakarta.annotation"), said);
    }
  }

  /** A context of a runtime in which nothing is registered yet. */
  private static Object unconfigured(Class<?> context) throws ClassNotFoundException {
    ClassLoader loader = context.getClassLoader();
    Class<?> configuration = loader.loadClass("jakarta.ws.rs.core.Configuration");
    Object nothing = Proxy.newProxyInstance(loader, new Class<?>[] {configuration}, NOTHING);
    return Proxy.newProxyInstance(
        loader,
        new Class<?>[] {context},
        (proxy, method, arguments) -> method.getName().equals("getConfiguration") ? nothing : null);
  }

  @ParameterizedTest
  @EnumSource
  void tokens_withNothingButTheJdk_areVerified(Jars jar) throws Exception {
    try (URLClassLoader loader = alone(jar.whole())) {
      assertThrows(ClassNotFoundException.class, () -> loader.loadClass("jakarta.servlet.Filter"));
      assertEquals("ann", Programs.caller(loader, Ann.token()));
    }
  }

  private static URLClassLoader alone(List<Path> jars) throws Exception {
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      urls.add(jar.toUri().toURL());
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }
}
