#include "connectors/weather/metar.hpp"

#include <gtest/gtest.h>
#include <random>

namespace dalian::weather {
namespace {

Metar read(std::string_view text) {
  auto const parsed = parse_metar(text);
  EXPECT_EQ(parsed.outcome, "decoded") << text;
  return parsed.report.value_or(Metar{});
}

constexpr double kKnot = 1852.0 / 3600;

// ICAO Annex 3, appendix 3, example A3-1, whose meaning is spelt out there: wind 240 degrees 4 m/s, visibility 600 m,
// runway 12 more than 1,000 m, moderate drizzle and fog, scattered cloud at 300 m, overcast at 600 m, 17 and 16 °C,
// 1018 hPa.
TEST(Metar, ExampleA31OfAnnex3) {
  auto const r = read("METAR YUDO 221630Z 24004MPS 0600 R12/1000U DZ FG SCT010 OVC020 17/16 Q1018 BECMG TL1700 0800 FG "
                      "BECMG AT1800 9999 NSW=");
  EXPECT_EQ(r.station, "YUDO");
  EXPECT_EQ(r.day * 10'000 + r.hour * 100 + r.minute, 221'630);
  EXPECT_EQ(r.wind_from_deg, 240);
  EXPECT_EQ(r.wind_speed_mps, 4);
  EXPECT_EQ(r.visibility_m, 600) << "the trend must not speak for the present";
  EXPECT_EQ(r.weather, "DZ FG");
  ASSERT_EQ(r.clouds.size(), 2U);
  EXPECT_EQ(r.clouds[0].cover, "SCT");
  EXPECT_NEAR(*r.clouds[0].base_m, 300, 5);
  EXPECT_EQ(r.clouds[1].cover, "OVC");
  EXPECT_NEAR(*r.clouds[1].base_m, 600, 10);
  EXPECT_EQ(r.temperature_c, 17);
  EXPECT_EQ(r.dew_point_c, 16);
  EXPECT_EQ(r.pressure_hpa, 1018);
  EXPECT_EQ(r.unread, 0U);
}

// Example A3-2: wind 050 degrees 25 kt gusting 37, visibility 3000 m with 1200 m to the north-east, thunderstorm with
// heavy rain, broken cumulonimbus at 500 ft, 25 and 22 °C, 1008 hPa.
TEST(Metar, ExampleA32OfAnnex3) {
  auto const r = read("SPECI YUDO 151115Z 05025G37KT 3000 1200NE +TSRA BKN005CB 25/22 Q1008 TEMPO TL1200 05012KT=");
  EXPECT_TRUE(r.special);
  EXPECT_EQ(r.wind_from_deg, 50);
  EXPECT_DOUBLE_EQ(*r.wind_speed_mps, 25 * kKnot);
  EXPECT_DOUBLE_EQ(*r.wind_gust_mps, 37 * kKnot);
  EXPECT_EQ(r.visibility_m, 3000);
  EXPECT_EQ(r.weather, "+TSRA");
  ASSERT_EQ(r.clouds.size(), 1U);
  EXPECT_EQ(r.clouds[0].type, "CB");
  EXPECT_DOUBLE_EQ(*r.clouds[0].base_m, 152.4);
  EXPECT_EQ(r.unread, 0U);
}

// WMO-No. 306, code table 4678: what may stand for the present weather. Each qualifier and phenomenon once, and the
// combinations that the regulations of w'w' name.
TEST(Metar, EveryWeatherOfTable4678IsReadAsWritten) {
  for (auto const* w :
       {"DZ",   "RA",   "SN",   "SG",   "PL",   "GR",   "GS",     "UP",     "BR",    "FG",      "FU",   "VA",
        "DU",   "SA",   "HZ",   "PO",   "SQ",   "FC",   "SS",     "DS",     "MIFG",  "BCFG",    "PRFG", "DRDU",
        "DRSA", "DRSN", "BLDU", "BLSA", "BLSN", "SHRA", "SHSN",   "SHGR",   "SHGS",  "TS",      "TSRA", "TSSN",
        "TSGR", "TSGS", "FZFG", "FZDZ", "FZRA", "-DZ",  "+SHRA",  "-FZRA",  "+TSGR", "+FC",     "VCTS", "VCSH",
        "VCFG", "VCPO", "VCVA", "VCFC", "VCSS", "VCDS", "VCBLSN", "SHRASN", "RASN",  "+TSRAGR", "FZUP", "SHUP"}) {
    auto const r = read(std::string("ZYTL 260800Z 04007MPS 3000 ") + w + " OVC010 02/01 Q1011=");
    EXPECT_EQ(r.weather, w);
    EXPECT_EQ(r.unread, 0U) << w;
  }
  EXPECT_EQ(read("ZYTL 260800Z 3000 RERA REFZDZ=").weather, "") << "recent weather is none of the present";
}

// FM 15, regulations 15.5, 15.6, 15.9 and 15.11: forms of wind, visibility, cloud, temperature and pressure.
TEST(Metar, FormsOfTheGroupsOfFm15) {
  struct Case {
    char const* groups;
    std::optional<double> from_deg, speed_mps, gust_mps, visibility_m;
  };
  Case const cases[] = {
      {"00000MPS 0050", {}, 0, {}, 50},             // calm
      {"VRB01MPS 0000", {}, 1, {}, 0},              // variable; less than 50 m
      {"36010MPS 9999", 360, 10, {}, 10'000},       // north is 360
      {"240P49MPS 5000", 240, 49, {}, 5000},        // 50 m/s or more
      {"240P99KT 5000", 240, 99 * kKnot, {}, 5000}, // 100 kt or more
      {"02030GP49MPS 0800", 20, 30, 49, 800},       // gusts of 50 m/s or more
      {"31015G27KT 280V350 9999", 310, 15 * kKnot, 27 * kKnot, 10'000},
      {"24015MPS 2000NDV", 240, 15, {}, 2000},    // an instrument without directions
      {"24015MPS 2000 1200S", 240, 15, {}, 2000}, // the second is the least
      {"24072KMH 2000", 240, 20, {}, 2000},
  };
  for (auto const& c : cases) {
    auto const r = read(std::string("YUDO 221630Z ") + c.groups + " SCT010 17/16 Q1018=");
    EXPECT_EQ(r.wind_from_deg, c.from_deg) << c.groups;
    EXPECT_NEAR(r.wind_speed_mps.value_or(-1), c.speed_mps.value_or(-1), 1e-9) << c.groups;
    EXPECT_NEAR(r.wind_gust_mps.value_or(-1), c.gust_mps.value_or(-1), 1e-9) << c.groups;
    EXPECT_EQ(r.visibility_m, c.visibility_m) << c.groups;
    EXPECT_EQ(r.unread, 0U) << c.groups;
  }
  auto const sky = read("YUDO 221630Z 24004MPS 0200 R14L/P1500 R32/0150V0300D FG VV001 M00/M02 Q0998 RESN=");
  ASSERT_EQ(sky.clouds.size(), 1U);
  EXPECT_EQ(sky.clouds[0].cover, "VV");
  EXPECT_NEAR(*sky.clouds[0].base_m, 30, 1); // code table 1690: in steps of 30 m
  EXPECT_EQ(sky.temperature_c, 0);           // −0.5 … 0
  EXPECT_EQ(sky.pressure_hpa, 998);
  EXPECT_EQ(sky.unread, 0U);
  auto const towers = read("YUDO 221630Z AUTO 24004MPS 9999 FEW015TCU BKN030CB //////TCU 17/16 Q1018=");
  ASSERT_EQ(towers.clouds.size(), 2U);
  EXPECT_EQ(towers.clouds[0].type, "TCU");
  EXPECT_EQ(towers.clouds[1].type, "CB");
  EXPECT_TRUE(read("METAR COR YUDO 221630Z 24004MPS 9999 NSC 17/16 Q1018=").corrected);
}

// The American form (FMH-1, chapter 12): miles and fractions, inches of mercury, tenths of a degree in the remarks.
TEST(Metar, MilesInchesAndTenths) {
  auto const r = read("METAR KABC 121755Z AUTO 21016G24KT 180V240 1 1/2SM R11/P6000FT -RA BR BKN015 OVC025 06/04 A2990 "
                      "RMK AO2 PK WND 20032/25 WSHFT 1715 SLP125 T00640036 58033");
  EXPECT_TRUE(r.automatic);
  EXPECT_EQ(r.wind_from_low_deg, 180);
  EXPECT_EQ(r.wind_from_high_deg, 240);
  EXPECT_DOUBLE_EQ(*r.visibility_m, 1.5 * 1609.344);
  EXPECT_EQ(r.weather, "-RA BR");
  EXPECT_NEAR(*r.pressure_hpa, 1012.5, 0.1);
  EXPECT_DOUBLE_EQ(*r.temperature_c, 6.4);
  EXPECT_DOUBLE_EQ(*r.dew_point_c, 3.6);
  EXPECT_DOUBLE_EQ(*read("KABC 121755Z 00000KT M1/4SM CLR M05/M12 A3001 RMK T10531117").temperature_c, -5.3);
}

TEST(Metar, WhatIsNotAvailableIsNotZero) {
  auto const r = read("METAR ZYTL 260800Z AUTO /////MPS //// // ////// ///// Q////");
  EXPECT_FALSE(r.wind_speed_mps || r.wind_from_deg || r.visibility_m || r.temperature_c || r.dew_point_c ||
               r.pressure_hpa);
  EXPECT_TRUE(r.clouds.empty());
  auto const calm = read("ZYTL 260800Z 00000MPS CAVOK M00/M05 Q1031 NOSIG");
  EXPECT_EQ(calm.wind_speed_mps, 0);
  EXPECT_FALSE(calm.wind_from_deg);
  EXPECT_EQ(calm.visibility_m, 10'000);
  EXPECT_EQ(calm.temperature_c, 0);
  EXPECT_EQ(calm.dew_point_c, -5);
  auto const variable = read("ZYTL 260800Z VRB02MPS 9999 NSC 05/ Q1031");
  EXPECT_TRUE(variable.wind_variable);
  EXPECT_FALSE(variable.wind_from_deg || variable.dew_point_c);
  EXPECT_EQ(variable.temperature_c, 5);
}

TEST(Metar, WhatIsNoReportSaysWhy) {
  EXPECT_EQ(parse_metar("").outcome, "empty");
  EXPECT_EQ(parse_metar("METAR").outcome, "no_station");
  EXPECT_EQ(parse_metar("TAF ZYTL 260800Z").outcome, "no_station");
  EXPECT_EQ(parse_metar("METAR ZYTL").outcome, "no_time");
  EXPECT_EQ(parse_metar("METAR ZYTL 320800Z 04004MPS").outcome, "no_time");
  EXPECT_EQ(parse_metar("METAR ZYTL 260860Z").outcome, "no_time");
  EXPECT_EQ(parse_metar("METAR ZYTL 260800Z NIL=").outcome, "nil");
  EXPECT_EQ(parse_metar(std::string(2000, 'A')).outcome, "too_long");
  EXPECT_EQ(read("ZYTL 260800Z WHAT IS 99999999999999999999999999").unread, 3U);
}

TEST(Metar, AnyMutationIsReadOrRejected) {
  std::string const sound =
      "METAR ZYTL 260800Z 04007G12MPS 350V080 0800 R10/0600V1000D +SHRA FG BKN008CB OVC020 M02/M03 Q1011 "
      "RMK T10251031";
  auto const seed = 20261126U;
  std::mt19937 random(seed);
  SCOPED_TRACE(seed);
  for (int i = 0; i < 20'000; ++i) {
    std::string text = sound;
    for (unsigned n = 1 + random() % 4; n > 0; --n)
      text[random() % text.size()] = static_cast<char>(random() % 256);
    auto const parsed = parse_metar(text);
    EXPECT_EQ(parsed.report.has_value(), parsed.outcome == "decoded");
  }
}

} // namespace
} // namespace dalian::weather
