// Runs before the page is drawn: says that scripts work, so that components are drawn as they will be.
document.body.classList.add("js-enabled", ...("noModule" in HTMLScriptElement.prototype ? ["govuk-frontend-supported"] : []));
