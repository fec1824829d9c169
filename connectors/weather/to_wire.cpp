#include "connectors/weather/to_wire.hpp"

#include "connectors/common/teller.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace dalian::weather {
namespace {

using namespace std::chrono;

std::vector<double> parse_numbers(std::string_view text) {
  std::vector<double> numbers;
  for (;;) {
    auto const comma = std::min(text.find(','), text.size());
    double value = 0;
    auto const [stop, error] = std::from_chars(text.data(), text.data() + comma, value);
    if (error != std::errc{} || stop != text.data() + comma) return {};
    numbers.push_back(value);
    if (comma == text.size()) return numbers;
    text.remove_prefix(comma + 1);
  }
}

} // namespace

Result<std::pair<std::string, StationPlace>> parse_station(std::string_view text) {
  auto const equals = text.find('=');
  auto const numbers = equals == text.npos ? std::vector<double>{} : parse_numbers(text.substr(equals + 1));
  bool const sound = equals == 4 && (numbers.size() == 2 || numbers.size() == 3) && std::abs(numbers[0]) <= 180 &&
                     std::abs(numbers[1]) <= 90;
  if (!sound)
    return Error{fmt::format("{}: write CODE=LON,LAT or CODE=LON,LAT,METRES, such as ZYTL=121.539,38.966", text)};
  StationPlace place{{numbers[0], numbers[1]}, {}};
  if (numbers.size() == 3) place.altitude_m = static_cast<float>(numbers[2]);
  return std::pair(std::string(text.substr(0, 4)), place);
}

std::optional<Instant> report_time(Metar const& report, Instant arrival) {
  year_month_day const today{floor<days>(arrival)};
  for (int back = 0; back <= 12; ++back) {
    auto const month = year_month(today.year(), today.month()) - months(back - 1);
    year_month_day const date = month / day(static_cast<unsigned>(report.day));
    if (!date.ok()) continue;
    Instant const t = sys_days(date) + hours(report.hour) + minutes(report.minute);
    if (t <= arrival + hours(1)) return t;
  }
  return std::nullopt;
}

std::optional<double> cloud_cover_pct(Metar const& report) {
  if (report.sky_clear) return 0;
  std::optional<double> most; // WMO-No. 306, FM 15: FEW 1–2, SCT 3–4, BKN 5–7, OVC 8 oktas
  for (auto const& cloud : report.clouds) {
    double const oktas = cloud.cover == "FEW" ? 1.5 : cloud.cover == "SCT" ? 3.5 : cloud.cover == "BKN" ? 6 : 8;
    most = std::max(most.value_or(0), oktas * 12.5);
  }
  return most;
}

void to_wire(Metar const& report, std::string_view text, StationPlace const* place, Instant t, Instant t_rx,
             std::vector<wire::Observation>& out) {
  connectors::Teller teller(connectors::wire_entity("metar", report.station), wire::SENSOR, t_rx, out);
  if (place != nullptr) {
    auto& fix = *teller.tell(t).mutable_fix();
    fix.set_lon_deg(place->place.lon_deg);
    fix.set_lat_deg(place->place.lat_deg);
    fix.set_sigma_m(10); // where an aerodrome reports its weather from is not told closer
    if (place->altitude_m) fix.set_altitude_m(*place->altitude_m);
  }
  auto const say = [&](char const* quantity, std::optional<double> value) {
    if (value) teller.number(quantity, *value, t);
  };
  say("wind_speed_mps", report.wind_speed_mps);
  say("wind_from_deg", report.wind_from_deg);
  say("wind_gust_mps", report.wind_gust_mps);
  say("visibility_m", report.visibility_m);
  say("temperature_c", report.temperature_c);
  say("dew_point_c", report.dew_point_c);
  say("air_pressure_hpa", report.pressure_hpa);
  say("cloud_cover_pct", cloud_cover_pct(report));
  for (auto const& cloud : report.clouds)
    if (cloud.base_m) {
      say("cloud_base_m", cloud.base_m); // layers stand in ascending order
      break;
    }
  teller.text("weather", report.weather, t);
  teller.text("message", text, t);
}

} // namespace dalian::weather
