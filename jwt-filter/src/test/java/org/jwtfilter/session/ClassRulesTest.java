package org.jwtfilter.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassRulesTest {
  private static final ClassLoader LOADER = ClassRulesTest.class.getClassLoader();

  private static ClassRules rules(String... patterns) {
    return ClassRules.of(List.of(patterns), LOADER);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        String.class,
        Integer.class,
        java.math.BigDecimal.class,
        java.util.ArrayList.class,
        java.util.concurrent.ConcurrentHashMap.class,
        java.time.LocalDate.class,
        java.sql.Timestamp.class,
        java.io.IOException.class,
        javax.security.auth.login.LoginException.class,
        StackTraceElement.class,
        int.class,
        byte[].class,
        String[][].class,
        java.util.concurrent.TimeUnit.class
      })
  void values_of_the_jdk_are_allowed(Class<?> type) {
    assertTrue(rules().allows(type));
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        java.net.URL.class,
        java.net.URL[].class,
        java.lang.reflect.Proxy.class,
        java.lang.invoke.SerializedLambda.class,
        java.rmi.server.UnicastRemoteObject.class,
        javax.management.BadAttributeValueExpException.class,
        javax.naming.CompositeName.class
      })
  void ways_to_run_code_are_denied_even_if_a_pattern_names_them(Class<?> type) {
    assertFalse(rules("java.**", "javax.**", "java.net.URL").allows(type));
  }

  static final class Remote extends java.rmi.server.UnicastRemoteObject {
    private static final long serialVersionUID = 1;

    Remote() throws java.rmi.RemoteException {}
  }

  @Test
  void what_inherits_from_a_denied_class_is_denied() {
    assertFalse(rules("org.jwtfilter.**").allows(Remote.class));
    assertEquals(
        "the class " + Remote.class.getName() + " is never allowed in a session",
        ClassRules.refusal(Remote.class));
  }

  @Test
  void proxies_are_denied_whatever_they_stand_for() {
    Object proxy =
        java.lang.reflect.Proxy.newProxyInstance(
            LOADER, new Class<?>[] {Runnable.class}, (self, method, arguments) -> null);
    assertFalse(rules("org.**", "com.**", "jdk.**").allows(proxy.getClass()));
    assertEquals(
        "the class " + proxy.getClass().getName() + " is never allowed in a session",
        ClassRules.refusal(proxy.getClass()));
  }

  @Test
  void lambdas_are_allowed_of_classes_that_a_pattern_names() {
    assertTrue(rules(Shop.class.getName()).allowsLambdasOf(Shop.Item.class));
    assertTrue(rules("org.jwtfilter.**").allowsLambdasOf(Shop.class));
    assertTrue(rules("java.util.Comparator").allowsLambdasOf(java.util.Comparator.class));
    assertFalse(rules("com.shop.**").allowsLambdasOf(Shop.class));
  }

  @Test
  void lambdas_are_not_allowed_because_the_class_is_a_value_or_the_pattern_takes_in_anything() {
    assertTrue(rules().allows(java.util.Comparator.class));
    assertFalse(rules().allowsLambdasOf(java.util.Comparator.class));
    assertFalse(rules("java.**").allowsLambdasOf(java.util.Comparator.class));
    assertTrue(rules("org.**").allows(Shop.class));
    assertFalse(rules("org.**").allowsLambdasOf(Shop.class));
    assertTrue(rules("java.util.*").allowsLambdasOf(java.util.Comparator.class));
  }

  @Test
  void lambdas_of_denied_classes_are_denied_and_of_all_where_nobody_has_named_any() {
    assertFalse(rules("java.net.URL").allowsLambdasOf(java.net.URL.class));
    assertEquals(
        "the lambdas of the class java.net.URL are never allowed in a session",
        ClassRules.refusalOfLambdas(java.net.URL.class));
    ClassRules unset = rules("org.jwtfilter.**").withoutLambdas();
    assertTrue(unset.allows(Shop.class));
    assertFalse(unset.allowsLambdasOf(Shop.class));
  }

  @Test
  void refusal_of_lambdas_names_what_to_add() {
    assertEquals(
        "the lambdas of the class org.jwtfilter.session.Shop are not among what sessions may hold:"
            + " name it, or its package as org.jwtfilter.session.**, in session-classes",
        ClassRules.refusalOfLambdas(Shop.class));
    assertEquals(
        "the lambdas of the class java.util.Comparator are not among what sessions may hold: name"
            + " it in session-classes",
        ClassRules.refusalOfLambdas(java.util.Comparator.class));
  }

  @Test
  void refusal_of_an_array_is_about_what_it_holds() {
    assertEquals(
        "the class java.net.URL is never allowed in a session",
        ClassRules.refusal(java.net.URL[][].class));
    assertEquals(
        "the class org.jwtfilter.session.Shop$Item is not among those that sessions may hold: add"
            + " it, or its package as org.jwtfilter.session.**, to session-classes",
        ClassRules.refusal(Shop.Item[].class));
  }

  @Test
  void primitives_are_allowed_in_arrays() {
    assertTrue(rules().allows(int[][].class));
  }

  @Test
  void classes_of_nobody_are_not_allowed() {
    assertFalse(rules().allows(Shop.Item.class));
    assertFalse(rules().allows(Shop.Item[].class));
    assertFalse(rules().allows(javax.security.auth.Subject.class));
  }

  @Test
  void two_stars_mean_the_package_and_those_below() {
    assertTrue(rules("org.jwtfilter.**").allows(Shop.Item.class));
    assertTrue(rules("org.jwtfilter.session.**").allows(Shop.Item[].class));
    assertFalse(rules("org.jwt.**").allows(Shop.Item.class));
  }

  @Test
  void one_star_means_the_package_alone() {
    assertTrue(rules("org.jwtfilter.session.*").allows(Shop.Item.class));
    assertFalse(rules("org.jwtfilter.*").allows(Shop.Item.class));
  }

  @Test
  void a_name_means_the_class_with_its_nested_ones() {
    assertTrue(rules("org.jwtfilter.session.Shop").allows(Shop.Item.class));
    assertTrue(rules("org.jwtfilter.session.Shop$Item").allows(Shop.Item.class));
    assertFalse(rules("org.jwtfilter.session.Shop$Item").allows(Shop.Cart.class));
    assertFalse(rules("org.jwtfilter.session.Sho").allows(Shop.Item.class));
    assertTrue(rules("javax.security.auth.Subject").allows(javax.security.auth.Subject.class));
  }

  @Test
  void web_inf_classes_means_what_the_web_application_loads_from_there(@TempDir Path folder)
      throws Exception {
    ClassLoader own =
        CompiledClasses.loader(folder.resolve("app/WEB-INF/classes"), "Cart:public class Cart {}");
    ClassLoader library =
        CompiledClasses.loader(folder.resolve("app/WEB-INF/lib"), "Tool:public class Tool {}");
    ClassRules rules = ClassRules.of(List.of("/WEB-INF/classes"), own);
    assertTrue(rules.allows(own.loadClass("Cart")));
    assertFalse(rules.allows(Shop.Item.class));
    assertFalse(
        ClassRules.of(List.of("/WEB-INF/classes"), library).allows(library.loadClass("Tool")));
    assertFalse(ClassRules.of(List.of("/WEB-INF/classes"), library).allows(own.loadClass("Cart")));
  }

  /** As Open Liberty does it: a front of the loader, and a WAR as the place of every class. */
  @Test
  void web_inf_classes_of_a_war_that_is_not_unpacked(@TempDir Path folder) throws Exception {
    Path classes = folder.resolve("app/WEB-INF/classes");
    CompiledClasses.loader(classes, "Cart:public class Cart {}");
    byte[] cart = Files.readAllBytes(classes.resolve("Cart.class"));
    URL inWar = classes.resolve("Cart.class").toUri().toURL();
    ClassLoader own = new OfWar(folder.resolve("app.war").toUri().toURL(), "Cart", cart, inWar);
    ClassLoader front = new ClassLoader(own) {};
    assertTrue(ClassRules.of(List.of("/WEB-INF/classes"), front).allows(own.loadClass("Cart")));
    URL inLibrary = new URL("jar:file:/app/WEB-INF/lib/tools.jar!/Cart.class");
    ClassLoader library =
        new OfWar(folder.resolve("app.war").toUri().toURL(), "Cart", cart, inLibrary);
    assertFalse(
        ClassRules.of(List.of("/WEB-INF/classes"), library).allows(library.loadClass("Cart")));
    assertFalse(ClassRules.of(List.of("/WEB-INF/classes"), library).allows(own.loadClass("Cart")));
  }

  @Test
  void classes_of_the_application_are_those_that_its_loader_gives_out_of_its_own(
      @TempDir Path folder) throws Exception {
    Path classes = folder.resolve("app/WEB-INF/classes");
    ClassLoader unpacked = CompiledClasses.loader(classes, "Cart:public class Cart {}");
    byte[] cart = Files.readAllBytes(classes.resolve("Cart.class"));
    URL war = folder.resolve("app.war").toUri().toURL();
    URL inClasses = classes.resolve("Cart.class").toUri().toURL();
    URL inLibrary = new URL("jar:file:/app/WEB-INF/lib/tools.jar!/Cart.class");
    ClassLoader packed = new OfWar(war, "Cart", cart, inClasses);
    ClassLoader library = new OfWar(war, "Cart", cart, inLibrary);
    for (ClassLoader own : List.of(unpacked, packed)) {
      for (ClassLoader webapp : List.of(own, new ClassLoader(own) {})) {
        assertTrue(ClassRules.isOfApplication(webapp, own.loadClass("Cart")));
        assertTrue(ClassRules.isOwn(webapp, own.loadClass("Cart")));
      }
    }
    ClassLoader front = new ClassLoader(library) {};
    assertTrue(ClassRules.isOfApplication(front, library.loadClass("Cart")));
    assertFalse(ClassRules.isOwn(front, library.loadClass("Cart")));
    for (Class<?> others : List.of(String.class, Shop.Item.class, packed.loadClass("Cart"))) {
      assertFalse(ClassRules.isOfApplication(front, others), others.getName());
    }
  }

  /** Makes one class of a WAR. */
  private static final class OfWar extends ClassLoader {
    private final URL war;
    private final String name;
    private final byte[] code;
    private final URL file;

    OfWar(URL war, String name, byte[] code, URL file) {
      this.war = war;
      this.name = name;
      this.code = code;
      this.file = file;
    }

    @Override
    protected Class<?> findClass(String wanted) throws ClassNotFoundException {
      if (!wanted.equals(name)) {
        throw new ClassNotFoundException(wanted);
      }
      CodeSource source = new CodeSource(war, (Certificate[]) null);
      return defineClass(name, code, 0, code.length, new ProtectionDomain(source, null));
    }

    @Override
    protected URL findResource(String wanted) {
      return wanted.equals(name + ".class") ? file : null;
    }
  }

  @Test
  void bad_patterns_are_reported_together() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> rules("com.shop.**", "**", "com.*.shop", "com/shop", "", "/WEB-INF/lib"));
    assertEquals(
        "[**, com.*.shop, com/shop, , /WEB-INF/lib] are no class patterns: write com.shop.** (with"
            + " sub-packages), com.shop.*, a class name, or /WEB-INF/classes",
        e.getMessage());
  }
}
