# Works the rows of this folder out again and draws them, with nothing but R and its base packages.
#
#     Rscript redraw.R          results in redrawn-r/: intervals.csv, differences.csv, and drawings as PDF
#
# It ends with code 1 where a figure is not that of expected/ to nine digits.

script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
here <- if (length(script)) dirname(script[1]) else "."
given <- commandArgs(TRUE)
out <- if (length(given)) given[1] else file.path(here, "redrawn-r")
level <- 0.95
z <- qnorm((1 + level) / 2)
ink <- "#16212e"
grey <- "#5d6975"
rule <- "#b8c2cc"

# Intervals, in percent and percentage points

exact_interval <- function(events, n) { # Clopper and Pearson
  tail <- (1 - level) / 2
  low <- ifelse(events > 0, 100 * qbeta(tail, events, n - events + 1), 0)
  high <- ifelse(events < n, 100 * qbeta(1 - tail, events + 1, n - events), 100)
  data.frame(low = low, high = high)
}

score_interval <- function(events, n) { # Wilson; exact at 0 and 100
  share <- events / n
  shrink <- 1 + z^2 / n
  middle <- (share + z^2 / (2 * n)) / shrink
  reach <- z * sqrt(share * (1 - share) / n + z^2 / (4 * n^2)) / shrink
  low <- ifelse(events > 0, 100 * (middle - reach), 0)
  high <- ifelse(events < n, 100 * (middle + reach), 100)
  data.frame(share = 100 * share, low = low, high = high)
}

risk_difference <- function(events_1, n_1, events_2, n_2) { # Newcombe's hybrid score limits
  one <- score_interval(events_1, n_1)
  other <- score_interval(events_2, n_2)
  estimate <- one$share - other$share
  below <- sqrt((one$share - one$low)^2 + (other$high - other$share)^2)
  above <- sqrt((one$high - one$share)^2 + (other$share - other$low)^2)
  data.frame(estimate = estimate, low = estimate - below, high = estimate + above)
}

# Reading and working out

read <- function(name) {
  read.csv(file.path(here, paste0(name, ".csv")), colClasses = "character", encoding = "UTF-8", na.strings = character(), check.names = FALSE)
}
number <- function(cells) as.numeric(ifelse(cells == "", NA, cells))

results <- read("data/results")
forest <- read("data/forest")
pairs <- read("data/differences")
effects <- read("data/effects")

counted <- results[results$interval == "computed", ]
events <- number(counted$events)
n <- number(counted$n)
limits <- exact_interval(events, n)
intervals <- data.frame(interval_id = counted$result_id, estimate = 100 * events / n, low = limits$low, high = limits$high)

# of printed percentages the difference alone
of_counts <- risk_difference(number(pairs$events_1), number(pairs$n_1), number(pairs$events_2), number(pairs$n_2))
of_percentages <- number(pairs$percent_1) - number(pairs$percent_2)
differences <- data.frame(
  difference_id = pairs$difference_id,
  estimate = ifelse(is.na(of_counts$estimate), of_percentages, of_counts$estimate), low = of_counts$low, high = of_counts$high
)

# Drawing

drawing <- function(name, title, rows, ticks, ratio = FALSE) {
  lines <- nrow(rows)
  if (ratio) { # 0 is at the left edge of a logarithmic axis
    values <- c(ticks, rows$low, rows$estimate)
    rows$low <- pmax(rows$low, min(values[values > 0], na.rm = TRUE))
  }
  width <- function(texts) 0.095 * max(c(nchar(texts), 0)) + 0.3 # inches
  file <- file.path(out, paste0(name, ".pdf"))
  across <- width(rows$label) + 5 + width(rows$words)
  notes <- strwrap(readLines(file.path(here, "data", "notes.txt"), encoding = "UTF-8"), width = floor(across * 13))
  size <- c(across, 1.3 + 0.27 * max(lines, 1) + 0.17 * length(notes))
  cairo <- capabilities("cairo")
  if (cairo) {
    cairo_pdf(file, size[1], size[2])
  } else { # its fonts lack some signs
    pdf(file, size[1], size[2])
    rows$label <- iconv(rows$label, "UTF-8", "ASCII//TRANSLIT")
    rows$words <- iconv(rows$words, "UTF-8", "ASCII//TRANSLIT")
    notes <- iconv(notes, "UTF-8", "ASCII//TRANSLIT")
  }
  par(mai = c(0.3 + 0.17 * length(notes), width(rows$label), 0.9, width(rows$words)), xpd = FALSE, fg = ink, cex = 0.9)
  plot(range(ticks, rows$low, rows$high, rows$estimate, na.rm = TRUE), c(0.5, max(lines, 1) + 0.5), type = "n", log = if (ratio) "x" else "", axes = FALSE, xlab = "", ylab = "", ylim = c(max(lines, 1) + 0.5, 0.5), xaxs = "i")
  abline(v = ticks, col = rule)
  axis(3, at = ticks, labels = format(ticks, trim = TRUE, drop0trailing = TRUE), lwd = 0)
  title(main = title, adj = 0, line = 2.6)
  at <- seq_len(lines)
  if (lines) {
    with_limits <- !is.na(rows$low) & !is.na(rows$high)
    segments(rows$low[with_limits], at[with_limits], rows$high[with_limits], at[with_limits], col = rows$colour[with_limits], lwd = 2)
    points(rows$estimate, at, pch = 21, cex = 1.3, lwd = 2, col = rows$colour, bg = ifelse(with_limits, rows$colour, "white"))
    mtext(rows$label, side = 2, at = at, las = 1, adj = 1, line = 0.3, cex = 0.9)
    mtext(rows$words, side = 4, at = at, las = 1, adj = 0, line = 0.3, cex = 0.9, col = grey)
  }
  left <- grconvertX(0.1, from = "inches", to = "user")
  for (place in seq_along(notes)) {
    at <- grconvertY(0.17 * (length(notes) - place) + 0.1, from = "inches", to = "user")
    text(left, at, notes[place], adj = c(0, 0), cex = 0.75, col = grey, xpd = NA)
  }
  invisible(dev.off())
}

words_of <- function(estimate, low, high, decimals) {
  said <- function(values) formatC(values, format = "f", digits = decimals)
  ifelse(is.na(low), said(estimate), paste0(said(estimate), " (", said(low), " to ", said(high), ")"))
}

dir.create(out, showWarnings = FALSE)
for (domain in unique(forest$domain)) {
  lines <- forest[forest$domain == domain, ]
  result <- results[match(lines$result_id, results$result_id), ]
  share <- 100 * number(result$events) / number(result$n)
  share <- ifelse(is.na(share), number(result$percent), share)
  computed <- intervals[match(lines$result_id, intervals$interval_id), ]
  published <- !is.na(result$interval) & result$interval == "published"
  unmarked <- lines$marked != "yes"
  rows <- data.frame(
    label = lines$label, words = lines$words, colour = ifelse(unmarked, ink, lines$colour), estimate = ifelse(unmarked, NA, share),
    low = ifelse(unmarked, NA, ifelse(published, number(result$ci_low), computed$low)),
    high = ifelse(unmarked, NA, ifelse(published, number(result$ci_high), computed$high))
  )
  drawing(paste0("forest-", domain), paste0(lines$title[1], ", percent"), rows, c(0, 25, 50, 75, 100))
}
drawing("differences", "Differences between the arms, percentage points", data.frame(
  label = pairs$label, words = words_of(differences$estimate, differences$low, differences$high, 1),
  colour = ifelse(pairs$assumption == "", ink, grey), differences[c("estimate", "low", "high")]
), c(-100, -50, 0, 50, 100))
ratios <- effects[effects$drawn == "yes", ]
published <- data.frame(estimate = number(ratios$estimate), low = number(ratios$ci_low), high = number(ratios$ci_high))
drawing("hazard-ratios", "Hazard ratios, as published", data.frame(
  label = ratios$label, words = words_of(published$estimate, published$low, published$high, 2), colour = rep(ink, nrow(ratios)), published
), c(0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10), ratio = TRUE)

# Writing, and comparing to nine digits

wrong <- character()
for (name in c("intervals", "differences")) {
  found <- get(name)
  digits <- found
  digits[-1] <- lapply(found[-1], function(column) ifelse(is.na(column), "", sprintf("%.17g", column)))
  write.csv(digits, file.path(out, paste0(name, ".csv")), row.names = FALSE, quote = FALSE, fileEncoding = "UTF-8")
  expected <- read(file.path("expected", name))
  at <- match(expected[[1]], found[[1]])
  same <- nrow(expected) == nrow(found) & !is.na(at)
  for (column in c("estimate", "low", "high")) {
    one <- found[[column]][at]
    other <- number(expected[[column]])
    same <- same & (is.na(one) == is.na(other)) & (is.na(one) | abs(one - other) <= 1e-9 * pmax(1, abs(other)))
  }
  wrong <- c(wrong, expected[[1]][!same])
}
if (length(wrong)) {
  cat("Not as in expected/:", paste(wrong, collapse = "; "), "\n")
  quit(status = 1)
}
cat(nrow(intervals), "intervals,", nrow(differences), "differences: all as the dashboard has them, to nine digits.\n")
