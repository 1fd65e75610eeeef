// Say, before anything is painted, that scripts run here: the stylesheet and the components
// look for these classes.  A file of its own because the security policy allows no inline script;
// loaded at the top of the body, because the components look for them there.
document.body.className +=
  ' js-enabled' + ('noModule' in HTMLScriptElement.prototype ? ' govuk-frontend-supported' : '')
