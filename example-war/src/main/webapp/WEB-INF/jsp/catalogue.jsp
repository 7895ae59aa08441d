<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" trimDirectiveWhitespaces="true" %>
<% pageContext.setAttribute("title", "Catalogue"); %>
<%@ include file="/WEB-INF/jsp/header.jspf" %>
<ul class="catalogue">
  <c:forEach var="product" items="${products}">
    <li>
      <h2><c:out value="${product.name}"/></h2>
      <p><c:out value="${product.description}"/></p>
      <form method="post" action="<c:url value='/cart/add'/>">
        <span class="price"><c:out value="${product.price}"/></span>
        <input type="hidden" name="item" value="<c:out value='${product.name}'/>">
        <input name="quantity" type="number" min="1" max="9999" value="1" aria-label="Quantity of <c:out value='${product.name}'/>">
        <button aria-label="Add <c:out value='${product.name}'/> to the cart">Add</button>
      </form>
    </li>
  </c:forEach>
</ul>
<h2>Not found?</h2>
<p>What we do not have we order for you.</p>
<form class="stack" method="post" action="<c:url value='/cart/add'/>">
  <label for="item">What you look for</label>
  <input id="item" name="item" maxlength="80" required>
  <label for="quantity">Quantity</label>
  <input id="quantity" name="quantity" type="number" min="1" max="9999" value="1">
  <button>Add to the cart</button>
</form>
<%@ include file="/WEB-INF/jsp/footer.jspf" %>
