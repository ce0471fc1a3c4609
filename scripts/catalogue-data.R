# catalogue-data.R - persons and households that exercise every indicator.
#
# Usage: Rscript scripts/catalogue-data.R FOLDER
# Writes household.csv and person.csv (fixtures/catalogue/).  A column is called
# as the item of the ITU list that it answers: HH9_agg.  Answers are 1 yes, 2 no,
# 7 don't know, 8 refused; blank where the question was not put.  The first 729
# persons have every pattern of three levels in five areas of skill, by each of
# three rules: that of 2020, that of 2025, Eurostat's.

args <- commandArgs(trailingOnly = TRUE)
folder <- if (length(args) > 0) args[1] else "fixtures/catalogue"
set.seed(20251125)

answer <- function(n, yes = .5, missing = .06)
  sample(c(1, 2, 7, 8), n, TRUE, c(yes * (1 - missing), (1 - yes) * (1 - missing),
                                   missing / 2, missing / 2))
blank <- function(x, asked) ifelse(rep_len(asked %in% TRUE, length(x)), x, NA)
ask <- function(d, code, items, asked, yes = .4) {
  for (i in items)
    d[[paste0(code, "_", i)]] <- blank(answer(nrow(d), yes), asked)
  d
}

# ---- households
n <- 216
h <- data.frame(HHID = 1:n, STRATUM = rep(1:3, each = 72), EA = rep(1:54, each = 4),
                W = round(runif(n, .4, 3), 3), AREA = rep(1:2, length.out = n))
for (code in c("HH1", "HH2", "HH6", "HHR1"))
  h[[code]] <- answer(n, .6)
h <- ask(h, "HH3", c("fixed", "mobile"), TRUE)
h <- ask(h, "HH4", c("d", "l", "t"), TRUE)
h <- ask(h, "HH11", c("d", "fb", "twb", "s", "mbh", "mbu"), h$HH6 == 1)
h <- ask(h, "HH13", c("mc", "ms", "mi", "mt"), TRUE)
h <- ask(h, "HH14", c("bn", "be", "bc", "bs", "bp", "ba", "bh", "br", "bd", "bo",
                      "skills"), h$HH6 == 2)
h$HH16_total <- sample(c(round(runif(n - 8, 100, 900), 1), rep(999998, 8)))
for (i in c("w", "x", "y", "z"))
  h[[paste0("HH16_", i)]] <- ifelse(runif(n) < .07, NA, round(runif(n, 0, 60), 1))

# ---- persons
patterns <- expand.grid(IDL = 0:2, CC = 0:2, DCC = 0:2, PS = 0:2, SF = 0:2)
n <- 864
ruled <- 3 * nrow(patterns)
edges <- c(4, 5, 6, 14, 15, 16, 24, 25, 74, 75, 90, 98)
p <- data.frame(HHID = rep(h$HHID, each = 4), LINE = rep(1:4, 216),
                PW = round(runif(n, .4, 3), 3),
                AGE = c(sample(5:90, ruled, TRUE), rep(edges, length.out = n - ruled)),
                SEX = sample(1:2, n, TRUE), EDU = sample(0:6, n, TRUE),
                LFS = sample(1:5, n, TRUE), ISCO = sample(0:9, n, TRUE))
p$PW[740] <- 0
use <- c(rep(1, ruled), answer(n - ruled, .4, .12))
p$HH7 <- use
on <- use == 1
off <- use == 2
p$HH5 <- answer(n)
p <- ask(p, "HH5", c("d", "l", "t"), p$HH5 == 1, .6)
p <- ask(p, "HH8", c("h", "w", "e", "ah", "cf", "fop", "mob", "commercial"), on)
p <- ask(p, "HH9", c("agg", "ash", "aha", "agv", "aiv", "ace", "acv", "asn", "acb",
                     "ap", "asg", "ast", "ab", "aoc", "awl", "awr", "awt", "amg",
                     "ada", "adn", "aja", "apn", "auc", "apv", "asp", "ase"), on)
p$HH10 <- answer(n, .7)
p <- ask(p, "HH10", "s", p$HH10 == 1, .7)
p$HH12 <- blank(sample(c(1, 2, 3, 7), n, TRUE, c(.6, .2, .15, .05)), on)
p <- ask(p, "HH15", c("d", "e", "f", "i", "s", "p", "t", "m", "l", "v", "w", "move"),
         TRUE)
p <- ask(p, "HH17", c("mobi", "mobcell", "mobwifi", "tab", "tabcell", "tabwifi", "comp",
                      "compcell", "compwifi", "othpor"), on)
p$HH18_device <- answer(n, .7)
p <- ask(p, "HH18", c("sim", "s"), p$HH18_device == 1, .8)
p <- ask(p, "HH19", paste0("r", letters[1:10]), off)
p <- ask(p, "HH20", letters[1:16], p$HH9_ap == 1)
p <- ask(p, "HH21", letters[1:8], p$HH9_ap == 1)
p <- ask(p, "HH22", letters[1:3], p$HH9_ap == 1)
p <- ask(p, "HH23", letters[1:7], p$HH9_ap == 2)
p <- ask(p, "DSI", c("messaging", "opinion", "word", "media", "advanced", "site", "policy",
                     "location", "profile", "advertising", "cookies", "settings",
                     "purchase12"), on)
p$LASTBUY <- sample(c(1:4, 7), n, TRUE)
for (d in c("phone", "laptop", "desktop"))
  p[[paste0("EW_", d)]] <- sample(c(1:6, 7), n, TRUE)

# Every pattern by every rule: below basic, basic, or above; the other activities
# of the area not done or, of every other person, perhaps not answered.  An
# activity that only another rule counts is left as it is.
rules <- list(
  "2020" = list(IDL = c("HH9_adn", "HH9_agg", "HH9_ash", "HH15_v"),
                CC = c("HH9_asn", "HH9_acv", "HH15_e", "HH9_apv"),
                DCC = c("HH15_p", "HH15_w", "HH15_f", "HH15_d", "HH9_auc", "HH9_ase"),
                PS = c("HH15_s", "HH15_t", "HH9_ab", "HH9_ap", "HH9_aoc", "HH15_i"),
                SF = c("HH15_l", "HH15_m")))
rules[["2025"]] <- lapply(rules[["2020"]], setdiff, c("HH9_auc", "HH15_t"))
rules$DSI <- list(IDL = c("HH9_agg", "HH9_ash", "HH9_adn", "HH15_v"),
                  CC = c("HH9_ace", "HH9_acv", "DSI_messaging", "HH9_asn", "DSI_opinion",
                         "HH9_apv"),
                  DCC = c("DSI_word", "HH15_f", "DSI_media", "HH15_move", "HH15_p",
                          "DSI_advanced", "HH15_w"),
                  PS = c("HH15_s", "DSI_settings", "DSI_purchase12", "HH9_asg", "HH9_aoc",
                         "HH9_ab", "HH9_aja"),
                  SF = paste0("DSI_", c("site", "policy", "location", "profile",
                                        "advertising", "cookies")))
above <- list("2020" = rep(2, 5), "2025" = rep(2, 5), DSI = c(2, 2, 3, 3, 3))
first <- 0
for (r in names(rules)) {
  for (a in seq_along(patterns))
    for (k in seq_len(nrow(patterns))) {
      items <- rules[[r]][[names(patterns)[a]]]
      least <- above[[r]][a]
      done <- switch(patterns[k, a] + 1, 0, sample.int(least - 1, 1),
                     least - 1 + sample.int(length(items) - least + 1, 1))
      none <- if (k %% 2 == 0) c(2, 2, 2, 7, 8) else 2
      p[first + k, items] <- none[sample.int(length(none), length(items), TRUE)]
      p[first + k, items[sample.int(length(items), done)]] <- 1
    }
  first <- first + nrow(patterns)
}
# What follows from buying is asked by what the patterns have put there.
for (c in grep("^HH2[0-2]_", names(p), value = TRUE))
  p[[c]] <- blank(ifelse(is.na(p[[c]]), answer(n), p[[c]]), p$HH9_ap == 1)
for (c in grep("^HH23_", names(p), value = TRUE))
  p[[c]] <- blank(ifelse(is.na(p[[c]]), answer(n), p[[c]]), p$HH9_ap == 2)

for (name in c("household", "person"))
  write.table(if (name == "person") p else h, file.path(folder, paste0(name, ".csv")),
              sep = ",", na = "", quote = FALSE, row.names = FALSE)
