# Optimal pair and full matching as MatchIt does them with optmatch.
#
#   Rscript make.R [OUT]        in this folder; needs MatchIt and optmatch; reads ../nearest/input.csv
#
# The stored files come from R 4.2.2, MatchIt 4.7.1, optmatch 0.10.8 (in _meta).
source("../write_json.R")
suppressMessages(library(MatchIt))
lalonde <- read_people("../nearest/input.csv")
F0 <- treat ~ age + educ + race + married + nodegree + re74 + re75
case <- function(name, ...) {
  m <- matchit(F0, data = lalonde, ...)
  save_ref(name, list(call = paste(deparse(m$call), collapse = " "), estimand = m$estimand, treat = I(as.integer(lalonde$treat)),
    distance = I(unname(m$distance)), subclass = I(as.character(m$subclass)), weights = I(unname(m$weights))),
    c("MatchIt", "optmatch"), data = "../nearest/input.csv")
}
case("optimal", method = "optimal")
case("optimal-ratio2", method = "optimal", ratio = 2)
case("full-att", method = "full", estimand = "ATT")
case("full-ate", method = "full", estimand = "ATE")
