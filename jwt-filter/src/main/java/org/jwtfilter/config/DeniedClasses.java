package org.jwtfilter.config;

import java.util.List;
import java.util.Optional;

/**
 * The classes that no session may hold, whatever {@link Options#SESSION_CLASSES} says: those
 * through which reading an object is known to run code of the writer's choice. They are the ends of
 * the published chains, not the collections and comparators that lead there, which applications use
 * too. Nobody knows all of them: what keeps a session safe is the list of what is allowed.
 */
public final class DeniedClasses {
  /** With a dot at its end a package and all below it, otherwise a class and those nested in it. */
  private static final List<String> NAMES =
      List.of(
          // of Java itself
          "com.sun.corba.",
          "com.sun.jmx.",
          "com.sun.jndi.",
          "com.sun.org.apache.",
          "com.sun.rowset.",
          "java.beans.beancontext.",
          "java.lang.invoke.",
          "java.lang.reflect.",
          "java.net.URL",
          "java.rmi.",
          "java.security.SignedObject",
          "javax.crypto.SealedObject",
          "javax.imageio.",
          "javax.management.",
          "javax.naming.",
          "javax.script.",
          "javax.sql.rowset.",
          "javax.swing.undo.",
          "jdk.internal.",
          "jdk.nashorn.",
          "sun.awt.",
          "sun.print.",
          "sun.reflect.",
          "sun.rmi.",
          "sun.swing.",
          // languages
          "bsh.",
          "clojure.",
          "groovy.lang.Closure",
          "groovy.util.Expando",
          "ognl.",
          "org.codehaus.groovy.runtime.",
          "org.mozilla.javascript.",
          "org.python.",
          "scala.collection.immutable.LazyList",
          "scala.sys.process.",
          // what calls any method, or any getter
          "com.alibaba.fastjson.",
          "com.fasterxml.jackson.databind.node.POJONode",
          "com.rometools.rome.feed.impl.",
          "com.sun.syndication.feed.impl.",
          "com.vaadin.data.util.MethodProperty",
          "com.vaadin.data.util.NestedMethodProperty",
          "net.sf.json.",
          "org.apache.click.control.Column",
          "org.apache.commons.beanutils.",
          "org.apache.commons.collections.functors.",
          "org.apache.commons.collections4.functors.",
          "org.apache.commons.jelly.",
          "org.apache.commons.proxy.",
          "org.apache.myfaces.view.facelets.el.ValueExpressionMethodExpression",
          "org.hibernate.engine.spi.TypedValue",
          "org.hibernate.property.",
          "org.hibernate.tuple.component.",
          "org.hibernate.type.ComponentType",
          "org.jboss.interceptor.",
          "org.jboss.weld.interceptor.",
          "org.springframework.aop.",
          "org.springframework.beans.factory.",
          "org.springframework.core.SerializableTypeWrapper",
          // what defines classes, opens connections or writes files
          "ch.qos.logback.core.db.",
          "com.caucho.",
          "com.mchange.",
          "com.zaxxer.hikari.",
          "javassist.",
          "oracle.jdbc.",
          "org.apache.aries.",
          "org.apache.bcel.",
          "org.apache.commons.configuration.",
          "org.apache.commons.configuration2.",
          "org.apache.commons.dbcp.",
          "org.apache.commons.dbcp2.",
          "org.apache.commons.fileupload.",
          "org.apache.commons.fileupload2.",
          "org.apache.ibatis.datasource.",
          "org.apache.tomcat.dbcp.",
          "org.apache.wicket.util.upload.",
          "org.apache.xalan.",
          "org.apache.xbean.",
          "org.aspectj.",
          "org.springframework.jndi.",
          "org.springframework.transaction.jta.");

  private DeniedClasses() {}

  /** Whether a class of this name is denied. */
  public static boolean contains(String className) {
    return NAMES.stream().anyMatch(one -> covers(one, className));
  }

  private static boolean covers(String denied, String className) {
    return className.startsWith(denied)
        && (denied.endsWith(".")
            || className.length() == denied.length()
            || className.charAt(denied.length()) == '$');
  }

  /** Whether a pattern of {@link Options#SESSION_CLASSES} names denied classes and nothing else. */
  static boolean containsAllOf(String pattern) {
    int stars = pattern.indexOf('*');
    return stars < 0
        ? contains(pattern)
        : NAMES.stream().anyMatch(one -> one.endsWith(".") && pattern.startsWith(one));
  }

  /** One of them that a pattern with two stars would let in, were it not denied. */
  static Optional<String> below(String pattern) {
    return pattern.endsWith(".**")
        ? NAMES.stream().filter(one -> one.startsWith(packageOf(pattern))).findFirst()
        : Optional.empty();
  }

  private static String packageOf(String pattern) {
    return pattern.substring(0, pattern.length() - 2);
  }
}
