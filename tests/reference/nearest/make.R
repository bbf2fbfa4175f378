# Nearest neighbour matching as MatchIt does it: the ten reference cases of this folder.
#
#   Rscript make.R [OUT]        in this folder; needs MatchIt and sandwich; reads input.csv
#
# The stored files come from R 4.2.2, MatchIt 4.7.1, sandwich 3.0-2 (in _meta). input.csv: see notebooks-data/nsw.
# MatchIt 4.5.1 to 4.5.3 (Debian 12 has 4.5.1) match wrongly: 105 of 185 matches with replace = TRUE are not the nearest,
# the caliper is passed over (kosukeimai/MatchIt issue 163); 4.6.0 has faults with ratio (issues 207, 208). The stored
# matches were compared with a plain greedy search over the stored distances: they differ in exact ties only.
# One file per case; cases bear the question ids of notebooks-data/nsw/parity.toml. All but a04-caliper-linear-logit have
# the distances of a02-largest.json (distance_as_in). Standard errors are sandwich's, with its small-sample factors.
source("../write_json.R")
suppressMessages({library(MatchIt); library(sandwich)})
stopifnot(packageVersion("MatchIt") >= "4.7.0")
lalonde <- read_people("input.csv")
F0 <- treat ~ age + educ + race + married + nodegree + re74 + re75

# Averages the predicted differences of the weighted fit with all interactions over the treated; exact delta method.
gcomp <- function(fit, md, V) {
  d1 <- d0 <- md[md$treat == 1, , drop = FALSE]
  d1$treat <- 1
  d0$treat <- 0
  w <- d1$weights / sum(d1$weights)
  tt <- delete.response(terms(fit))
  X1 <- model.matrix(tt, d1, xlev = fit$xlevels)
  X0 <- model.matrix(tt, d0, xlev = fit$xlevels)
  kept <- names(coef(fit))[!is.na(coef(fit))]
  g <- drop(crossprod(w, X1 - X0))[kept]
  est <- sum(g * coef(fit)[kept])
  se <- sqrt(drop(t(g) %*% V[kept, kept] %*% g))
  c(estimate = est, se = se, z = est / se, p = 2 * pnorm(-abs(est / se)),
    lo = est - qnorm(.975) * se, hi = est + qnorm(.975) * se)
}

att <- function(m, replace) {
  md <- match.data(m, data = lalonde, drop.unmatched = TRUE)
  paired <- "subclass" %in% names(md)
  VC <- function(f) if (paired) vcovCL(f, cluster = ~subclass, type = "HC1") else vcovHC(f, type = "HC1")
  f1 <- lm(re78 ~ treat, data = md, weights = weights)
  f2 <- lm(re78 ~ treat + age + educ + race + married + nodegree + re74 + re75, data = md, weights = weights)
  f3 <- lm(re78 ~ treat * (age + educ + race + married + nodegree + re74 + re75), data = md, weights = weights)
  out <- list(
    se_kind = if (paired) "vcovCL HC1 by subclass" else "vcovHC HC1 on matching weights", n_used = nrow(md),
    unadjusted = coef_tab(coef(f1), VC(f1)), adjusted = coef_tab(coef(f2), VC(f2)),
    hc3_unadjusted_se = sqrt(diag(vcovHC(f1, type = "HC3"))), gcomp_by_hand_att = gcomp(f3, md, VC(f3)))
  if (replace) {
    gmd <- get_matches(m, data = lalonde)
    g1 <- lm(re78 ~ treat, data = gmd, weights = weights)
    V <- vcovCL(g1, cluster = ~subclass + id, type = "HC1")
    out$get_matches <- list(n = nrow(gmd), estimate = coef(g1), se_cl_subclass_id = sqrt(diag(V)), vcov = V)
  }
  out
}

case <- function(name, m, replace = FALSE) {
  s <- summary(m, un = TRUE, improvement = FALSE, pair.dist = TRUE)
  out <- list(call = gsub("\\s+", " ", paste(deparse(m$call), collapse = " ")), estimand = m$estimand)
  distance <- unname(m$distance)
  if (name == "a02-largest") first <<- distance
  if (identical(distance, first) && name != "a02-largest") out$distance_as_in <- "a02-largest" else out$distance <- I(distance)
  out$match_matrix <- m$match.matrix
  if (!is.null(m$subclass)) out$subclass <- I(as.character(m$subclass))
  out$weights <- I(unname(m$weights))
  out$caliper <- m$caliper
  out$discarded <- sum(m$discarded)
  out$balance <- list(summary_un = s$sum.all, summary_matched = s$sum.matched, nn = s$nn)
  out$att <- att(m, replace)
  save_ref(name, out, c("MatchIt", "sandwich"), data = "input.csv")
}

case("a02-largest", matchit(F0, data = lalonde, method = "nearest", distance = "glm", m.order = "largest"))
case("a02-smallest", matchit(F0, data = lalonde, method = "nearest", m.order = "smallest"))
case("a02-data", matchit(F0, data = lalonde, method = "nearest", m.order = "data"))
case("a02-closest", matchit(F0, data = lalonde, method = "nearest", m.order = "closest"))
case("a03-replace", matchit(F0, data = lalonde, method = "nearest", replace = TRUE), replace = TRUE)
case("a03-replace-ratio3", matchit(F0, data = lalonde, method = "nearest", replace = TRUE, ratio = 3), replace = TRUE)
# 0.2 SD of the probability (plain SD over all units), then 0.2 SD of the logit
case("a04-caliper", matchit(F0, data = lalonde, method = "nearest", caliper = 0.2))
case("a04-caliper-linear-logit",
     matchit(F0, data = lalonde, method = "nearest", distance = "glm", link = "linear.logit", caliper = 0.2))
case("a05-ratio2", matchit(F0, data = lalonde, method = "nearest", ratio = 2, m.order = "largest"))
case("a06-exact-race", matchit(F0, data = lalonde, method = "nearest", exact = ~race))
