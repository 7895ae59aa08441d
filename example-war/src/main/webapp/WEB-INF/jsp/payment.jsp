<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" trimDirectiveWhitespaces="true" %>
<% pageContext.setAttribute("title", "Checkout, 2 of 3: how to pay"); %>
<%@ include file="/WEB-INF/jsp/header.jspf" %>
<form class="stack" method="post" action="<c:url value='/checkout/payment'/>">
  <fieldset>
    <legend>You pay by</legend>
    <c:forEach var="payment" items="${payments}">
      <label><input type="radio" name="payment" value="<c:out value='${payment}'/>" required <c:if test="${payment eq checkout.payment}">checked</c:if>> <c:out value="${payment}"/></label>
    </c:forEach>
  </fieldset>
  <button>Go on</button>
</form>
<p><a href="<c:url value='/checkout/address'/>">Back</a></p>
<%@ include file="/WEB-INF/jsp/footer.jspf" %>
