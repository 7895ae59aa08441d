<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" trimDirectiveWhitespaces="true" %>
<% pageContext.setAttribute("title", "Your cart"); %>
<%@ include file="/WEB-INF/jsp/header.jspf" %>
<c:choose>
  <c:when test="${empty cart or empty cart.lines}">
    <p>Nothing in it yet. <a href="<c:url value='/catalogue'/>">See the catalogue</a></p>
  </c:when>
  <c:otherwise>
    <ul class="cart">
      <c:forEach var="line" items="${cart.lines}">
        <li data-item="<c:out value='${line.product.name}'/>" data-quantity="<c:out value='${line.quantity}'/>">
          <span class="what"><c:out value="${line.quantity}"/> × <c:out value="${line.product.name}"/></span>
          <span class="price"><c:out value="${line.price}"/></span>
          <form method="post" action="<c:url value='/cart/remove'/>">
            <input type="hidden" name="item" value="<c:out value='${line.product.name}'/>">
            <button aria-label="Remove <c:out value='${line.product.name}'/>">Remove</button>
          </form>
        </li>
      </c:forEach>
    </ul>
    <p class="total">Total <strong><c:out value="${cart.total}"/></strong></p>
    <p><a class="button" href="<c:url value='/checkout/address'/>">Check out</a></p>
    <form method="post" action="<c:url value='/cart/clear'/>"><button>Empty the cart</button></form>
  </c:otherwise>
</c:choose>
<%@ include file="/WEB-INF/jsp/footer.jspf" %>
