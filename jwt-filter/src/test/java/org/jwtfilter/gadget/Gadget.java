package org.jwtfilter.gadget;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.rmi.registry.LocateRegistry;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.SignedObject;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.management.BadAttributeValueExpException;
import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.PooledConnection;
import javax.sql.rowset.RowSetProvider;
import javax.tools.ToolProvider;

/** A published chain: an object that runs code when it is read, and a library that makes it so. */
public enum Gadget {
  /** Commons Collections 3: the hash of an entry of a lazy map. */
  COLLECTIONS_HASH(true, lab -> lab.mapOf(tied(lab))),
  /** The same entry's text, which this exception asked for before Java 17. */
  COLLECTIONS_EXCEPTION(
      false, lab -> lab.set(new BadAttributeValueExpException(null), "val", tied(lab))),
  /** The same entry's text, which a list of listeners asks for still. */
  COLLECTIONS_TEXT(true, lab -> lab.textOf(tied(lab))),
  /** Two lazy maps of equal hash, compared. */
  COLLECTIONS_EQUALS(true, Gadget::equalMaps),
  /** An annotation whose values are a lazy map: closed by Java 8u71. */
  COLLECTIONS_ANNOTATION(
      false,
      lab -> {
        Object map = lab.proxy("java.util.Map", annotation(lab, lazy(lab, invoker(lab))));
        return annotation(lab, map);
      }),
  /** Commons Collections 4: a comparator that calls methods. */
  COLLECTIONS4_INVOKES(
      true,
      lab ->
          lab.queueOf(
              lab.make(
                  "org.apache.commons.collections4.comparators.TransformingComparator",
                  lab.make(
                      "org.apache.commons.collections4.functors.InvokerTransformer",
                      "fire",
                      new Class<?>[0],
                      new Object[0])),
              new Canary())),
  /** A comparator that makes objects of any class. */
  COLLECTIONS4_INSTANTIATES(
      true,
      lab ->
          lab.queueOf(
              lab.make(
                  "org.apache.commons.collections4.comparators.TransformingComparator",
                  lab.make(
                      "org.apache.commons.collections4.functors.InstantiateTransformer",
                      new Class<?>[0],
                      new Object[0])),
              Trap.class)),
  /** Commons BeanUtils: a comparator that calls getters. */
  BEANUTILS(true, lab -> lab.queueOf(beanComparator(lab, "danger"), new Canary())),
  /** The getter that reads another stream, with no filter at all. */
  SIGNED_OBJECT(
      true,
      lab -> {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        Serializable inner = (Serializable) COLLECTIONS_HASH.chain.make(lab);
        Signature signature = Signature.getInstance("SHA256withRSA");
        return lab.queueOf(
            beanComparator(lab, "object"), new SignedObject(inner, pair.getPrivate(), signature));
      }),
  /** Xalan: the getter that defines a class. */
  XALAN(true, lab -> lab.queueOf(beanComparator(lab, "outputProperties"), templates(lab))),
  /** The getter that asks a directory server; not exported in Java 17. */
  ROW_SET(
      false,
      lab ->
          lab.queueOf(
              beanComparator(lab, "databaseMetaData"),
              RowSetProvider.newFactory().createJdbcRowSet())),
  /** Groovy: a closure that stands for an interface. */
  GROOVY(
      true,
      lab ->
          lab.queueOf(
              lab.proxy(
                  "java.util.Comparator",
                  lab.make(
                      "org.codehaus.groovy.runtime.ConvertedClosure",
                      lab.make("org.codehaus.groovy.runtime.MethodClosure", new Canary(), "fire"),
                      "compare")),
              "x")),
  /** Spring Core: a type that is found by calling a method. */
  SPRING_TYPE(
      true,
      lab -> {
        String wrapper = "org.springframework.core.SerializableTypeWrapper$";
        Object type = lab.blank(wrapper + "MethodInvokeTypeProvider");
        lab.set(type, "provider", lab.proxy(wrapper + "TypeProvider", new Canary()));
        return lab.set(type, "methodName", "fire");
      }),
  /** Spring AOP: a proxy that calls its target. */
  SPRING_AOP(
      true,
      lab -> {
        Object advised = lab.make("org.springframework.aop.framework.AdvisedSupport");
        lab.call(advised, "setTarget", new Canary());
        return lab.queueOf(
            lab.proxy(
                "java.util.Comparator",
                lab.make("org.springframework.aop.framework.JdkDynamicAopProxy", advised)),
            "x");
      }),
  /** ROME: a bean whose hash is its text, which calls all getters. */
  ROME(
      true,
      lab -> {
        String text = "com.sun.syndication.feed.impl.ToStringBean";
        return lab.mapOf(
            lab.make(
                "com.sun.syndication.feed.impl.EqualsBean",
                lab.type(text),
                lab.make(text, Canary.class, new Canary())));
      }),
  /** c3p0: a data source that makes any object by a factory, also from another host. */
  C3P0(
      true,
      lab ->
          lab.set(
              lab.blank("com.mchange.v2.c3p0.PoolBackedDataSource"),
              "connectionPoolDataSource",
              new Elsewhere())),
  /** Hibernate: a value whose hash calls getters. */
  HIBERNATE(true, Gadget::typedValue),
  /** BeanShell: a script that stands for an interface. */
  BEANSHELL(true, Gadget::script),
  /** Clojure: a table model whose hash is a function of the attacker's. */
  CLOJURE(true, Gadget::tableModel),
  /** Vaadin: an item whose text calls getters. */
  VAADIN(
      true,
      lab -> {
        Object item = lab.make("com.vaadin.data.util.PropertysetItem");
        Object property =
            lab.make("com.vaadin.data.util.NestedMethodProperty", new Canary(), "danger");
        lab.call(item, "addItemProperty", "x", property);
        return lab.textOf(item);
      }),
  /** Apache Click: a comparator of columns that calls getters. */
  CLICK(
      true,
      lab -> {
        Object column = lab.make("org.apache.click.control.Column", "danger");
        lab.call(column, "setTable", lab.make("org.apache.click.control.Table"));
        return lab.queueOf(
            lab.make("org.apache.click.control.Column$ColumnComparator", column), new Canary());
      }),
  /** fastjson: an array whose text calls getters. */
  FASTJSON(
      true,
      lab ->
          lab.textOf(lab.make("com.alibaba.fastjson.JSONArray", (Object) List.of(new Canary())))),
  /** Commons FileUpload: an upload that is written to a file when it is read. */
  FILE_UPLOAD(
      true,
      lab ->
          upload(
              lab,
              lab.make(
                  "org.apache.commons.fileupload.disk.DiskFileItem",
                  "f",
                  "t",
                  false,
                  "n",
                  99,
                  file(lab)))),
  /** AspectJ: a cache that writes what is put into it to a file. */
  ASPECTJ(
      true,
      lab -> {
        Object cache =
            lab.make(
                "org.aspectj.weaver.tools.cache.SimpleCache$StoreableCachingMap",
                lab.folder().toString(),
                12);
        Object constant =
            lab.make(
                "org.apache.commons.collections.functors.ConstantTransformer",
                (Object) "content".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        Object lazy =
            lab.callStatic(
                "org.apache.commons.collections.map.LazyMap", "decorate", cache, constant);
        return lab.mapOf(
            lab.make("org.apache.commons.collections.keyvalue.TiedMapEntry", lazy, "file"));
      }),
  /** Java: a URL that asks for its address when it is hashed. */
  URL_HASH(true, lab -> lab.mapOf(new URL("canary://host/"))),
  /** A remote object that calls its server when it is read. */
  REMOTE_REFERENCE(true, lab -> LocateRegistry.getRegistry("127.0.0.1", lab.port())),
  /** A lambda, which its class makes anew when it is read: calls nothing by itself. */
  LAMBDA(false, lab -> (Supplier<Object> & Serializable) Canary::sing),
  /** A lambda in the form that sessions have for those that are allowed. */
  LAMBDA_STORED(
      false,
      lab -> {
        Object lambda = (Supplier<Object> & Serializable) Canary::sing;
        return lab.make("org.jwtfilter.session.StoredLambda", lab.call(lambda, "writeReplace"));
      }),
  /** A proxy of an application's own handler: calls nothing until it is called. */
  PROXY(false, lab -> lab.proxy("java.lang.Runnable", new Canary()));

  private final boolean alive;
  private final Chain chain;

  /** What a chain is made by. */
  private interface Chain {
    Object make(Lab lab) throws Exception;
  }

  Gadget(boolean alive, Chain chain) {
    this.alive = alive;
    this.chain = chain;
  }

  /** Whether it does harm on the Java that runs the tests, to who reads it carelessly. */
  public boolean alive() {
    return alive;
  }

  /** As Java writes it. */
  public byte[] serialized(Lab lab) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(lab.loader());
    try {
      return Lab.serialized(chain.make(lab));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static Object invoker(Lab lab) throws ReflectiveOperationException {
    String functors = "org.apache.commons.collections.functors.";
    return lab.make(
        functors + "ChainedTransformer",
        lab.array(
            "org.apache.commons.collections.Transformer",
            lab.make(functors + "ConstantTransformer", new Canary()),
            lab.make(functors + "InvokerTransformer", "fire", new Class<?>[0], new Object[0])));
  }

  private static Object lazy(Lab lab, Object transformer) throws ReflectiveOperationException {
    return lab.callStatic(
        "org.apache.commons.collections.map.LazyMap",
        "decorate",
        new HashMap<Object, Object>(),
        transformer);
  }

  private static Object tied(Lab lab) throws ReflectiveOperationException {
    return lab.make(
        "org.apache.commons.collections.keyvalue.TiedMapEntry", lazy(lab, invoker(lab)), "key");
  }

  @SuppressWarnings("unchecked")
  private static Object equalMaps(Lab lab) throws ReflectiveOperationException {
    Object transformer = invoker(lab);
    Object loaded = lab.get(transformer, "iTransformers");
    lab.set(transformer, "iTransformers", lab.array("org.apache.commons.collections.Transformer"));
    Map<Object, Object> one = (Map<Object, Object>) lazy(lab, transformer);
    Map<Object, Object> other = (Map<Object, Object>) lazy(lab, transformer);
    one.put("yy", 1);
    other.put("zZ", 1);
    Map<Object, Object> table = new Hashtable<>();
    table.put(one, 1);
    table.put(other, 2);
    other.remove("yy");
    lab.set(transformer, "iTransformers", loaded);
    return table;
  }

  private static Object annotation(Lab lab, Object values) throws ReflectiveOperationException {
    Object handler = lab.blank("sun.reflect.annotation.AnnotationInvocationHandler");
    lab.set(handler, "type", Override.class);
    return lab.set(handler, "memberValues", values);
  }

  private static Object beanComparator(Lab lab, String property)
      throws ReflectiveOperationException {
    return lab.make("org.apache.commons.beanutils.BeanComparator", property);
  }

  private static Object templates(Lab lab) throws ReflectiveOperationException, IOException {
    String xalan = "org.apache.xalan.xsltc.trax.";
    Object templates = lab.make(xalan + "TemplatesImpl");
    lab.set(templates, "_bytecodes", new byte[][] {translet(lab)});
    lab.set(templates, "_tfactory", lab.make(xalan + "TransformerFactoryImpl"));
    return lab.set(templates, "_name", "Translet");
  }

  private static byte[] translet(Lab lab) throws IOException {
    Path folder = Files.createDirectories(lab.folder().resolve("translet"));
    Path source = folder.resolve("Translet.java");
    Files.writeString(
        source,
        """
        import org.apache.xml.dtm.DTMAxisIterator;
        import org.apache.xml.serializer.SerializationHandler;
        import org.apache.xalan.xsltc.DOM;
        public class Translet extends org.apache.xalan.xsltc.runtime.AbstractTranslet {
          static { org.jwtfilter.gadget.Canary.sing(); }
          public void transform(DOM dom, SerializationHandler[] handlers) {}
          public void transform(DOM dom, DTMAxisIterator iterator, SerializationHandler handler) {}
        }
        """);
    String classPath =
        System.getProperty("java.class.path")
            + File.pathSeparator
            + Path.of(Gadget.class.getProtectionDomain().getCodeSource().getLocation().getPath())
            + File.pathSeparator
            + String.join(
                File.pathSeparator, Lab.libraries().stream().map(Path::toString).toList());
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", classPath, "-nowarn", source.toString());
    if (failed != 0) {
      throw new IllegalStateException("does not compile: " + source);
    }
    return Files.readAllBytes(folder.resolve("Translet.class"));
  }

  /** What has to be made anew from a reference. */
  private static final class Elsewhere implements ConnectionPoolDataSource, Referenceable {
    @Override
    public Reference getReference() {
      return new Reference("any", Trap.class.getName(), null);
    }

    @Override
    public PooledConnection getPooledConnection() {
      return null;
    }

    @Override
    public PooledConnection getPooledConnection(String user, String password) {
      return null;
    }

    @Override
    public java.io.PrintWriter getLogWriter() {
      return null;
    }

    @Override
    public void setLogWriter(java.io.PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
      return 0;
    }

    @Override
    public java.util.logging.Logger getParentLogger() {
      return null;
    }
  }

  private static Object typedValue(Lab lab) throws Exception {
    Object getter =
        lab.make(
            "org.hibernate.property.access.spi.GetterMethodImpl",
            Canary.class,
            "danger",
            Canary.class.getMethod("getDanger"));
    Object tuplizer = lab.blank("org.hibernate.tuple.component.PojoComponentTuplizer");
    lab.set(tuplizer, "getters", lab.array("org.hibernate.property.access.spi.Getter", getter));
    Object type = lab.blank("org.hibernate.type.ComponentType");
    lab.set(type, "componentTuplizer", tuplizer);
    lab.set(type, "propertySpan", 1);
    lab.set(type, "propertyTypes", lab.array("org.hibernate.type.Type", type));
    Object value = lab.blank("org.hibernate.engine.spi.TypedValue");
    lab.set(value, "type", type);
    lab.set(value, "value", new Canary());
    return lab.mapOf(value);
  }

  private static Object script(Lab lab) throws Exception {
    Object interpreter = lab.make("bsh.Interpreter");
    lab.call(
        interpreter,
        "eval",
        "compare(Object a, Object b) { new org.jwtfilter.gadget.Trap(); return new Integer(1); }");
    Object self = lab.make("bsh.XThis", lab.call(interpreter, "getNameSpace"), interpreter);
    return lab.queueOf(lab.proxy("java.util.Comparator", lab.get(self, "invocationHandler")), "x");
  }

  private static Object tableModel(Lab lab) throws Exception {
    Object code =
        lab.call(
            lab.make("clojure.core$constantly"), "invoke", "(org.jwtfilter.gadget.Canary/sing)");
    Object hash =
        lab.call(lab.make("clojure.core$comp"), "invoke", lab.make("clojure.main$eval_opt"), code);
    Object model =
        lab.make("clojure.inspector.proxy$javax.swing.table.AbstractTableModel$ff19274a");
    Object functions =
        lab.callStatic("clojure.lang.PersistentHashMap", "create", Map.of("hashCode", hash));
    lab.call(model, "__initClojureFnMappings", functions);
    return lab.mapOf(model);
  }

  private static File file(Lab lab) {
    return lab.folder().toFile();
  }

  private static Object upload(Lab lab, Object item) throws Exception {
    try (OutputStream out = (OutputStream) lab.call(item, "getOutputStream")) {
      out.write(new byte[10]);
    }
    return lab.set(item, "sizeThreshold", 0);
  }
}
