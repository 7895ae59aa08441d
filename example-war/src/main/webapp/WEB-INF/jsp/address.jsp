<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" trimDirectiveWhitespaces="true" %>
<% pageContext.setAttribute("title", "Checkout, 1 of 3: where to"); %>
<%@ include file="/WEB-INF/jsp/header.jspf" %>
<form class="stack" method="post" action="<c:url value='/checkout/address'/>">
  <label for="name">Name</label>
  <input id="name" name="name" maxlength="500" autocomplete="name" value="<c:out value='${checkout.name}'/>">
  <label for="address">Address</label>
  <textarea id="address" name="address" rows="3" maxlength="500" autocomplete="street-address" required><c:out value="${checkout.address}"/></textarea>
  <button>Go on</button>
</form>
<%@ include file="/WEB-INF/jsp/footer.jspf" %>
