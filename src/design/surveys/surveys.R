
# Two groups in two surveys ---------------------------------------------------------------------------------------------

# Those who took part and others, asked before and after: the coefficient of group x time with HC2 errors.
groups_surveys <- function(finding, outcome, baseline, treatment, among, level, tashika, companions, q) {
  d <- analysis[analysis[[treatment]] %in% c(0, 1), , drop = FALSE]
  if (!is.null(d[[among]])) d <- d[d[[among]] == 1, , drop = FALSE]
  if (any(!is.na(d[[outcome]]) & !is.na(d[[baseline]]))) return(note(finding, "difference in differences", "units that answered both times: not checked here"))
  long <- data.frame(y = c(d[[baseline]], d[[outcome]]), group = rep(d[[treatment]], 2), time = rep(0:1, each = nrow(d)))
  long <- long[!is.na(long$y), ]
  if (q$estimate == "doubly-robust-did") return(note(finding, "doubly robust difference in differences", "as DRDID's drdid(panel = FALSE): not checked here"))
  fit <- lm(y ~ group * time, long)
  compare(finding, "difference in differences", tashika$estimate, coef(fit)[["group:time"]])
  if (!is.null(tashika$clusters) || !is.null(d[[sub("^eligible_", "cluster_", among)]])) return(note(finding, "standard error", "by clusters: not checked here"))
  part <- tapply(long$y, list(long$group, long$time), function(y) var(y) / length(y))
  free <- tapply(long$y, list(long$group, long$time), length) - 1
  se <- sqrt(sum(part))
  df <- sum(part)^2 / sum(part^2 / free)
  ends <- coef(fit)[["group:time"]] + c(-1, 1) * qt((1 + level) / 2, df) * se
  keep(finding, estimate = coef(fit)[["group:time"]], se = se, df = df)
  compare(finding, "standard error", tashika$std_error, se)
  compare(finding, "degrees of freedom", tashika$df, df)
  compare(finding, "lower end", tashika$low, ends[1])
  compare(finding, "upper end", tashika$high, ends[2])
}
