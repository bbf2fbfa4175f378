# Matching estimates with the error of Abadie and Imbens, from the formulas of the papers: the cases of lalonde.json.
#
#   Rscript make.R [OUT]        in this folder; base R and jsonlite; reads ../nearest/input.csv and ../nearest/mahalanobis.json
#
# Matches are those of the cases of mahalanobis.json. By definition, loop by loop:
#   Abadie & Imbens (2011), section 3: outcomes of matches are moved by a regression among the matches, weighted by how often each
#   serves; Abadie & Imbens (2006), sections 4.1 and 4.2: variance given the covariates from the J nearest units of the same group.
# Neighbours are looked for among the units analysed, by Mahalanobis distance with their covariance; all that are equally near as
# the J-th count.
source("../write_json.R")
lalonde <- read_people("../nearest/input.csv")
stored <- jsonlite::fromJSON("../nearest/mahalanobis.json")
X <- model.matrix(~ age + educ + race + married + nodegree + re74 + re75, lalonde)[, -1]
Y <- lalonde$re78
W <- lalonde$treat
id <- rownames(lalonde)

sigma2 <- function(used, J) {
  S <- solve(cov(X[used, ]))
  out <- rep(NA_real_, length(Y))
  for (i in used) {
    same <- used[W[used] == W[i] & used != i]
    d <- mahalanobis(X[same, , drop = FALSE], X[i, ], S, inverted = TRUE)
    near <- same[d <= sort(d)[J] + 1e-9]
    out[i] <- length(near) / (length(near) + 1) * (Y[i] - mean(Y[near]))^2
  }
  out
}

case <- function(name, correct, J) {
  pairs <- stored[[name]]$pairs
  # Units without a match have an empty name there.
  pairs <- Filter(length, lapply(pairs, function(of) of[nzchar(of)]))
  own <- match(names(pairs), id)
  partners <- lapply(pairs, match, id)
  K <- Q <- numeric(length(Y))
  for (of in partners) for (j in of) {
    K[j] <- K[j] + 1 / length(of)
    Q[j] <- Q[j] + 1 / length(of)^2
  }
  b <- rep(0, ncol(X))
  if (correct) {
    controls <- which(K > 0)
    D <- cbind(1, X[controls, ])
    b <- qr.solve(sqrt(K[controls]) * D, sqrt(K[controls]) * Y[controls])[-1]
  }
  gap <- numeric(length(own))
  for (n in seq_along(own)) {
    imputed <- 0
    for (j in partners[[n]]) imputed <- imputed + (Y[j] + sum(b * (X[own[n], ] - X[j, ]))) / length(partners[[n]])
    gap[n] <- Y[own[n]] - imputed
  }
  used <- sort(c(own, which(K > 0)))
  s2 <- sigma2(used, J)
  N <- length(own)
  controls <- which(K > 0)
  population <- sum((gap - mean(gap))^2) / N^2 + sum((K[controls]^2 - Q[controls]) * s2[controls]) / N^2
  sample <- (sum(s2[own]) + sum(K[controls]^2 * s2[controls])) / N^2
  list(effect = mean(gap), population = sqrt(population), sample = sqrt(sample), n = c(N, length(controls)))
}

names <- c("data", "ratio2", "replace", "caliper")
cases <- list()
for (name in names) for (correct in c(TRUE, FALSE)) for (J in 1:2)
  cases[[paste0(name, if (correct) "-corrected" else "-plain", "-", J)]] <- case(name, correct, J)
save_ref("lalonde", cases, pkgs = "jsonlite")
