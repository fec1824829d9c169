// The groups of a report, one function each, with the forms of FM 15 in its comment.
#include "connectors/weather/metar.hpp"

#include <regex>

namespace dalian::weather {
namespace {

constexpr double kMetresPerFoot = 0.3048;
constexpr double kMetresPerMile = 1609.344;
constexpr double kHectopascalPerInch = 33.8639; // of mercury, at 0 °C

using Match = std::match_results<Group::const_iterator>;

bool matches(Group g, Match& m, std::regex const& form) {
  return std::regex_match(g.begin(), g.end(), m, form);
}

double number(Match::value_type const& part) {
  return std::stod(part.str()); // forms let digits alone through
}

double metres_per_second(std::string const& unit) {
  return unit == "KT" ? 1852.0 / 3600 : unit == "KMH" ? 1 / 3.6 : 1;
}

/// "M05" is −5; slashes are nothing.
std::optional<double> degrees(Match::value_type const& part) {
  std::string const text = part.str();
  if (text.empty() || text[0] == '/') return std::nullopt;
  return text[0] == 'M' ? -std::stod(text.substr(1)) : std::stod(text);
}

} // namespace

// dddff(Gff)(KT|MPS|KMH), VRB, slashes for what is not available, P99 and more; dddVddd
bool take_wind(Group g, Metar& out) {
  static std::regex const wind("(\\d{3}|VRB|///)P?(\\d{2,3}|//)(?:GP?(\\d{2,3}))?(KT|MPS|KMH)");
  static std::regex const range("(\\d{3})V(\\d{3})");
  Match m;
  if (matches(g, m, wind)) {
    double const unit = metres_per_second(m[4].str());
    out.wind_variable = m[1] == "VRB";
    if (m[1] != "VRB" && m[1] != "///" && number(m[1]) <= 360) out.wind_from_deg = number(m[1]);
    if (m[2] != "//") out.wind_speed_mps = number(m[2]) * unit;
    if (m[3].matched) out.wind_gust_mps = number(m[3]) * unit;
    if (out.wind_speed_mps == 0 && out.wind_from_deg == 0) out.wind_from_deg.reset(); // 00000: calm has no direction
    return true;
  }
  if (!matches(g, m, range) || number(m[1]) > 360 || number(m[2]) > 360) return false;
  out.wind_from_low_deg = number(m[1]);
  out.wind_from_high_deg = number(m[2]);
  return true;
}

// VVVV with NDV or a direction; a second one is the lowest and its direction; CAVOK; miles; R..: runway range
bool take_visibility(Group g, Metar& out) {
  static std::regex const metres("(\\d{4})(NDV|N|NE|E|SE|S|SW|W|NW)?");
  static std::regex const miles("([MP])?(?:(\\d{1,2}) )?(\\d{1,2})(?:/(\\d{1,2}))?SM");
  static std::regex const other("////(?:SM)?|R\\d{2}[LCR]?/.+");
  Match m;
  if (g == "CAVOK") {
    out.cavok = true;
    out.visibility_m = 10'000;
    return true;
  }
  if (matches(g, m, metres)) {
    if (!out.visibility_m) out.visibility_m = number(m[1]) == 9999 ? 10'000 : number(m[1]);
    return true;
  }
  if (matches(g, m, miles) && (!m[4].matched || number(m[4]) > 0)) {
    double const fraction = m[4].matched ? number(m[3]) / number(m[4]) : number(m[3]);
    out.visibility_m = ((m[2].matched ? number(m[2]) : 0) + fraction) * kMetresPerMile;
    return true;
  }
  return matches(g, m, other);
}

// [+-|VC](MI BC PR DR BL SH TS FZ)(DZ RA SN SG PL IC GR GS UP BR FG FU VA DU SA HZ PO SQ FC SS DS)
bool take_weather(Group g, Metar& out) {
  static std::regex const form("(?:[+-]|VC|RE)?(?:MI|BC|PR|DR|BL|SH|TS|FZ)?"
                               "(?:DZ|RA|SN|SG|PL|IC|GR|GS|UP|BR|FG|FU|VA|DU|SA|HZ|PO|SQ|FC|SS|DS){0,3}");
  Match m;
  if (g == "//" || g == "NSW") return true;
  if (!matches(g, m, form) || g.empty()) return false;
  if (g.starts_with("RE")) return true; // recent, not present
  out.weather += (out.weather.empty() ? "" : " ") + std::string(g);
  return true;
}

// FEW SCT BKN OVC VV + hundreds of feet + CB TCU; NSC NCD SKC CLR
bool take_cloud(Group g, Metar& out) {
  static std::regex const form("(FEW|SCT|BKN|OVC|VV|///)(\\d{3}|///)(CB|TCU|///)?");
  Match m;
  if (g == "SKC" || g == "CLR") return out.sky_clear = true;
  if (g == "NSC" || g == "NCD") return true;
  if (!matches(g, m, form)) return false;
  Cloud cloud{m[1].str(), {}, m[3].matched && m[3] != "///" ? m[3].str() : ""};
  if (m[2] != "///") cloud.base_m = number(m[2]) * 100 * kMetresPerFoot;
  if (cloud.cover != "///" && out.clouds.size() < 8) out.clouds.push_back(std::move(cloud));
  return true;
}

// TT/TdTd, M for minus, slashes
bool take_temperature(Group g, Metar& out) {
  static std::regex const form("(M?\\d{2}|//)/(M?\\d{2}|//)?");
  Match m;
  if (!matches(g, m, form)) return false;
  out.temperature_c = degrees(m[1]);
  out.dew_point_c = degrees(m[2]);
  return true;
}

// Qhhhh or Aiiii (hundredths of an inch of mercury)
bool take_pressure(Group g, Metar& out) {
  static std::regex const form("([QA])(\\d{4}|////)");
  Match m;
  if (!matches(g, m, form)) return false;
  if (m[2] == "////") return true;
  out.pressure_hpa = m[1] == "Q" ? number(m[2]) : number(m[2]) / 100 * kHectopascalPerInch;
  return true;
}

bool take_exact_temperature(Group g, Metar& out) {
  static std::regex const form("T([01])(\\d{3})([01])(\\d{3})");
  Match m;
  if (!matches(g, m, form)) return false;
  auto const tenths = [&](int sign, int value) {
    return (m[static_cast<std::size_t>(sign)] == "1" ? -0.1 : 0.1) * number(m[static_cast<std::size_t>(value)]);
  };
  out.temperature_c = tenths(1, 2);
  out.dew_point_c = tenths(3, 4);
  return true;
}

} // namespace dalian::weather
