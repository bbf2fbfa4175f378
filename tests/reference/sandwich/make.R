# Robust and cluster-robust covariances.    Rscript make.R [OUT]    in this folder; sandwich, lmtest, clubSandwich
# The stored sandwich.json comes from R 4.2.2, sandwich 3.0-2, lmtest 0.9-40, clubSandwich 0.5.8 (not the newest).
# Input: ../nearest/input.csv; the 40 clusters of lalonde_cl40 are made up: rep(1:40, length.out = 614).
# cl: sandwich's vcovCL, type HC0..HC3. CR: clubSandwich's vcovCR with Satterthwaite degrees of freedom.
source("../write_json.R")
suppressMessages({library(sandwich); library(lmtest); library(clubSandwich)})
lalonde <- read_people("../nearest/input.csv")
f <- lm(re78 ~ treat + age + educ + race + married + nodegree + re74 + re75, lalonde)
gl <- glm(treat ~ age + educ + race + married, binomial, lalonde)
g <- rep(1:40, length.out = nrow(lalonde))
hc <- sapply(c("const", "HC0", "HC1", "HC2", "HC3", "HC4", "HC4m", "HC5"), function(t) sqrt(diag(vcovHC(f, type = t))))
cr <- function(m, cl, sel) { o <- list(); for (t in c("CR0", "CR1", "CR1p", "CR1S", "CR2", "CR3")) o[[t]] <- trycase({ V <- vcovCR(m, cluster = cl, type = t); ct <- coef_test(m, vcov = V, test = "Satterthwaite", coefs = sel); ci <- conf_int(m, vcov = V, level = .95, test = "Satterthwaite", coefs = sel); list(se = sqrt(diag(as.matrix(V)))[sel], vcov = as.matrix(V)[sel, sel], beta = ct$beta, tstat = ct$tstat, df_satt = ct$df_Satt %||% ct$df, p_satt = ct$p_Satt, ci_l = ci$CI_L, ci_u = ci$CI_U) }); o }
save_ref("sandwich", list(
  lm_coef = coef(f), hc_se = hc, hc_vcov_HC3 = vcovHC(f, "HC3"), hat = I(unname(hatvalues(f))),
  coeftest_HC3 = { c <- coeftest(f, vcov = vcovHC(f, "HC3")); matrix(c, nrow(c), dimnames = dimnames(c)) },
  glm_hc0 = sqrt(diag(vcovHC(gl, "HC0"))), glm_sandwich = sqrt(diag(sandwich(gl))), glm_coef = coef(gl),
  lalonde_cl40 = list(cluster = "rep(1:40, length.out = 614)",
    cl = sapply(c("HC0", "HC1", "HC2", "HC3"), function(t) sqrt(diag(vcovCL(f, g, type = t)))), CR = cr(f, g, names(coef(f)))),
  bp = { b <- bptest(f); c(stat = unname(b$statistic), df = unname(b$parameter), p = b$p.value) },
  reset = { r <- resettest(f); c(stat = unname(r$statistic), p = r$p.value) }),
  c("sandwich", "lmtest", "clubSandwich"), data = "../nearest/input.csv")
