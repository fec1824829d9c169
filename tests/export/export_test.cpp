// The exports, read back by programs and rules that are not ours: RFC 4180 by a reader of the test's own, GeoJSON by
// nlohmann-json, GPX by xmllint, MCAP by a Python reader written from its specification.
#include "twin/export/exporter.hpp"

#include "tests/history/ship_records.hpp"
#include "tests/support/process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

namespace dalian::exports {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;

Instant const kTime = parse_utc("2026-09-26T12:00:00.123456789Z").value();

wire::Observation ship(std::string name) {
  wire::Observation o;
  o.set_entity("mmsi:412000001");
  o.set_kind(wire::VESSEL);
  o.set_t_obs(static_cast<std::uint64_t>(to_unix_ns(kTime)));
  o.set_t_rx(o.t_obs() + 1);
  o.mutable_fix()->set_lon_deg(121.5);
  o.mutable_fix()->set_lat_deg(38.25);
  o.mutable_fix()->set_altitude_m(-1.5F);
  o.mutable_fix()->set_speed_mps(0);
  o.mutable_vessel_static()->set_name(std::move(name));
  return o;
}

wire::Observation without_place() {
  auto o = ship("NO FIX");
  o.clear_fix();
  return o;
}

std::string exported(std::unique_ptr<Exporter> (*make)(std::ostream&), std::vector<wire::Observation> const& all) {
  std::ostringstream out;
  auto const exporter = make(out);
  for (auto const& o : all)
    exporter->take({kTime, "ais", wire::RECORDED, o});
  EXPECT_TRUE(exporter->finish());
  return out.str();
}

/// RFC 4180, §2, rules 1 to 7.
std::vector<std::vector<std::string>> read_csv(std::string const& text) {
  std::vector<std::vector<std::string>> lines(1, {""});
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char const c = text[i];
    std::string& cell = lines.back().back();
    if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"')
      cell += text[++i];
    else if (c == '"')
      quoted = !quoted;
    else if (quoted || (c != ',' && c != '\r' && c != '\n'))
      cell += c;
    else if (c == ',')
      lines.back().emplace_back();
    else if (c == '\r' && text[i + 1] == '\n' && ++i)
      lines.emplace_back(1, "");
  }
  lines.pop_back(); // behind the last line break
  return lines;
}

TEST(CsvExport, EveryFieldHasItsColumnAndAnyTextItsCell) {
  std::string const name = "A, \"B\"\r\nC";
  auto const lines = read_csv(exported(csv_exporter, {ship(name), without_place()}));
  ASSERT_EQ(lines.size(), 3U);
  auto const cell = [&](std::size_t line, std::string const& column) {
    auto const at = std::find(lines[0].begin(), lines[0].end(), column) - lines[0].begin();
    return lines[line].at(static_cast<std::size_t>(at));
  };
  for (auto const& line : lines)
    EXPECT_EQ(line.size(), lines[0].size());
  EXPECT_EQ(cell(1, "vessel_static.name"), name);
  EXPECT_EQ(cell(1, "t_obs_utc"), "2026-09-26T12:00:00.123456789Z");
  EXPECT_EQ(cell(1, "t_rx_utc"), "2026-09-26T12:00:00.123456790Z");
  EXPECT_EQ(cell(1, "kind"), "VESSEL");
  EXPECT_EQ(cell(1, "fix.lon_deg"), "121.5");
  EXPECT_EQ(cell(1, "fix.speed_mps"), "0") << "zero is a value";
  EXPECT_EQ(cell(1, "fix.course_deg"), "") << "not available is not zero";
  EXPECT_EQ(cell(2, "fix.lon_deg"), "");
}

TEST(GeoJsonExport, IsAFeatureCollectionAlsoWhenEmpty) {
  EXPECT_EQ(json::parse(exported(geojson_exporter, {})).at("features").size(), 0U);
  auto strange = ship("\"\\ 大连\x01");
  strange.mutable_fix()->set_speed_mps(std::numeric_limits<float>::infinity());
  auto const all = json::parse(exported(geojson_exporter, {strange, without_place()}));
  EXPECT_EQ(all.at("type"), "FeatureCollection");
  auto const& first = all.at("features").at(0);
  EXPECT_EQ(first.at("geometry"), (json{{"type", "Point"}, {"coordinates", {121.5, 38.25, -1.5}}}));
  EXPECT_EQ(first.at("properties").at("vessel_static.name"), "\"\\ 大连\x01");
  EXPECT_EQ(first.at("properties").at("fix.speed_mps"), "inf");
  EXPECT_EQ(first.at("properties").at("event"), false);
  EXPECT_TRUE(all.at("features").at(1).at("geometry").is_null());
}

TEST(GpxExport, HasATrackAnEntityInTheOrderOfTime) {
  test::TempFolder const folder;
  auto later = ship("x"), other = ship("y");
  later.set_t_obs(later.t_obs() + 1'000'000'000);
  other.set_entity("car:<&>");
  fs::path const file = folder.path() / "a.gpx";
  std::ofstream(file) << exported(gpx_exporter, {later, ship("x"), other, without_place()});
  auto const xpath = [&](std::string const& expression) {
    auto const done = test::run({"xmllint", "--xpath", expression, file.string()}, std::chrono::seconds(60));
    EXPECT_EQ(done.status, 0) << done.err;
    return done.out.substr(0, done.out.find('\n'));
  };
  EXPECT_EQ(xpath("string(/*/@version)"), "1.1");
  EXPECT_EQ(xpath("namespace-uri(/*)"), "http://www.topografix.com/GPX/1/1");
  EXPECT_EQ(xpath("count(//*[local-name()='trk'])"), "2");
  EXPECT_EQ(xpath("count(//*[local-name()='trkpt'])"), "3");
  EXPECT_EQ(xpath("string(//*[local-name()='name'])"), "car:<&>");
  EXPECT_EQ(xpath("string((//*[local-name()='time'])[2])"), "2026-09-26T12:00:00.123Z");
  EXPECT_EQ(xpath("string((//*[local-name()='time'])[3])"), "2026-09-26T12:00:01.123Z");
  EXPECT_EQ(xpath("string((//*[local-name()='trkpt'])[3]/@lon)"), "121.5");
}

json read_mcap(std::vector<wire::Observation> const& all) {
  test::TempFolder const folder;
  fs::path const file = folder.path() / "a.mcap";
  std::ofstream(file, std::ios::binary) << exported(mcap_exporter, all);
  auto const script = std::string(std::getenv("DALIAN_SOURCE")) + "/tests/export/read_mcap.py";
  auto const done = test::run({"/usr/bin/python3", script, file.string()}, std::chrono::seconds(120));
  EXPECT_EQ(done.status, 0) << done.err;
  return json::parse(done.out, nullptr, false);
}

TEST(McapExport, IsReadByAReaderWrittenFromTheSpecification) {
  std::vector<wire::Observation> all(20'000, ship("GREAT WALL")); // several chunks
  for (std::size_t i = 0; i < all.size(); ++i)
    all[i].set_t_obs(all[i].t_obs() + i * 7);
  auto const read = read_mcap(all);
  EXPECT_EQ(read.at("messages"), 20'000);
  EXPECT_GT(read.at("chunks"), 1);
  EXPECT_EQ(read.at("topics"), json::array({"/observations/ais"}));
  auto const& first = read.at("first");
  EXPECT_EQ(first.at("log_time"), to_unix_ns(kTime));
  EXPECT_EQ(first.at("metadata").at("provenance"), "RECORDED");
  EXPECT_EQ(first.at("observation").at("entity"), "mmsi:412000001");
  EXPECT_EQ(first.at("observation").at("fix").at("lat_deg"), 38.25);
  EXPECT_EQ(first.at("observation").at("vessel_static").at("name"), "GREAT WALL");
  EXPECT_EQ(read_mcap({}).at("messages"), 0);
}

TEST(Selection, ChoosesByTimeEntityAndKind) {
  auto const o = ship("x");
  EXPECT_TRUE(is_selected({}, kTime, o));
  EXPECT_TRUE(is_selected({.from = kTime, .to = kTime, .entities = {"mmsi:412*"}, .kinds = {wire::VESSEL}}, kTime, o));
  EXPECT_FALSE(is_selected({.from = kTime + Duration(1), .entities = {}, .kinds = {}}, kTime, o));
  EXPECT_FALSE(is_selected({.to = kTime - Duration(1), .entities = {}, .kinds = {}}, kTime, o));
  EXPECT_FALSE(is_selected({.entities = {"mmsi:41"}, .kinds = {}}, kTime, o));
  EXPECT_FALSE(is_selected({.entities = {}, .kinds = {wire::AIRCRAFT}}, kTime, o));
}

} // namespace
} // namespace dalian::exports
