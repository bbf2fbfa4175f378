# Subclassification and coarsened exact matching as MatchIt does them, with effects and HC3 errors by lm and sandwich.
#
#   Rscript make.R [OUT]        in this folder; needs MatchIt and sandwich; reads ../nearest/input.csv
#
# The stored files come from R 4.2.2, MatchIt 4.5.1, sandwich 3.0-2 (in _meta); weights of `subclass` (ATT), `cem` and
# `cem-cutpoints` are those of MatchIt 4.7.1 to the last digit.
source("../write_json.R")
suppressMessages({library(MatchIt); library(sandwich)})
lalonde <- read_people("../nearest/input.csv")
F0 <- treat ~ age + educ + race + married + nodegree + re74 + re75
case <- function(name, ...) {
  m <- suppressWarnings(matchit(F0, data = lalonde, ...))
  md <- match.data(m, data = lalonde, drop.unmatched = TRUE)
  f <- lm(re78 ~ treat, data = md, weights = weights)
  smd <- function(s) { x <- if (is.null(s$sum.matched)) s$sum.across else s$sum.matched; setNames(x[, "Std. Mean Diff."], rownames(x)) }
  save_ref(name, list(call = paste(deparse(m$call), collapse = " "), weights = I(unname(m$weights)),
    subclass = I(as.character(m$subclass)), smd = smd(summary(m, un = TRUE)),
    estimate = coef(f)[["treat"]], hc3 = sqrt(vcovHC(f, type = "HC3")["treat", "treat"]), n_used = nrow(md)),
    c("MatchIt", "sandwich"), data = "../nearest/input.csv")
}
for (estimand in c("ATT", "ATC", "ATE")) {
  case(paste0("subclass-", tolower(estimand)), method = "subclass", subclass = 6, estimand = estimand)
  case(paste0("cem-", tolower(estimand)), method = "cem", estimand = estimand)
}
case("subclass-moved", method = "subclass", subclass = 20, min.n = 4, estimand = "ATT")
case("subclass-dropped", method = "subclass", subclass = 40, min.n = 0, estimand = "ATT")
cuts <- list(age = "q5", educ = 4, re74 = "q4", re75 = c(0.5, 2000, 6000))
case("cem-cutpoints", method = "cem", cutpoints = cuts)
case("cem-rules", method = "cem", cutpoints = list(age = "fd", educ = "scott", re74 = "scott", re75 = "fd"),
  grouping = list(race = list(c("white", "hispan"))))
