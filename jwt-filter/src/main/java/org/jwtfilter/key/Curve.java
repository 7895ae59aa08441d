package org.jwtfilter.key;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;
import java.util.Arrays;
import java.util.Optional;

/** The curves of RFC 7518 section 3.4, each with the one algorithm that uses it. */
enum Curve {
  P256("P-256", "secp256r1", JwsAlgorithm.ES256),
  P384("P-384", "secp384r1", JwsAlgorithm.ES384),
  P521("P-521", "secp521r1", JwsAlgorithm.ES512);

  private static final BigInteger TWO = BigInteger.TWO;
  private static final BigInteger THREE = BigInteger.valueOf(3);

  private final String jwkName;
  private final JwsAlgorithm algorithm;

  @SuppressWarnings("ImmutableEnumChecker") // it is immutable, though not annotated
  private final ECParameterSpec parameters;

  Curve(String jwkName, String standardName, JwsAlgorithm algorithm) {
    this.jwkName = jwkName;
    this.algorithm = algorithm;
    this.parameters = parameters(standardName);
  }

  /** The curve with this {@code crv}. */
  static Optional<Curve> named(String jwkName) {
    return Arrays.stream(values()).filter(one -> one.jwkName.equals(jwkName)).findFirst();
  }

  /** The curve with these parameters, compared in full: names are not trusted. */
  static Optional<Curve> of(ECParameterSpec given) {
    return Arrays.stream(values()).filter(one -> one.is(given)).findFirst();
  }

  String jwkName() {
    return jwkName;
  }

  JwsAlgorithm algorithm() {
    return algorithm;
  }

  ECParameterSpec parameters() {
    return parameters;
  }

  /** Whether the point satisfies the curve's equation; the JDK does not ask. */
  boolean contains(ECPoint point) {
    if (point.equals(ECPoint.POINT_INFINITY) || !inField(point.getAffineX())) {
      return false;
    }
    BigInteger x = point.getAffineX();
    BigInteger y = point.getAffineY();
    BigInteger right = x.modPow(THREE, p()).add(a().multiply(x)).add(curve().getB()).mod(p());
    return inField(y) && y.multiply(y).mod(p()).equals(right);
  }

  /** The public point of a private number: files may leave it out. Not for use per request. */
  ECPoint times(BigInteger scalar) {
    ECPoint sum = ECPoint.POINT_INFINITY;
    for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
      sum = add(sum, sum);
      sum = scalar.testBit(bit) ? add(sum, parameters.getGenerator()) : sum;
    }
    return sum;
  }

  private ECPoint add(ECPoint one, ECPoint other) {
    if (one.equals(ECPoint.POINT_INFINITY)) {
      return other;
    }
    if (other.equals(ECPoint.POINT_INFINITY)) {
      return one;
    }
    boolean same = one.equals(other);
    if (!same && one.getAffineX().equals(other.getAffineX())) {
      return ECPoint.POINT_INFINITY;
    }
    return along(same ? tangent(one) : chord(one, other), one, other);
  }

  private BigInteger tangent(ECPoint at) {
    BigInteger rise = at.getAffineX().pow(2).multiply(THREE).add(a());
    return rise.multiply(at.getAffineY().multiply(TWO).modInverse(p())).mod(p());
  }

  private BigInteger chord(ECPoint one, ECPoint other) {
    BigInteger rise = other.getAffineY().subtract(one.getAffineY());
    BigInteger run = other.getAffineX().subtract(one.getAffineX());
    return rise.multiply(run.modInverse(p())).mod(p());
  }

  private ECPoint along(BigInteger slope, ECPoint one, ECPoint other) {
    BigInteger x = slope.pow(2).subtract(one.getAffineX()).subtract(other.getAffineX()).mod(p());
    BigInteger y = slope.multiply(one.getAffineX().subtract(x)).subtract(one.getAffineY()).mod(p());
    return new ECPoint(x, y);
  }

  private boolean is(ECParameterSpec given) {
    return parameters.getCurve().equals(given.getCurve())
        && parameters.getGenerator().equals(given.getGenerator())
        && parameters.getOrder().equals(given.getOrder())
        && parameters.getCofactor() == given.getCofactor();
  }

  private boolean inField(BigInteger number) {
    return number.signum() >= 0 && number.compareTo(p()) < 0;
  }

  private EllipticCurve curve() {
    return parameters.getCurve();
  }

  private BigInteger p() {
    return ((ECFieldFp) curve().getField()).getP();
  }

  private BigInteger a() {
    return curve().getA();
  }

  private static ECParameterSpec parameters(String standardName) {
    try {
      AlgorithmParameters named = AlgorithmParameters.getInstance("EC");
      named.init(new ECGenParameterSpec(standardName));
      return named.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java knows no " + standardName, e);
    }
  }
}
