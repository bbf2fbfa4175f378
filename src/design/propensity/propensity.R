
# Weights by the probability of taking part --------------------------------------------------------------------------------

# The probability by glm; other models are not recomputed.
propensity_weights <- function(q) {
  if (!q$model %in% c("logit", "probit")) return(note(q$id, "weights", paste("the model", q$model, "is not recomputed in R")))
  d <- candidates(q)
  t <- as.integer(d[[q$treatment]])
  base <- if (is.null(q$base)) rep(1, nrow(d)) else d[[q$base]]
  x <- data.frame(t = t, setNames(lapply(q$covariates, function(name) d[[name]]), paste0("x", seq_along(q$covariates))))
  fitted_on <- function(base) {
    x$base <- base
    fit <- suppressWarnings(glm(reformulate(setdiff(names(x), c("t", "base")), "t"), quasibinomial(q$model), x, weights = base, control = list(epsilon = 1e-14, maxit = 100)))
    unname(predict(fit, x, type = "response"))
  }
  p <- fitted_on(base)
  if (any(p < 1e-9 | p > 1 - 1e-9)) return(note(q$id, "weights", "the covariates tell the groups apart: Firth's method is not recomputed in R"))
  used <- used_probabilities(q, p, t)
  if (any(!used)) base[!used] <- 0
  if (any(!used) && q$again) p <- fitted_on(base)
  weight <- base * switch(whose(q), ATE = ifelse(t == 1, 1 / p, 1 / (1 - p)), ATC = ifelse(t == 1, (1 - p) / p, 1),
    ATO = ifelse(t == 1, 1 - p, p), ATM = pmin(p, 1 - p) / ifelse(t == 1, p, 1 - p), ifelse(t == 1, 1, p / (1 - p)))
  if (q$stabilised) weight <- weight * ifelse(t == 1, sum(base[t == 1]), sum(base[t == 0])) / sum(base)
  if (!is.null(q$trim)) for (arm in switch(whose(q), ATT = 0, ATC = 1, 0:1)) {
    own <- t == arm & weight > 0
    weight[own] <- pmin(weight[own], quantile(weight[own], q$trim))
  }
  stored <- d[[paste0("weight_", q$columns)]]
  gap <- max(abs(stored - weight)) / max(weight)
  report(q$id, "weights (largest difference, of the largest)", paste(sum(stored > 0), "units"), paste(sum(weight > 0), "units"),
         format(gap, digits = 2), if (gap <= 1e-8) "agrees" else "DIFFERS")
}

used_probabilities <- function(q, p, t) {
  used <- rep(TRUE, length(p))
  if (!is.null(q$bounds)) used <- p >= q$bounds & p <= 1 - q$bounds
  outside <- function(p, range) p < range[1] | p > range[2]
  if (q$discard %in% c("treated", "both")) used[t == 1 & outside(p, range(p[t == 0]))] <- FALSE
  if (q$discard %in% c("comparison", "both")) used[t == 0 & outside(p, range(p[t == 1]))] <- FALSE
  used
}
