# catalogue.R - every indicator of the catalogues, from its definition.
#
# Usage: Rscript scripts/catalogue.R FOLDER [OUTPUT]
# Reads household.csv and person.csv in FOLDER (fixtures/catalogue/), writes in
# OUTPUT (default FOLDER):
#   expected.csv  by run, indicator and item the estimate and the number of cases
#                 with an answer; a run is a vintage of the ITU list, or a rule
#                 for activities without an answer
#   groups.csv    of the vintage of 2025: the views, with the series of the ITU
#                 DataHub; all groups of some indicators, the simple ones of all
#   parity.csv    ratios of women to men, urban to rural, youth to the rest, with
#                 their errors
#   targets.csv   distance to the targets of 2030
#
# Written from the definitions, on columns that are named by ITU's items; it
# knows nothing of canonical variables and of the catalogue's expressions.  In R
# as there, NA & FALSE is FALSE and NA | TRUE is TRUE.

args <- commandArgs(trailingOnly = TRUE)
folder <- if (length(args) > 0) args[1] else "fixtures/catalogue"
output <- if (length(args) > 1) args[2] else folder
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
measures <- list()              # of the vintage of 2025
put <- function(code, item, u, y, x = NULL) {
  if (run == "2025")
    measures[[length(measures) + 1]] <<- list(code = code, item = item, u = u, y = y, x = x)
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
  told <- !is.na(wired) & !is.na(air)    # of both, so that three parts are all
  put("HH11", "b", told, wired | air)
  put("HH11", "d", everyone, service("d") & !wired & !air)
  for (i in c("fb", "twb", "s", "mbh", "mbu"))
    put("HH11", i, everyone, service(i))
  put("HH11", "bfo", told, wired & !air)
  put("HH11", "bmo", told, air & !wired)
  put("HH11", "bfm", told, wired & air)
  for (i in c("mc", "ms", "mi", "mt"))
    put("HH13", i, everyone, yes(h[[paste0("HH13_", i)]]))
  for (i in c("bn", "be", "bc", "bs", "bp", "ba", "bh", "br", "bd", "bo"))
    put("HH14", i, !home, yes(h[[paste0("HH14_", i)]]))
  if (run != "2025")
    put("HH14", "X_skills", !home, yes(h$HH14_skills))
  for (i in c("w", "x", "y", "z"))
    put("HH16", i, everyone, h[[paste0("HH16_", i)]], h$HH16_total)
  put("HH16", "X_total", everyone, h$HH16_w + h$HH16_x + h$HH16_y + h$HH16_z, h$HH16_total)
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
  if (run != "2025")
    before_levels(code, u)
}

# Of the shares of some activities the highest, in the order of the list; then
# the mean share of the activities of an area, per cent.
before_levels <- function(code, u) {
  first <- if (run == "2014") c("move", "d", "e", "t") else c("d", "e", "t")
  for (item in names(groups <- list(X_basic = first, X_standard = c("f", "i", "p", "s"),
                                    X_advanced = "w"))) {
    from <- length(rows)
    for (i in groups[[item]])
      put(code, item, u, q("HH15", i))
    best <- which.max(sapply(rows[-seq_len(from)], `[[`, "estimate"))
    rows <<- c(rows[seq_len(from)], rows[from + best])
  }
  if (run == "2014")
    return(invisible())
  n <- numbers(itu_areas())
  for (a in names(n))
    put(code, paste0("X_mean_", a), u & !is.na(user),
        100 * n[[a]] / length(itu_areas()[[a]]))
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
# Whether the data have each of the 243 patterns of levels among users.
all_patterns <- function(level) {
  patterns <- unique(as.data.frame(level)[user %in% TRUE & scope %in% TRUE, ])
  stopifnot(run %in% c("drop-person", "area-missing-if-all-missing") ||
            nrow(na.omit(patterns)) == 243)
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
  all_patterns(lapply(n, function(k) (k > 0) + (k > 1)))
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
    all_areas[is.na(Reduce(`+`, n))] <- NA      # of the levels of skill neither
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
  all_patterns(lapply(setNames(nm = names(n)),
                      function(a) (n[[a]] > 0) + (n[[a]] >= least[[a]])))
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
write <- function(rows, name) {
  if (is.list(rows) && !is.data.frame(rows))
    rows <- do.call(rbind, rows)
  for (column in intersect(names(rows), c("estimate", "se", "ci_low", "ci_high", "distance")))
    rows[[column]] <- ifelse(is.nan(rows[[column]]), "", sprintf("%.17g", rows[[column]]))
  write.csv(rows, file.path(output, name), quote = FALSE, row.names = FALSE)
}
write(rows, "expected.csv")

# ---- groups -----------------------------------------------------------------------
#
# Each a list of categories by unit, NA where it has none; codes are those of the
# DataHub, "" where it has none.

pick <- function(x, ...) {
  codes <- list(...)
  out <- rep(NA_character_, length(x))
  for (name in names(codes))
    out[x %in% codes[[name]]] <- name
  out
}
child <- tapply(age < 15, p$HHID, sum, na.rm = TRUE)[as.character(h$HHID)]
at <- match(p$HHID, h$HHID)
class <- function(of, by, codes = NULL) list(of = of, by = by, codes = codes)
place <- pick(h$AREA, urban = 1, rural = 2)
family <- pick(child, without_children = 0, with_children = 1:9)
years <- pick(age, below_15 = 0:14, "15_to_24" = 15:24, "25_to_74" = 25:74,
              above_74 = 75:120)
classes <- list(
  sex = class("person", pick(p$SEX, male = 1, female = 2),
              c(male = "MALE", female = "FEMALE")),
  area = class("both", list(household = place, person = place[at]),
               c(urban = "URBAN", rural = "RURAL")),
  age_itu = class("person", years, c(below_15 = "BELOW15", "15_to_24" = "15TO24",
                                     "25_to_74" = "25TO74", above_74 = "ABOVE74")),
  education = class("person", pick(p$EDU, primary_or_less = 0:1, lower_secondary = 2,
                                   upper_secondary = 3:4, tertiary = 5:6),
                    c(primary_or_less = "ISCED01", lower_secondary = "ISCED2",
                      upper_secondary = "ISCED34", tertiary = "ISCED56")),
  labour = class("person", c("paid_employee", "self_employed", "unemployed",
                             "not_in_labour_force", "not_classifiable")[p$LFS],
                 c(paid_employee = "PAIDEMP", self_employed = "SELFEMP",
                   unemployed = "UNEMP", not_in_labour_force = "NOTLABOUR",
                   not_classifiable = "NOTCLASS")),
  occupation = class("person", c("armed_forces", "managers", "professionals", "technicians",
                                 "clerks", "service_sales", "agriculture", "craft",
                                 "operators", "elementary")[p$ISCO + 1],
                     setNames(paste0("ISCO", 0:9), c("armed_forces", "managers",
                       "professionals", "technicians", "clerks", "service_sales",
                       "agriculture", "craft", "operators", "elementary"))),
  children = class("both", list(household = family, person = family[at]),
                   c(with_children = "CHILDREN", without_children = "NOCHILDREN")),
  youth = class("person", ifelse(is.na(age), NA, ifelse(age >= 15 & age <= 24, "youth",
                                                        "rest"))))
by_of <- function(name, record) {
  c <- classes[[name]]
  if (is.list(c$by)) c$by[[record]] else if (c$of == record) c$by
}
simple <- list(list(), "sex", "area", "youth")
views <- c(simple, "age_itu", "education", "labour", "occupation", "children",
           list(c("area", "sex"), c("age_itu", "sex"), c("education", "sex"),
                c("labour", "sex"), c("occupation", "sex"), c("children", "area")))

`%|%` <- function(a, b) if (is.na(a)) b else unname(a)

# The series: what it is of, the base; then the groups, the inner one behind.
stem <- function(code, item) {
  code <- c("4.4.1" = "HH15", "5.b.1" = "HH18", "17.8.1" = "HH7",
            UMC_HOME = "HH6", X_OTT = "HH9")[code] %|% code
  pop <- grepl("_pop$", item)
  item <- sub("_pop$", "", item)
  if (grepl("^X_", item) || code == "HH3" && item != "")
    return("")
  prefix <- c(HH1 = "HHA955", HH2 = "HHA965", HH3 = "HHA112m", HH4 = "HHA422",
              HH5 = "HHU422", HH6 = "HHA4213", HH7 = "HHU4212", HH8 = "HHU4212",
              HH9 = "HHU4212", HH10 = "HHU271", HH11 = "HHA4213", HH12 = "HHU4212",
              HH13 = "HHA965", HH14 = "HHA4213", HH15 = "HHU781", HH16 = "HHA699",
              HH17 = "HHU4212", HH18 = "HHU271own", HH19 = "HHU4212", HH20 = "HHU20",
              HH21 = "HHU21", HH22 = "HHU22", HH23 = "HHU23", HHR1 = "HHR1")[code]
  if (is.na(prefix))
    return("")
  if (code == "HH18" && item == "s")
    prefix <- "HHU271"
  base <- c(HH8 = "INT", HH9 = if (pop) "POP" else "INT", HH12 = "INT", HH14 = "HHNOINT",
            HH16 = "HHEXP", HH17 = "INT", HH19 = "NOINT", HH20 = "INT", HH21 = "INT",
            HH22 = "INT", HH23 = "INT")[code] %|%
    if (grepl("^HHU", prefix)) "POP" else "HH"
  paste0(prefix, if (code == "HH18" && item == "s") "sown" else item, "-%_", base)
}
series <- function(m, record, by, categories) {
  s <- stem(m$code, m$item)
  codes <- character()
  for (k in seq_along(by)) {
    if (is.null(classes[[by[k]]]$codes) || (by[k] == "children" && record == "person"))
      return("")
    codes <- c(codes, classes[[by[k]]]$codes[[categories[k]]])
  }
  if (s == "") "" else paste(s, c(codes, "", "")[1], c(codes, "", "")[2], sep = "-")
}

cell <- function(m, record, keep) {
  w <- if (record == "household") h$W else p$PW
  keep <- keep & m$u %in% TRUE & !is.na(m$y) & w > 0
  if (!is.null(m$x))
    keep <- keep & !is.na(m$x)
  below <- w[keep] * (if (is.null(m$x)) 1 else m$x[keep])
  list(estimate = sum(w[keep] * m$y[keep]) / sum(below), n = sum(keep))
}
some <- c("HH4.", "HH6.", "HH7.", "HH9.ab", "HH12.fd", "HH14.bc", "HH15.IDL1", "HH15.OAB",
          "HH16.w", "HH18.", "HH19.ra", "HH20.p", "UMC_USE.", "I_DSK2.BAB")
groups <- list()
for (m in measures) {
  record <- if (length(m$y) == nrow(h)) "household" else "person"
  size <- length(m$y)
  for (by in if (paste0(m$code, ".", m$item) %in% some) views else simple) {
    by <- unlist(by)
    columns <- lapply(by, by_of, record)
    if (any(sapply(columns, is.null)))
      next
    levels <- lapply(columns, function(x) sort(unique(x[!is.na(x)])))
    cells <- if (length(by) == 0) data.frame(0) else expand.grid(levels, stringsAsFactors = FALSE)
    for (i in seq_len(nrow(cells))) {
      keep <- rep(TRUE, size)
      for (k in seq_along(by))
        keep <- keep & columns[[k]] %in% cells[i, k]
      got <- cell(m, record, keep)
      categories <- unlist(cells[i, ])
      groups[[length(groups) + 1]] <- data.frame(
        indicator = m$code, item = m$item,
        by = paste(by, categories[seq_along(by)], sep = "=", collapse = ";"),
        estimate = got$estimate, n = got$n, series = series(m, record, by, categories))
    }
  }
}
groups <- do.call(rbind, groups)
groups$by[groups$by == "="] <- ""
write(groups, "groups.csv")

# ---- parity -----------------------------------------------------------------------
#
# r = p1/p2.  A unit scores w r (1[group 1] (y - p1)/W1 p1^-1 - the same of 2); the
# variance is that of the sums over areas, with replacement in strata.  The
# interval is symmetric on the log scale.

spread <- function(z, d) {
  t <- rowsum(z, d$EA)[, 1]
  s <- d$STRATUM[match(names(t), d$EA)]
  sum(sapply(split(t, s), function(t) length(t) / (length(t) - 1) * sum((t - mean(t))^2)))
}
p$EA <- h$EA[at]
p$STRATUM <- h$STRATUM[at]
parity <- list()
for (m in measures) {
  record <- if (length(m$y) == nrow(h)) "household" else "person"
  d <- if (record == "household") h else p
  w <- if (record == "household") h$W else p$PW
  for (pair in list(c("sex", "female", "male"), c("area", "urban", "rural"),
                    c("youth", "youth", "rest"))) {
    by <- by_of(pair[1], record)
    if (is.null(by) || !is.null(m$x) || grepl("^W_", m$code))
      next
    here <- m$u %in% TRUE & !is.na(m$y) & w > 0
    of <- function(g) here & by %in% g
    share <- function(g) sum((w * m$y)[of(g)]) / sum(w[of(g)])
    score <- function(g) ifelse(of(g), w * (m$y - share(g)) / sum(w[of(g)]), 0) / share(g)
    r <- share(pair[2]) / share(pair[3])
    both <- of(pair[2:3])
    se <- r * sqrt(spread(score(pair[2]) - score(pair[3]), d))
    df <- length(unique(d$EA[both])) - length(unique(d$STRATUM[both]))
    t <- qt(.975, df)
    parity[[length(parity) + 1]] <- data.frame(
      indicator = m$code, item = m$item,
      contrast = sprintf("%s.%s / %s.%s", pair[1], pair[2], pair[1], pair[3]),
      estimate = r, se = se, ci_low = r * exp(-t * se / r), ci_high = r * exp(t * se / r),
      df = df, n = sum(both),
      parity = if (is.nan(r)) "" else if (r < .98) "below" else if (r > 1.02) "above" else "parity")
  }
}
write(Filter(function(x) is.finite(x$estimate) && x$estimate > 0, parity), "parity.csv")

# ---- targets ----------------------------------------------------------------------

goal <- c(UMC_USE = 1, UMC_HOME = 1, UMC_OWN = 1, UMC_BASIC = .7, UMC_INTERMEDIATE = .5)
targets <- subset(groups, by == "" & indicator %in% names(goal),
                  c("indicator", "item", "estimate"))
targets$target <- goal[targets$indicator]
targets$distance <- 100 * (targets$target - targets$estimate)
write(targets, "targets.csv")
