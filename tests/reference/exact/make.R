# Exact matching as MatchIt does it, with the effect and its HC3 error by lm and sandwich.
#
#   Rscript make.R [OUT]        in this folder; needs MatchIt and sandwich; reads ../nearest/input.csv
#
# The stored file comes from R 4.2.2, MatchIt 4.7.1, sandwich 3.0-2 (in _meta).
source("../write_json.R")
suppressMessages({library(MatchIt); library(sandwich)})
lalonde <- read_people("../nearest/input.csv")
m <- matchit(treat ~ race + married + nodegree, data = lalonde, method = "exact")
md <- match.data(m, data = lalonde, drop.unmatched = TRUE)
f <- lm(re78 ~ treat, data = md, weights = weights)
save_ref("exact", list(call = paste(deparse(m$call), collapse = " "), weights = I(unname(m$weights)),
  subclass = I(as.character(m$subclass)), balance = summary(m, un = TRUE)$sum.matched,
  att = list(n_used = nrow(md), unadjusted = list(estimate = coef(f), hc3_se = sqrt(diag(vcovHC(f, type = "HC3"))))),
  c("MatchIt", "sandwich"), data = "../nearest/input.csv"))
