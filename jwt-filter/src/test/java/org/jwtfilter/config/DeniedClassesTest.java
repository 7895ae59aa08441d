package org.jwtfilter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeniedClassesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bsh.XThis$Handler",
        "clojure.inspector.proxy$javax.swing.table.AbstractTableModel$ff19274a",
        "com.alibaba.fastjson.JSONArray",
        "com.fasterxml.jackson.databind.node.POJONode",
        "com.mchange.v2.c3p0.WrapperConnectionPoolDataSource",
        "com.sun.jndi.ldap.LdapAttribute",
        "com.sun.org.apache.xalan.internal.xsltc.trax.TemplatesImpl",
        "com.sun.rowset.JdbcRowSetImpl",
        "com.sun.syndication.feed.impl.ObjectBean",
        "com.vaadin.data.util.NestedMethodProperty",
        "java.lang.invoke.SerializedLambda",
        "java.net.URL",
        "java.rmi.MarshalledObject",
        "java.security.SignedObject",
        "javax.crypto.SealedObject",
        "javax.management.remote.rmi.RMIConnector",
        "net.sf.json.JSONObject",
        "org.apache.click.control.Column$ColumnComparator",
        "org.apache.commons.beanutils.BeanComparator",
        "org.apache.commons.collections.functors.InvokerTransformer",
        "org.apache.commons.collections4.functors.InstantiateFactory",
        "org.apache.commons.fileupload.disk.DiskFileItem",
        "org.apache.myfaces.view.facelets.el.ValueExpressionMethodExpression",
        "org.apache.wicket.util.upload.DiskFileItem",
        "org.aspectj.weaver.tools.cache.SimpleCache$StoreableCachingMap",
        "org.codehaus.groovy.runtime.MethodClosure",
        "org.hibernate.engine.spi.TypedValue",
        "org.jboss.interceptor.proxy.InterceptorMethodHandler",
        "org.jboss.weld.interceptor.proxy.InterceptorMethodHandler",
        "org.mozilla.javascript.NativeError",
        "org.python.core.PyFunction",
        "org.springframework.aop.framework.JdkDynamicAopProxy",
        "org.springframework.beans.factory.support.DefaultListableBeanFactory",
        "org.springframework.core.SerializableTypeWrapper$MethodInvokeTypeProvider",
        "org.springframework.transaction.jta.JtaTransactionManager",
        "sun.reflect.annotation.AnnotationInvocationHandler",
        "sun.rmi.server.UnicastRef"
      })
  void end_of_a_published_chain_is_denied(String className) {
    assertTrue(DeniedClasses.contains(className));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.fasterxml.jackson.databind.node.ObjectNode",
        "com.shop.Cart",
        "com.sun.faces.util.LRUMap",
        "groovy.lang.GString",
        "groovy.lang.Closures",
        "java.net.URI",
        "java.net.URLs",
        "java.security.Principal",
        "javax.security.auth.Subject",
        "javax.swing.tree.DefaultMutableTreeNode",
        "org.apache.commons.collections.map.CaseInsensitiveMap",
        "org.apache.struts.action.ActionMessages",
        "org.hibernate.collection.internal.PersistentBag",
        "org.springframework.security.core.context.SecurityContextImpl"
      })
  void what_applications_keep_is_not(String className) {
    assertFalse(DeniedClasses.contains(className));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"java.net.URL", "java.rmi.**", "java.rmi.server.*", "sun.rmi.server.UnicastRef"})
  void pattern_may_name_nothing_else(String pattern) {
    assertTrue(DeniedClasses.containsAllOf(pattern));
  }

  @ParameterizedTest
  @ValueSource(strings = {"java.**", "java.net.*", "java.net.URI", "java.rmi*", "groovy.lang.*"})
  void pattern_may_name_something_else(String pattern) {
    assertFalse(DeniedClasses.containsAllOf(pattern));
  }

  @Test
  void pattern_with_two_stars_tells_what_it_takes_in() {
    assertEquals(Optional.of("org.apache.commons.beanutils."), below("org.apache.commons.**"));
    assertEquals(Optional.of("java.net.URL"), below("java.net.**"));
    assertEquals(Optional.empty(), below("org.apache.struts.**"));
    assertEquals(Optional.empty(), below("org.apache.commons.*"));
    assertEquals(Optional.empty(), below("java.net.URL"));
    assertEquals(Optional.empty(), below("/WEB-INF/classes"));
  }

  private static Optional<String> below(String pattern) {
    return DeniedClasses.below(pattern);
  }
}
