# Writes data/chicago.csv from the R package modeldata (Debian: r-cran-modeldata).
# Rscript extract.R ../data/chicago.csv
data("Chicago", package = "modeldata")
kept <- c("date", "ridership", "temp", "temp_max", "dew", "wind_max", "gust_max", "percip_max",
          "weather_rain", "weather_snow", "weather_cloud", "weather_storm",
          "Blackhawks_Home", "Bulls_Home", "Bears_Home", "WhiteSox_Home", "Cubs_Home")
write.csv(format(Chicago[order(Chicago$date), kept], digits = 6, trim = TRUE), commandArgs(TRUE)[1],
          row.names = FALSE, quote = FALSE)
