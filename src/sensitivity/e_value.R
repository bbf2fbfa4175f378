
# E-value: how strongly an unmeasured factor would have to be linked to both sides (VanderWeele & Ding 2017).
e_value <- function(finding, tashika, level, told) {
  r <- found[[finding]]
  if (is.null(r$se) || is.null(r$within)) return(note(finding, "E-value", "not checked here"))
  ratio <- exp(0.91 * r$estimate / r$within)
  reach <- 1.78 * qnorm((1 + level) / 2) / qnorm(0.975) * r$se / r$within
  of <- function(ratio) {
    ratio <- max(ratio, 1 / ratio)
    ratio + sqrt(ratio * (ratio - 1))
  }
  limit <- if (ratio >= 1) max(exp(log(ratio) - reach), 1) else min(exp(log(ratio) + reach), 1)
  compare(finding, "E-value", told$`e-value`, of(ratio))
  compare(finding, "E-value of the interval", told$`e-value-limit`, if (tashika$low <= 0 && tashika$high >= 0) 1 else of(limit))
}
