<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" trimDirectiveWhitespaces="true" %>
<% pageContext.setAttribute("title", "Welcome"); %>
<%@ include file="/WEB-INF/jsp/header.jspf" %>
<p>Household goods since 1911, on the Web since 2009.</p>
<p><a class="button" href="<c:url value='/catalogue'/>">See the catalogue</a></p>
<%@ include file="/WEB-INF/jsp/footer.jspf" %>
