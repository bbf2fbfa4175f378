
# Assigned by lot ------------------------------------------------------------------------------------------------------

# Those whom the lot chose beside those whom it did not, within strata: Neyman's error, or Lin's least squares with HC2.
randomised <- function(finding, outcome, baseline, treatment, among, level, tashika, companions, q) {
  d <- analysis[analysis[[treatment]] %in% c(0, 1), , drop = FALSE]
  if (!is.null(d[[among]])) d <- d[d[[among]] == 1, , drop = FALSE]
  for (name in c(q$strata, q$cluster)) d <- d[!is.na(d[[name]]), , drop = FALSE]
  d$stratum <- if (length(q$strata) > 0) as.integer(interaction(d[q$strata], drop = TRUE)) else 1
  d <- d[!is.na(d[[outcome]]), , drop = FALSE]
  both <- tapply(d[[treatment]], d$stratum, function(z) length(unique(z)) == 2)
  d <- d[both[as.character(d$stratum)], , drop = FALSE]
  y <- d[[outcome]]
  if (q$estimate == "lin") return(lin(finding, d, y, baseline, treatment, level, tashika, companions, q))
  cells <- split(seq_along(y), list(d$stratum, d[[treatment]]))
  strata <- sort(unique(d$stratum))
  share <- sapply(strata, function(s) if (q$standard == "all") sum(d$stratum == s) else sum(d$stratum == s & d[[treatment]] == 1))
  share <- share / sum(share)
  cell <- function(s, z, f) f(y[cells[[paste(s, z, sep = ".")]]])
  difference <- sapply(strata, function(s) cell(s, 1, mean) - cell(s, 0, mean))
  estimate <- sum(share * difference)
  compare(finding, "difference by lot", tashika$estimate, estimate)
  sizes <- sapply(cells, length)
  if (!is.null(tashika$clusters) || !is.null(q$cluster)) return(note(finding, "standard error", "by clusters: not checked here"))
  if (any(sizes == 1)) return(note(finding, "standard error", "between strata of few: not checked here"))
  if (startsWith(tashika$law, "shares")) return(two_shares(finding, y[d[[treatment]] == 1], y[d[[treatment]] == 0], level, tashika, companions))
  part <- unlist(lapply(c(1, 0), function(z) mapply(function(s, w) w^2 * cell(s, z, var) / cell(s, z, length), strata, share)))
  free <- unlist(lapply(c(1, 0), function(z) sapply(strata, function(s) cell(s, z, length) - 1)))
  df <- sum(part)^2 / sum(part^2 / free)
  by_lot(finding, estimate, sqrt(sum(part)), df, level, tashika)
}

# Covariates and the state before about their means, and their products with the lot.
lin <- function(finding, d, y, baseline, treatment, level, tashika, companions, q) {
  z <- d[[treatment]]
  middle <- function(x) x - (if (q$standard == "all") mean(x) else mean(x[z == 1]))
  x <- list()
  for (name in c(q$covariates, baseline)) {
    value <- d[[name]]
    columns <- if (is.numeric(value)) list(value) else lapply(sort(unique(value[!is.na(value)]))[-1], function(l) as.numeric(value == l))
    for (column in columns) {
      missing <- is.na(column)
      column[missing] <- mean(column[!missing])
      x <- c(x, list(middle(column)), if (any(missing)) list(middle(as.numeric(missing))))
    }
  }
  for (s in sort(unique(d$stratum))[-1]) x <- c(x, list(middle(as.numeric(d$stratum == s))))
  x <- do.call(cbind, x)
  fit <- lm(y ~ z + x + z:x)
  compare(finding, "difference by lot, adjusted", tashika$estimate, coef(fit)[["z"]])
  if (!is.null(tashika$clusters)) return(note(finding, "standard error", "by clusters: not checked here"))
  if (!has_sandwich) return(note(finding, "standard error", "needs the package sandwich"))
  by_lot(finding, coef(fit)[["z"]], sqrt(sandwich::vcovHC(fit, type = "HC2")["z", "z"]), df.residual(fit), level, tashika)
}

by_lot <- function(finding, estimate, se, df, level, tashika) {
  keep(finding, estimate = estimate, se = se, df = df, ends = function(level) estimate + c(-1, 1) * qt((1 + level) / 2, df) * se)
  compare(finding, "standard error", tashika$std_error, se)
  if (tashika$law != "t") return(note(finding, "interval and p-value", paste0("by another law (", tashika$law, "): not checked here")))
  compare(finding, "degrees of freedom", tashika$df, df)
  ends <- estimate + c(-1, 1) * qt((1 + level) / 2, df) * se
  compare(finding, "lower end", tashika$low, ends[1])
  compare(finding, "upper end", tashika$high, ends[2])
  compare(finding, "p-value", tashika$p_value, 2 * pt(-abs(estimate / se), df))
}
