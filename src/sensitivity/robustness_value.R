
# Robustness value: how much an unmeasured factor would have to explain (Cinelli & Hazlett 2020).
robustness_value <- function(finding, tashika, level, told) {
  r <- found[[finding]]
  if (is.null(r$t)) return(note(finding, "robustness value", "not checked here"))
  f <- told$q * abs(r$t) / sqrt(r$t_df)
  value <- function(f) (sqrt(f^4 + 4 * f^2) - f^2) / 2
  compare(finding, "partial R2", told$`partial-r2`, r$t^2 / (r$t^2 + r$t_df))
  compare(finding, "robustness value", told$rv, value(f))
  if (abs(told$alpha - (1 - level)) > 1e-12) return(note(finding, "robustness value of the interval", "another level: not checked here"))
  # What chance takes off f: the distance from the estimate to the nearer end of its interval, in ordinary standard errors.
  reach <- if (r$estimate > 0) r$estimate - tashika$low else tashika$high - r$estimate
  critical <- reach / abs(r$estimate) * abs(r$t) / sqrt(r$t_df)
  undecided <- abs(told$q - 1) < 1e-12 && tashika$low <= 0 && tashika$high >= 0
  limit <- if (undecided || f <= critical) 0 else if (f * critical > 1) (f^2 - critical^2) / (1 + f^2) else value(f - critical)
  compare(finding, "robustness value of the interval", told$`rv-alpha`, limit)
}
