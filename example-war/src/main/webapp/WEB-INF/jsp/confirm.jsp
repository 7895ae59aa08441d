<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" trimDirectiveWhitespaces="true" %>
<% pageContext.setAttribute("title", "Checkout, 3 of 3: really"); %>
<%@ include file="/WEB-INF/jsp/header.jspf" %>
<dl>
  <dt>Name</dt><dd id="name"><c:out value="${checkout.name}"/></dd>
  <dt>Address</dt><dd id="address"><c:out value="${checkout.address}"/></dd>
  <dt>Payment</dt><dd id="payment"><c:out value="${checkout.payment}"/></dd>
  <dt>Pieces</dt><dd><c:out value="${empty cart ? 0 : cart.pieces}"/></dd>
  <dt>Total</dt><dd><c:out value="${empty cart ? '0.00' : cart.total}"/></dd>
</dl>
<form method="post" action="<c:url value='/checkout/confirm'/>"><button>Order</button></form>
<p><a href="<c:url value='/checkout/payment'/>">Back</a></p>
<%@ include file="/WEB-INF/jsp/footer.jspf" %>
