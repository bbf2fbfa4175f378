# Logit and probit of the propensity score.    Rscript make.R [OUT]    in this folder; base R only
# The stored logit.json comes from R 4.2.2. logit_converged has glm epsilon 1e-14, the maximum to rounding;
# logit_default_epsilon_1e8 is what glm and MatchIt use by default. Input: ../nearest/input.csv.
source("../write_json.R")
lalonde <- read_people("../nearest/input.csv")
f <- treat ~ age + educ + race + married + nodegree + re74 + re75
g <- glm(f, data = lalonde, family = binomial, control = glm.control(epsilon = 1e-14, maxit = 100))
gd <- glm(f, data = lalonde, family = binomial)
p <- glm(f, data = lalonde, family = binomial("probit"), control = glm.control(epsilon = 1e-14, maxit = 100))
save_ref("logit", list(
  formula = "treat ~ age + educ + race + married + nodegree + re74 + re75 (race: black is the base level, then hispan, white)",
  logit_converged = c(coef_tab(coef(g), vcov(g)), list(deviance = deviance(g), null_deviance = g$null.deviance, aic = AIC(g), loglik = as.numeric(logLik(g)), iter = g$iter,
     z = coef(summary(g))[, 3], p = coef(summary(g))[, 4], fitted = I(unname(fitted(g))), linear = I(unname(predict(g))))),
  logit_default_epsilon_1e8 = list(estimate = coef(gd), iter = gd$iter, fitted = I(unname(fitted(gd)))),
  probit_converged = c(coef_tab(coef(p), vcov(p)), list(fitted = I(unname(fitted(p)))))), "stats", data = "../nearest/input.csv",
  note = "logit_converged has glm epsilon 1e-14, so it is the maximum to rounding; MatchIt itself uses epsilon 1e-8")
