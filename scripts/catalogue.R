# catalogue.R - every indicator of the catalogues, from its definition.
#
# Usage: Rscript scripts/catalogue.R FOLDER [OUTPUT]
# Reads household.csv and person.csv in FOLDER (fixtures/catalogue/), writes
# OUTPUT (default FOLDER/expected.csv): by run, indicator and item the estimate
# and the number of cases with an answer.  A run is a vintage of the ITU list, or
# a rule for activities without an answer.
#
# Written from the definitions, on columns that are named by ITU's items; it
# knows nothing of canonical variables and of the catalogue's expressions.  In R
# as there, NA & FALSE is FALSE and NA | TRUE is TRUE.

args <- commandArgs(trailingOnly = TRUE)
folder <- if (length(args) > 0) args[1] else "fixtures/catalogue"
output <- if (length(args) > 1) args[2] else file.path(folder, "expected.csv")
h <- read.csv(file.path(folder, "household.csv"))
p <- read.csv(file.path(folder, "person.csv"))

yes <- function(x) ifelse(x %in% c(1, 2), x == 1, NA)
h$HH16_total[h$HH16_total == 999998] <- NA
age <- ifelse(p$AGE == 98, NA, p$AGE)
scope <- age >= 5
user <- yes(p$HH7)
woman <- p$SEX == 2
everyone <- rep(TRUE, nrow(h))

rows <- list()
put <- function(code, item, u, y, x = NULL) {
  d <- if (length(y) == nrow(h)) h$W else p$PW
  keep <- u %in% TRUE & !is.na(y) & d > 0
  if (!is.null(x))
    keep <- keep & !is.na(x)
  w <- d[keep]
  below <- if (is.null(x)) sum(w) else sum(w * x[keep])
  rows[[length(rows) + 1]] <<- data.frame(run = run, indicator = code, item = item,
    estimate = sum(w * y[keep]) / below, n = sum(keep))
}

# The ITU list.  BUT narrows who counts; CODE renames; PREFIX stands before it.
households <- function() {
  put("HH1", "", everyone, yes(h$HH1))
  put("HH2", "", everyone, yes(h$HH2))
  fixed <- yes(h$HH3_fixed)
  mobile <- yes(h$HH3_mobile)
  put("HH3", "", everyone, fixed | mobile)
  put("HH3", "fixed", everyone, fixed)
  put("HH3", "mobile", everyone, mobile)
  put("HH3", "both", everyone, fixed & mobile)
  put("HH4", "", everyone, yes(h$HH4_d) | yes(h$HH4_l) | yes(h$HH4_t))
  for (i in c("d", "l", "t"))
    put("HH4", i, everyone, yes(h[[paste0("HH4_", i)]]))
  home <- yes(h$HH6)
  put("HH6", "", everyone, home)
  # No service where there is no Internet.
  service <- function(i) home & yes(h[[paste0("HH11_", i)]])
  wired <- service("fb") | service("twb") | service("s")
  air <- service("mbh") | service("mbu")
  put("HH11", "b", everyone, wired | air)
  put("HH11", "d", everyone, service("d") & !wired & !air)
  for (i in c("fb", "twb", "s", "mbh", "mbu"))
    put("HH11", i, everyone, service(i))
  put("HH11", "bfo", everyone, wired & !air)
  put("HH11", "bmo", everyone, air & !wired)
  put("HH11", "bfm", everyone, wired & air)
  for (i in c("mc", "ms", "mi", "mt"))
    put("HH13", i, everyone, yes(h[[paste0("HH13_", i)]]))
  for (i in c("bn", "be", "bc", "bs", "bp", "ba", "bh", "br", "bd", "bo"))
    put("HH14", i, !home, yes(h[[paste0("HH14_", i)]]))
  if (run != "2025")
    put("HH14", "X_skills", !home, yes(h$HH14_skills))
  for (i in c("w", "x", "y", "z"))
    put("HH16", i, everyone, h[[paste0("HH16_", i)]], h$HH16_total)
  put("HHR1", "", everyone, yes(h$HHR1))
}

q <- function(code, item) yes(p[[paste0(code, "_", item)]])
pc <- yes(p$HH5)
own <- q("HH18", "device") & q("HH18", "sim")
buyer <- user & q("HH9", "ap")
online <- function(i) user & q("HH9", i)
of_skills <- c("agg", "ash", "acv", "asn", "apv", "ase", "aoc", "ap", "ab", "adn")

skills <- function(code, u) {
  items <- switch(run, "2014" = c("d", "e", "f", "i", "s", "p", "t", "w"),
                  "2025" = c("d", "e", "f", "i", "s", "p", "m", "l", "v", "w"),
                  c("d", "e", "f", "i", "s", "p", "t", "m", "l", "v", "w"))
  for (i in items)
    put(code, i, u, q("HH15", i))
  if (run == "2014")
    put(code, "X_move", u, q("HH15", "move"))
  if (run != "2014")
    levels_of(code, u)
}

# Numbers of activities, by the rule of the run for those without an answer.
itu_areas <- function() list(
  IDL = list(q("HH15", "v"), online("ash"), online("adn"), online("agg")),
  CC = list(q("HH15", "e"), online("acv"), online("asn"), online("apv")),
  DCC = c(list(q("HH15", "d"), q("HH15", "f"), q("HH15", "p"), q("HH15", "w"),
               online("ase")), if (run != "2025") list(online("auc"))),
  PS = c(list(q("HH15", "s"), q("HH15", "i"), online("aoc"), online("ap"),
              online("ab")), if (run != "2025") list(q("HH15", "t"))),
  SF = list(q("HH15", "l"), q("HH15", "m")))
numbers <- function(areas) {
  any_missing <- Reduce(`|`, lapply(unlist(areas, recursive = FALSE), is.na))
  lapply(areas, function(items) {
    n <- Reduce(`+`, lapply(items, function(x) x %in% TRUE))
    if (run == "drop-person")
      n[any_missing] <- NA
    if (run == "area-missing-if-all-missing")
      n[Reduce(`&`, lapply(items, is.na))] <- NA
    n
  })
}
among_users <- function(x) ifelse(user, x, FALSE)
levels_of <- function(code, u) {
  n <- numbers(itu_areas())
  for (a in names(n)) {
    put(code, paste0(a, 0), u, among_users(n[[a]] == 0))
    put(code, paste0(a, 1), u, among_users(n[[a]] == 1))
    put(code, paste0(a, 2), u, among_users(n[[a]] > 1))
  }
  basic <- Reduce(`+`, lapply(n, function(k) k > 0))
  above <- Reduce(`+`, lapply(n, function(k) k > 1))
  put(code, "OAB", u, among_users(above == 5))
  put(code, "OB", u, among_users(basic == 5 & above != 5))
  put(code, "OBB", u, among_users(basic != 5))
  for (k in 4:2)
    put(code, paste0("O", k), u, among_users(basic == k))
  put(code, "O1", u, among_users(basic < 2))
  put(code, "ON", u, among_users(basic < 2))
}

persons <- function(prefix = "", but = TRUE) {
  code <- function(c) paste0(prefix, c)
  pop <- scope & but
  int <- pop & user
  put(code("HH5"), "", pop, pc)
  for (i in c("d", "l", "t"))
    put(code("HH5"), i, pop, pc & q("HH5", i))
  put(code("HH7"), "", pop, user)
  for (i in c("h", "w", "e", "ah", "cf", "fop", "mob"))
    put(code("HH8"), i, int, q("HH8", i))
  if (run != "2025")
    put(code("HH8"), "X_commercial", int, q("HH8", "commercial"))
  for (i in c("agg", "ash", "aha", "agv", "aiv", "ace", "acv", "asn", "acb", "ap", "asg",
              "ast", "ab", "aoc", "awl", "awr", "awt", "amg", "ada", "adn", "aja", "apn",
              "auc", "apv", "asp", "ase")) {
    put(code("HH9"), i, int, q("HH9", i))
    if (i %in% of_skills)
      put(code("HH9"), paste0(i, "_pop"), pop, online(i))
  }
  put(code("HH10"), "", pop, yes(p$HH10))
  if (run != "2014")
    put(code("HH10"), "s", pop, yes(p$HH10) & q("HH10", "s"))
  often <- ifelse(p$HH12 %in% 1:3, p$HH12, NA)
  put(code("HH12"), "fd", int, often == 1)
  put(code("HH12"), "fw", int, often == 2)
  put(code("HH12"), "fm", int, often == 3)
  skills(code("HH15"), pop)
  for (i in c("mobi", "mobcell", "mobwifi", "tab", "tabcell", "tabwifi", "comp",
              "compcell", "compwifi", "othpor"))
    put(code("HH17"), i, int, q("HH17", i))
  put(code("HH18"), "", pop, own)
  if (run != "2014")
    put(code("HH18"), "s", pop, own & q("HH18", "s"))
  for (i in paste0("r", letters[1:10]))
    put(code("HH19"), i, pop & !user, q("HH19", i))
  if (run == "2014")
    return(invisible())
  # Who did not buy is in the base, and did not buy any of it.
  bought <- list(HH20 = letters[1:16], HH21 = letters[1:8], HH22 = letters[1:3])
  for (k in names(bought))
    for (i in bought[[k]])
      put(code(k), i, int, q("HH9", "ap") & q(k, i))
  for (i in letters[1:7])
    put(code("HH23"), i, int, !q("HH9", "ap") & q("HH23", i))
}

others <- function() {
  # SDG
  skills("4.4.1", scope)
  put("5.b.1", "", scope, own)
  put("5.b.1", "s", scope, own & q("HH18", "s"))
  put("17.8.1", "", scope, user)
  # UMC: 15 and over
  adult <- scope & age > 14
  n <- numbers(itu_areas())
  put("UMC_USE", "", adult, user)
  put("UMC_HOME", "", everyone, yes(h$HH6))
  put("UMC_OWN", "", adult, own)
  for (least in 1:2) {
    code <- c("UMC_BASIC", "UMC_INTERMEDIATE")[least]
    all_areas <- Reduce(`&`, lapply(n, function(k) k >= least))
    put(code, "pop15", adult, among_users(all_areas))
    put(code, "int15", adult & user, all_areas)
  }
  # Over the top
  for (i in c("acv", "asn", "amg", "awt", "awr"))
    put("X_OTT", i, scope & user, q("HH9", i))
  for (i in c("acv", "asn"))
    put("X_OTT", paste0(i, "_pop"), scope, online(i))
  talk <- online("acv") | online("asn")
  stream <- online("amg") | online("awt") | online("awr")
  put("X_OTTANY", "communication", scope & user, talk)
  put("X_OTTANY", "communication_pop", scope, talk)
  put("X_OTTANY", "streaming", scope & user, stream)
  put("X_OTTANY", "streaming_pop", scope, stream)
  # Trade: over buyers, over all, over users
  for (k in 20:22)
    for (i in switch(as.character(k), "20" = letters[1:16], "21" = letters[1:8],
                     letters[1:3]))
      put(paste0("X_BUY", k), i, scope & buyer, q(paste0("HH", k), i))
  sell <- online("asg")
  for (b in c("", "_int")) {
    u <- if (b == "") scope else scope & user
    put("X_TRADE", paste0("buy", b), u, buyer)
    put("X_TRADE", paste0("sell", b), u, sell)
    put("X_TRADE", paste0("both", b), u, buyer & sell)
  }
  when <- ifelse(p$LASTBUY == 7, NA, p$LASTBUY)
  for (k in 1:4)
    put("X_LASTBUY", c("within_3_months", "within_12_months", "before", "never")[k],
        scope, when == k)
  # Devices no longer used: 1 kept 2 given 3 recycled 4 thrown 5 in use 6 other
  for (d in c("phone", "laptop", "desktop")) {
    fate <- p[[paste0("EW_", d)]]
    fate[fate == 7] <- NA
    code <- c(phone = "X_EWP", laptop = "X_EWL", desktop = "X_EWD")[[d]]
    for (k in 1:4) {
      item <- c("k", "g", "r", "t")[k]
      put(code, item, scope, fate == k)
      put(code, paste0(item, "_", d), scope & fate != 5, fate == k)
    }
  }
  # Eurostat: 16 to 74; two of five areas need two activities to be above, the
  # others three
  o <- function(i) user & q("DSI", i)
  n <- numbers(list(
    IL = list(online("agg"), online("ash"), online("adn"), q("HH15", "v")),
    CC = list(online("ace"), online("acv"), o("messaging"), online("asn"), o("opinion"),
              online("apv")),
    DCC = list(o("word"), q("HH15", "f"), o("media"), q("HH15", "move"), q("HH15", "p"),
               o("advanced"), q("HH15", "w")),
    SF = list(o("site"), o("policy"), o("location"), o("profile"), o("advertising"),
              o("cookies")),
    PS = list(q("HH15", "s"), o("settings"), o("purchase12"), online("asg"), online("aoc"),
              online("ab"), online("aja"))))
  least <- c(IL = 2, CC = 2, DCC = 3, SF = 3, PS = 3)
  u <- scope & age >= 16 & age <= 74
  for (a in names(n)) {
    above <- n[[a]] >= least[[a]]
    put("I_DSK2", paste0(a, "_B"), u, among_users(n[[a]] > 0 & !above))
    put("I_DSK2", paste0(a, "_AB"), u, among_users(above))
    put("I_DSK2", paste0(a, "_BAB"), u, among_users(n[[a]] > 0))
  }
  basic <- Reduce(`+`, lapply(n, function(k) k > 0))
  above <- Reduce(`+`, lapply(names(n), function(a) n[[a]] >= least[[a]]))
  put("I_DSK2", "BAB", u, among_users(basic == 5))
  put("I_DSK2", "AB", u, among_users(above == 5))
  put("I_DSK2", "B", u, among_users(basic == 5 & above < 5))
  put("I_DSK2", "LW", u, among_users(basic == 4))
  put("I_DSK2", "N", u, among_users(basic == 3))
  put("I_DSK2", "LM", u, among_users(basic == 2))
  put("I_DSK2", "X", u, among_users(basic <= 1))
  put("I_DSK2", "NA", u, !user)
}

for (run in c("2014", "2020", "2025", "drop-person", "area-missing-if-all-missing")) {
  households()
  persons()
  if (run == "2025") {
    persons("W_", woman)
    others()
  }
}
rows <- do.call(rbind, rows)
rows$estimate <- sprintf("%.17g", rows$estimate)
write.csv(rows, output, quote = FALSE, row.names = FALSE)
