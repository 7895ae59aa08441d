package org.jwtfilter.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamConstants;
import java.io.Serializable;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Streams that no Java has written: by the grammar of serialization, and against its spirit. */
class SessionHostileStreamTest implements ObjectStreamConstants {
  private static final int SERIALIZED = 0xF1;
  private static boolean initialised;

  private final SessionCodec codec = codec("org.jwtfilter.session.SessionHostileStreamTest");
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  SessionHostileStreamTest() throws IOException {
    out.writeByte(SERIALIZED);
  }

  private static SessionCodec codec(String... patterns) {
    ClassLoader loader = SessionHostileStreamTest.class.getClassLoader();
    return new SessionCodec(loader, ClassRules.of(List.of(patterns), loader), true);
  }

  /** Says so when it is initialised. */
  static final class Loud implements Serializable {
    private static final long serialVersionUID = 1;

    static {
      initialised = true;
    }
  }

  static final class Mild implements Serializable {
    private static final long serialVersionUID = 1;
  }

  /** Reads itself, as it likes. */
  static final class Reader implements Externalizable {
    private static final long serialVersionUID = 1;
    private static int read;

    /** For reading. */
    public Reader() {}

    @Override
    public void readExternal(ObjectInput in) {
      read++;
    }

    @Override
    public void writeExternal(ObjectOutput out) {}
  }

  enum Tea {
    GREEN
  }

  /** An implicit constructor would not make these. */
  record Cup(int size) implements Serializable {
    Cup {
      if (size < 1) {
        throw new IllegalArgumentException("no cup");
      }
    }
  }

  private SessionHostileStreamTest descriptor(String name, long uid, int flags) throws IOException {
    out.writeByte(TC_CLASSDESC);
    out.writeUTF(name);
    out.writeLong(uid);
    out.writeByte(flags);
    out.writeShort(0);
    out.writeByte(TC_ENDBLOCKDATA);
    out.writeByte(TC_NULL);
    return this;
  }

  private SessionHostileStreamTest object(String name, long uid, int flags) throws IOException {
    out.writeByte(TC_OBJECT);
    return descriptor(name, uid, flags);
  }

  private static long uid(Class<?> type) {
    return ObjectStreamClass.lookup(type).getSerialVersionUID();
  }

  private Object read(SessionCodec by) throws UndecodableException {
    return by.decode("a", Encoded.of(bytes.toByteArray()));
  }

  private String refusal(SessionCodec by) {
    String message = assertThrows(UndecodableException.class, () -> read(by)).getMessage();
    return message.substring("session attribute \"a\" cannot be read: ".length());
  }

  @Test
  void class_that_is_not_allowed_is_not_even_initialised() throws Exception {
    object(Loud.class.getName(), 1, SC_SERIALIZABLE);

    assertTrue(refusal(codec()).contains("is not among those that sessions may hold"));
    assertFalse(initialised);
  }

  @Test
  void object_of_an_allowed_class_is_read() throws Exception {
    object(Mild.class.getName(), 1, SC_SERIALIZABLE);

    assertTrue(read(codec) instanceof Mild);
  }

  @Test
  void another_version_of_the_class_is_refused_and_named() throws Exception {
    object(Mild.class.getName(), 2, SC_SERIALIZABLE);

    assertEquals(
        "the class " + Mild.class.getName() + " does not fit what was stored (serialVersionUID)",
        refusal(codec));
  }

  @Test
  void descriptor_that_calls_a_class_what_it_is_not_is_refused() throws Exception {
    object(Mild.class.getName(), 1, SC_EXTERNALIZABLE | SC_BLOCK_DATA);

    assertTrue(refusal(codec).startsWith("the class " + Mild.class.getName()), refusal(codec));
  }

  /** Found by the fuzzer: no filter is asked about such an object. */
  @Test
  void descriptor_alone_is_no_value() throws Exception {
    descriptor(Mild.class.getName(), 1, SC_SERIALIZABLE);

    assertEquals("it is the description of a class and no value", refusal(codec));
  }

  @Test
  void descriptor_of_an_enum_that_is_none_is_refused() throws Exception {
    out.writeByte(TC_ENUM);
    descriptor(Mild.class.getName(), 0, SC_SERIALIZABLE | SC_ENUM);
    out.writeByte(TC_STRING);
    out.writeUTF("GREEN");

    assertEquals("it does not fit its classes here", refusal(codec));
  }

  @Test
  void object_of_an_enum_that_is_no_constant_is_refused() throws Exception {
    object(Tea.class.getName(), 0, SC_SERIALIZABLE);

    assertEquals("it does not fit its classes here", refusal(codec));
  }

  @Test
  void class_that_reads_itself_does_so_only_where_it_is_allowed() throws Exception {
    object(Reader.class.getName(), 1, SC_EXTERNALIZABLE | SC_BLOCK_DATA);
    out.writeByte(TC_ENDBLOCKDATA);
    int before = Reader.read;

    assertTrue(refusal(codec()).contains(Reader.class.getName()));
    assertEquals(before, Reader.read);
    assertTrue(read(codec) instanceof Reader);
    assertEquals(before + 1, Reader.read);
  }

  @Test
  void record_is_made_by_its_constructor_which_may_refuse() throws Exception {
    object(Cup.class.getName(), 0, SC_SERIALIZABLE);

    assertEquals("its serialized form is damaged: java.io.InvalidObjectException", refusal(codec));
  }

  /** A class is a value too: only that of an allowed one. */
  @Test
  void class_object_of_a_class_that_is_not_allowed_is_refused() throws Exception {
    out.writeByte(TC_CLASS);
    descriptor("java.lang.Runtime", 0, 0);
    assertEquals(Runtime.class, read(codec), "in a package of values, and no object of it");

    bytes.reset();
    out.writeByte(SERIALIZED);
    out.writeByte(TC_CLASS);
    descriptor("java.net.URL", uid(java.net.URL.class), SC_SERIALIZABLE);
    assertEquals("the class java.net.URL is never allowed in a session", refusal(codec("java.**")));
  }

  @Test
  void class_that_nobody_has_is_refused_and_named() throws Exception {
    object("com.example.Gone", 1, SC_SERIALIZABLE);

    assertEquals("the class com.example.Gone is not known here", refusal(codec));
  }

  @Test
  void array_of_more_dimensions_than_there_are_is_refused() throws Exception {
    out.writeByte(TC_ARRAY);
    descriptor("[".repeat(300) + "I", 0, SC_SERIALIZABLE);
    out.writeInt(0);

    assertTrue(refusal(codec).endsWith(" is not known here"), refusal(codec));
  }

  @Test
  void array_without_elements_to_come_makes_no_room() throws Exception {
    out.writeByte(TC_ARRAY);
    descriptor("[J", uid(long[].class), SC_SERIALIZABLE);
    out.writeInt(Integer.MAX_VALUE);

    assertEquals("it exceeds the limits of depth, references or size", refusal(codec));
  }

  @Test
  void reference_to_what_was_not_written_is_refused() throws Exception {
    out.writeByte(TC_REFERENCE);
    out.writeInt(baseWireHandle);

    assertTrue(refusal(codec).startsWith("its serialized form is damaged"), refusal(codec));
  }

  @Test
  void reference_below_all_handles_is_refused() throws Exception {
    out.writeByte(TC_REFERENCE);
    out.writeInt(-1);

    assertTrue(refusal(codec).startsWith("its serialized form is damaged"), refusal(codec));
  }

  @Test
  void proxy_is_refused_before_its_interfaces_are_looked_at() throws Exception {
    out.writeByte(TC_OBJECT);
    out.writeByte(TC_PROXYCLASSDESC);
    out.writeInt(1);
    out.writeUTF("com.example.Gone");

    assertEquals("a java.lang.reflect.Proxy is never allowed in a session", refusal(codec));
  }

  @Test
  void exception_in_place_of_an_object_is_refused() throws Exception {
    out.writeByte(TC_EXCEPTION);
    object(java.io.IOException.class.getName(), uid(java.io.IOException.class), SC_SERIALIZABLE);

    assertEquals("its serialized form is damaged: java.io.WriteAbortedException", refusal(codec));
  }

  @Test
  void nothing_is_no_value() throws Exception {
    out.writeByte(TC_NULL);

    assertEquals("it holds nothing", refusal(codec));
  }
}
