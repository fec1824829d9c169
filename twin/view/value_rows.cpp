#include "twin/view/value_rows.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace dalian::view {
namespace {

using state::SensorReading;
using state::SensorStatus;

constexpr std::chrono::hours kChinaTime{8};
constexpr std::size_t kMostText = 60; // bytes; a message of a device may have thousands

/// "" for a reading that nothing is wrong with; of several things the worst.
std::string doubt_of(SensorReading const& r, Instant now) {
  if (r.status == SensorStatus::bad) return "reading.bad";
  if (state::is_stale(r, now)) return "reading.stale";
  if (r.outlier) return "reading.outlier";
  return r.status == SensorStatus::uncertain ? "reading.uncertain" : "";
}

/// Not cut inside a character of UTF-8.
std::string shortened(std::string text) {
  if (text.size() <= kMostText) return text;
  auto end = kMostText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
    --end;
  return text.substr(0, end) + "…";
}

/// As many decimals as such instruments have.
std::string value_of(SensorReading const& r, Quantity const& quantity) {
  if (quantity.form == ValueForm::text) return shortened(r.text);
  if (quantity.form == ValueForm::state) return fmt::format("{:.0f}", r.value);
  int const decimals = quantity.resolution < 1 ? static_cast<int>(std::ceil(-std::log10(quantity.resolution))) : 0;
  auto text = fmt::format("{:.{}f}", r.value, decimals);
  bool const joined = quantity.symbol.empty() || quantity.symbol == "°" || quantity.symbol == "%";
  return text + (joined ? "" : " ") + std::string(quantity.symbol);
}

std::string age_text(double s) {
  if (s < 600) return fmt::format("{:.0f} s", std::max(0.0, s));
  return s < 36'000 ? fmt::format("{:.0f} min", s / 60) : fmt::format("{:.0f} h", s / 3600);
}

} // namespace

std::vector<Inspection::Row> integrity_rows(state::TrackView track) {
  std::vector<Inspection::Row> rows;
  for (auto const& raised : track.details().integrity) {
    auto const since = format_utc(raised.since + kChinaTime, 0);
    rows.push_back({"inspector.in_doubt", "integrity." + std::string(to_string(raised.flag)),
                    "· " + since.substr(since.find('T') + 1, 8)});
  }
  return rows;
}

std::vector<Inspection::Row> reading_rows(state::TrackView track, Instant now) {
  std::vector<Inspection::Row> rows;
  auto const& readings = track.details().readings;
  for (auto const& r : readings) {
    if (rows.size() == kMostReadings) {
      rows.push_back({"inspector.more_readings", "", fmt::format("+{}", readings.size() - kMostReadings)});
      break;
    }
    Quantity const& quantity = quantities()[r.quantity];
    rows.push_back({"quantity." + std::string(quantity.name), doubt_of(r, now),
                    fmt::format("{} · {}", value_of(r, quantity), age_text(to_seconds(now - r.t_obs)))});
  }
  return rows;
}

std::vector<std::string> value_row_keys() {
  std::vector<std::string> keys{"inspector.in_doubt", "inspector.more_readings", "reading.bad",
                                "reading.stale",      "reading.outlier",         "reading.uncertain"};
  for (std::size_t flag = 0; flag < state::kIntegrityFlags; ++flag)
    keys.push_back("integrity." + std::string(to_string(static_cast<state::Integrity>(flag))));
  return keys;
}

} // namespace dalian::view
