#include "connectors/weather/to_wire.hpp"

#include "twin/wire/codec.hpp"

#include <gtest/gtest.h>

namespace dalian::weather {
namespace {

Instant utc(char const* text) {
  return *parse_utc(text);
}

Metar at(int day, int hour, int minute) {
  Metar r;
  r.day = day;
  r.hour = hour;
  r.minute = minute;
  return r;
}

TEST(WeatherTime, IsTheNewestThatIsNotInTheFuture) {
  auto const now = utc("2026-03-01T00:10:00Z");
  EXPECT_EQ(report_time(at(1, 0, 0), now), utc("2026-03-01T00:00:00Z"));
  EXPECT_EQ(report_time(at(1, 1, 0), now), utc("2026-03-01T01:00:00Z")) << "a clock may be an hour off";
  EXPECT_EQ(report_time(at(1, 2, 0), now), utc("2026-02-01T02:00:00Z"));
  EXPECT_EQ(report_time(at(28, 23, 30), now), utc("2026-02-28T23:30:00Z"));
  EXPECT_EQ(report_time(at(30, 0, 0), now), utc("2026-01-30T00:00:00Z")) << "February has none";
  EXPECT_EQ(report_time(at(31, 23, 0), utc("2026-01-01T00:00:00Z")), utc("2025-12-31T23:00:00Z"));
}

TEST(WeatherToWire, SaysWhatTheReportSaysAndNothingElse) {
  std::string const text = "METAR ZYTL 260800Z 04007MPS 9999 FEW033 BKN050 M02/M10 Q1031";
  auto const report = *parse_metar(text).report;
  StationPlace const place{{121.539, 38.966}, 33.0F};
  auto const t = utc("2026-11-26T08:00:00Z");
  std::vector<wire::Observation> out;
  to_wire(report, text, &place, t, t + std::chrono::minutes(3), out);
  std::map<std::string, double> values;
  for (auto const& o : out) {
    EXPECT_EQ(wire::check(o), "") << o.ShortDebugString();
    EXPECT_EQ(o.entity(), "metar:ZYTL");
    EXPECT_EQ(o.t_obs(), static_cast<std::uint64_t>(to_unix_ns(t)));
    if (o.sensor().has_number()) values[o.sensor().quantity()] = o.sensor().number();
  }
  EXPECT_EQ(out.front().fix().altitude_m(), 33);
  EXPECT_EQ(values, (std::map<std::string, double>{{"wind_speed_mps", 7},
                                                   {"wind_from_deg", 40},
                                                   {"visibility_m", 10'000},
                                                   {"temperature_c", -2},
                                                   {"dew_point_c", -10},
                                                   {"air_pressure_hpa", 1031},
                                                   {"cloud_cover_pct", 75},
                                                   {"cloud_base_m", 33 * 100 * 0.3048}}));
}

TEST(WeatherStation, OfTheCommandLine) {
  auto const station = parse_station("ZYTL=121.539,38.966,33");
  ASSERT_TRUE(station);
  EXPECT_EQ(station->first, "ZYTL");
  EXPECT_EQ(station->second.place.lat_deg, 38.966);
  for (auto const* bad :
       {"", "ZYTL", "ZYTL=", "ZYTL=1", "ZYTL=1,2,3,4", "ZYTL=200,2", "ZYTL=a,b", "ABC=1,2", "ZYTL=1,2,"})
    EXPECT_FALSE(parse_station(bad)) << bad;
}

} // namespace
} // namespace dalian::weather
