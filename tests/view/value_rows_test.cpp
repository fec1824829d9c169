#include "twin/view/value_rows.hpp"

#include "tests/view/tracks.hpp"
#include "twin/view/inspection.hpp"

#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <iostream>
#include <nlohmann/json.hpp>
#include <set>

namespace dalian::view {
namespace {

state::SensorReading reading(char const* quantity, double value, double age_s = 4) {
  state::SensorReading r;
  r.quantity = find_quantity(quantity).value();
  r.value = value;
  r.t_obs = kNow - from_seconds(age_s);
  return r;
}

std::string text(Inspection::Row const& r) {
  return r.key + "|" + r.value_key + "|" + r.value;
}

/// Of a meter with this one reading.
std::string row_of(state::SensorReading const& r) {
  auto t = ship();
  t.kind = state::Kind::sensor;
  t.readings = {r};
  return text(reading_rows(t, kNow).at(0));
}

TEST(ValueRows, AReadingTellsValueUnitAndAge) {
  EXPECT_EQ(row_of(reading("flow_m3ph", 12.345)), "quantity.flow_m3ph||12.35 m³/h · 4 s"); // meters have two decimals
  EXPECT_EQ(row_of(reading("frequency_hz", 50.0124)), "quantity.frequency_hz||50.012 Hz · 4 s");
  EXPECT_EQ(row_of(reading("wind_from_deg", 271.6)), "quantity.wind_from_deg||272° · 4 s");
  EXPECT_EQ(row_of(reading("humidity_pct", 61)), "quantity.humidity_pct||61.0% · 4 s");
  EXPECT_EQ(row_of(reading("signal_phase", 6)), "quantity.signal_phase||6 · 4 s");
  EXPECT_EQ(row_of(reading("level_m", 1, 1800)), "quantity.level_m||1.000 m · 30 min");
  EXPECT_EQ(row_of(reading("level_m", 1, 86'400)), "quantity.level_m||1.000 m · 24 h");
}

TEST(ValueRows, TheWorstThatIsWrongWithAReadingComesFirst) {
  auto r = reading("level_m", 2, 31);
  r.status = state::SensorStatus::uncertain;
  EXPECT_EQ(row_of(r), "quantity.level_m|reading.uncertain|2.000 m · 31 s");
  r.outlier = true;
  EXPECT_EQ(row_of(r), "quantity.level_m|reading.outlier|2.000 m · 31 s");
  r.interval_s = 10.0F; // three of them are over
  EXPECT_EQ(row_of(r), "quantity.level_m|reading.stale|2.000 m · 31 s");
  r.status = state::SensorStatus::bad;
  EXPECT_EQ(row_of(r), "quantity.level_m|reading.bad|2.000 m · 31 s");
}

TEST(ValueRows, LongTextsAreCutBetweenCharacters) {
  auto r = reading("message", 0);
  for (int i = 0; i < 30; ++i)
    r.text += "警";
  std::string expected;
  for (int i = 0; i < 20; ++i)
    expected += "警";
  EXPECT_EQ(row_of(r), "quantity.message||" + expected + "… · 4 s");
}

TEST(ValueRows, OfManyReadingsTheRestIsCounted) {
  auto t = ship();
  for (std::size_t i = 0; i < kMostReadings + 5; ++i) {
    auto r = reading("level_m", 1);
    r.quantity = static_cast<std::uint8_t>(i);
    t.readings.push_back(r);
  }
  auto const rows = reading_rows(t, kNow);
  ASSERT_EQ(rows.size(), kMostReadings + 1);
  EXPECT_EQ(text(rows.back()), "inspector.more_readings||+5");
}

/// A quantity that is new is shown by its name until somebody translates it.
TEST(ValueRows, TheLanguagesHaveWordsForTheSameQuantitiesAndForNoOthers) {
  std::vector<std::set<std::string>> words;
  for (auto const* language : {"zh", "ja", "en"}) {
    std::ifstream in(std::string(std::getenv("DALIAN_SOURCE")) + "/assets/lang/" + language + ".json");
    auto& keys = words.emplace_back();
    auto const all = nlohmann::json::parse(in);
    for (auto const& [key, text] : all.items())
      if (key.starts_with("quantity.")) keys.insert(key.substr(9));
  }
  EXPECT_EQ(words[0], words[1]);
  EXPECT_EQ(words[0], words[2]);
  EXPECT_GT(words[0].size(), 60U);
  for (auto const& name : words[0])
    EXPECT_TRUE(find_quantity(name)) << name << " is no quantity";
  for (auto const& quantity : quantities())
    if (!words[0].contains(std::string(quantity.name))) std::cout << quantity.name << " has no words in assets/lang\n";
}

TEST(ValueRows, DoubtsTellSinceWhenAndStandInTheInspector) {
  auto t = ship();
  t.integrity = {{state::Integrity::off_sea, kNow}, {state::Integrity::gnss_drift, kNow + std::chrono::hours(8)}};
  auto const rows = integrity_rows(t);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(text(rows[0]), "inspector.in_doubt|integrity.off_sea|· 16:40:00"); // China time
  EXPECT_EQ(text(rows[1]), "inspector.in_doubt|integrity.gnss_drift|· 00:40:00");
  t.readings = {reading("level_m", 1)};
  std::size_t found = 0;
  for (auto const& row : inspect_track(t, kNow).rows)
    found += row.key == "inspector.in_doubt" || row.key == "quantity.level_m";
  EXPECT_EQ(found, 3U);
}

} // namespace
} // namespace dalian::view
