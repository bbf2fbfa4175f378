
# Doses ------------------------------------------------------------------------------------------------------------------

# The outcome (or its change) on the dose, in steps, with covariates or with weights by the generalised propensity score.
doses <- function(finding, outcome, baseline, treatment, among, level, tashika, companions, q) {
  d <- if (is.null(treatment)) analysis else analysis[analysis[[treatment]] %in% 1, , drop = FALSE]
  if (!is.null(d[[among]])) d <- d[d[[among]] == 1, , drop = FALSE]
  d <- d[complete.cases(d[c(q$dose, q$covariates)]), , drop = FALSE]
  x <- d[vapply(d, function(v) length(unique(v)) > 1, NA) & names(d) %in% q$covariates]
  x <- if (length(x) == 0) matrix(1, nrow(d), 1) else model.matrix(~ ., x)
  if (ncol(x) > 1) x[, -1] <- scale(x[, -1])
  x <- x[, qr(x)$pivot[seq_len(qr(x)$rank)], drop = FALSE]
  y <- if (is.null(baseline)) d[[outcome]] else d[[outcome]] - d[[baseline]]
  known <- !is.na(y)
  n <- nrow(d)
  w <- rep(1, n)
  if (q$gps) {
    dose <- if (q$log) log(d[[q$dose]]) else d[[q$dose]]
    r <- residuals(lm.fit(x, dose))
    away <- dose - mean(dose)
    s2 <- mean(r^2)
    S2 <- mean(away^2)
    w <- sqrt(s2 / S2) * exp(r^2 / (2 * s2) - away^2 / (2 * S2))
  }
  z <- cbind(x, d[[q$dose]] / q$per)[known, , drop = FALSE]
  k <- ncol(z)
  fit <- lm.wfit(z, y[known], w[known])
  bread <- chol2inv(qr.R(fit$qr))[order(fit$qr$pivot), order(fit$qr$pivot)]
  psi <- ((z * (w[known] * fit$residuals)) %*% bread)[, k]
  if (q$gps) {
    p <- ncol(x)
    scores <- cbind(x * r, r^2 - s2, away, away^2 - S2)
    slope <- w * cbind(-x * r / s2, 1 / (2 * s2) - r^2 / (2 * s2^2), away / S2, away^2 / (2 * S2^2) - 1 / (2 * S2))
    hessian <- diag(-n, p + 3)
    hessian[seq_len(p), seq_len(p)] <- -crossprod(x)
    by_parameter <- colSums(psi / w[known] * slope[known, , drop = FALSE])
    all <- as.vector(-scores %*% solve(t(hessian), by_parameter))
    h <- w[known] * rowSums((z %*% bread) * z)
    all[known] <- all[known] + psi / (1 - h)
    se <- sqrt(sum(all^2))
    df <- sum(w[known])^2 / sum(w[known]^2) - k
  } else {
    df <- sum(known) - k
    se <- sqrt(sum(psi^2) * sum(known) / df)
  }
  b <- unname(fit$coefficients[k])
  keep(finding, estimate = b, sd = sd(d[[outcome]][known]), within = sd(y[known]))
  compare(finding, "difference for each step more", tashika$estimate, b)
  if (!is.null(tashika$clusters)) return(note(finding, "standard error", "by clusters: not checked here"))
  ends <- function(level) b + c(-1, 1) * qt((1 + level) / 2, df) * se
  keep(finding, se = se, df = if (is.finite(df)) df else NA, ends = ends)
  compare(finding, "standard error", tashika$std_error, se)
  compare(finding, "lower end", tashika$low, ends(level)[1])
  compare(finding, "upper end", tashika$high, ends(level)[2])
  compare(finding, "p-value", tashika$p_value, 2 * pt(-abs(b / se), df))
}
