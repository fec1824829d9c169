// twinctl whatif as a user runs it: on the city of the repository.
#include "tests/support/process.hpp"
#include "tests/support/temp_folder.hpp"
#include "twin/base/time.hpp"
#include "twin/history/sqlite_history.hpp"
#include "twin/wire/wire.pb.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <nlohmann/json.hpp>

namespace dalian {
namespace {

using nlohmann::json;

class WhatifCommand : public testing::Test {
 protected:
  test::Finished whatif(std::vector<std::string> const& arguments) const {
    auto const assets = std::filesystem::path(std::getenv("DALIAN_SOURCE")) / "assets";
    std::vector<std::string> all{test::program("twinctl"), "whatif"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    bool const runs = arguments[0] == "run" || arguments[0] == "compare" || arguments[0] == "sweep" ||
                      arguments[0] == "report" || arguments[0] == "chain" || arguments[0] == "explain" ||
                      arguments[0] == "select-link";
    if (arguments[0] != "layers") all.insert(all.end(), {"--layout", (assets / "city").string()});
    if (runs)
      all.insert(all.end(),
                 {"--programme", (assets / "config/programme.toml").string(), "--energy",
                  (assets / "config/energy.toml").string(), "--mains", (assets / "config/mains.toml").string(),
                  "--hazard", (assets / "config/hazard.toml").string(), "--port",
                  (assets / "config/port.toml").string(), "--sun", (assets / "config/sun.toml").string(), "--traffic",
                  (assets / "config/traffic.toml").string()});
    if (arguments[0] == "sweep") all.push_back("--without-traffic");
    return test::run(all, std::chrono::seconds(120));
  }
  std::string file(std::string const& name) const { return (folder_.path() / name).string(); }
  static std::string use(std::string const& parcel, std::string const& to) {
    return R"({"do":"set","layer":"parcel","id":"njip/parcel/)" + parcel + R"(","field":"use","to":")" + to + "\"}";
  }

  test::TempFolder folder_;
};

TEST_F(WhatifCommand, EditsRunsAndComparesAScenario) {
  auto const edited = whatif({"edit", file("a.json"), use("parts-3", "campus"), "--name", "a campus"});
  ASSERT_EQ(edited.status, 0) << edited.err;
  auto const compared = whatif({"compare", "base", file("a.json"), "--json"});
  ASSERT_EQ(compared.status, 0) << compared.err;
  auto const document = json::parse(compared.out);
  EXPECT_EQ(document.at("after"), "a campus");
  EXPECT_EQ(document.at("edits"), json::array({json::parse(use("parts-3", "campus"))}));
  bool jobs = false;
  for (auto const& kpi : document.at("kpis"))
    if (kpi.at("name") == "jobs" && kpi.at("scope") == "njip") {
      jobs = true;
      EXPECT_GT(kpi.at("change"), 0) << "a campus holds more jobs than works on the same land";
      EXPECT_LE(kpi.at("low"), kpi.at("change"));
    }
  EXPECT_TRUE(jobs);
  EXPECT_EQ(whatif({"edit", file("a.json"), use("parts-3", "parts")}).status, 0);
  EXPECT_EQ(json::parse(whatif({"compare", "base", file("a.json"), "--json"}).out).at("kpis"), json::array())
      << "edit and undo is the base";
}

TEST_F(WhatifCommand, AnswersAreTheSameBytesWithAnyThreads) {
  whatif({"edit", file("a.json"), use("parts-3", "school")});
  auto const without_times = [](std::string const& text) {
    auto document = json::parse(text);
    for (auto& scenario : document.at("scenarios"))
      scenario.erase("engines");
    return document.dump();
  };
  auto const one = whatif({"run", "base", file("a.json"), "--json", "--columns", "--threads", "1"});
  auto const four = whatif({"run", "base", file("a.json"), "--json", "--columns", "--threads", "4"});
  ASSERT_EQ(one.status, 0) << one.err;
  EXPECT_EQ(without_times(one.out), without_times(four.out));
}

TEST_F(WhatifCommand, ExplainsWhichEditMovedWhichFigure) {
  ASSERT_EQ(whatif({"edit", file("a.json"), use("parts-3", "campus"), use("parts-4", "school")}).status, 0);
  auto const told = whatif({"explain", file("a.json"), "--json", "--zone", "njip", "--without-traffic"});
  ASSERT_EQ(told.status, 0) << told.err;
  auto const document = json::parse(told.out);
  ASSERT_EQ(document.at("parts").size(), 2u) << "typed in one go, but two acts";
  auto const compared = json::parse(whatif({"compare", "base", file("a.json"), "--json", "--without-traffic"}).out);
  std::map<std::string, double> change;
  for (auto const& kpi : compared.at("kpis"))
    if (kpi.at("scope") == "njip") change[kpi.at("name")] = kpi.at("change");
  std::size_t jobs = 0;
  for (auto const& figure : document.at("figures")) {
    double sum = 0;
    for (auto const& part : figure.at("parts"))
      sum += part.at("share").get<double>();
    double const all = figure.at("change");
    EXPECT_NEAR(sum, all, 1e-9 * (1 + std::abs(figure.at("after").get<double>()))) << figure.at("name");
    EXPECT_NEAR(all, change[figure.at("name")], 1e-12 * (1 + std::abs(all))) << figure.at("name");
    if (figure.at("name") == "jobs") {
      ++jobs;
      EXPECT_FALSE(figure.at("parts")[0].at("within_error"));
      EXPECT_GT(figure.at("parts")[0].at("share"), 0) << "a campus holds more jobs than works on the same land";
    }
  }
  EXPECT_EQ(jobs, 1u);
  auto const table = whatif({"explain", file("a.json"), "--zone", "njip", "--figure", "jobs", "--without-traffic"});
  EXPECT_EQ(table.out.rfind("(1) set parcel 'njip/parcel/parts-3' use\n", 0), 0u) << table.out;
  EXPECT_NE(table.out.find("1 figures moved here"), std::string::npos) << table.out;
  EXPECT_EQ(whatif({"explain", file("none.json")}).status, 1);
}

TEST_F(WhatifCommand, MergesAndTellsConflicts) {
  whatif({"edit", file("a.json"), use("parts-3", "school"), use("parts-4", "clinic"), "--note",
          "a clinic near the school"});
  whatif({"edit", file("b.json"), use("parts-3", "campus"), use("parts-5", "green"), "--note", "more green"});
  auto const ab = whatif({"merge", file("a.json"), file("b.json"), "--out", file("ab.json"), "--name", "both"});
  auto const ba = whatif({"merge", file("b.json"), file("a.json"), "--out", file("ba.json"), "--name", "both"});
  EXPECT_EQ(ab.status, 1);
  EXPECT_NE(ab.out.find("conflict: parcel 'njip/parcel/parts-3', field 'use'"), std::string::npos) << ab.out;
  EXPECT_EQ(ab.err, "twinctl: 1 conflicts: mend one side of each\n");
  auto const text = [](std::string const& path) {
    std::ifstream in(path);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  EXPECT_EQ(text(file("ab.json")), text(file("ba.json")));
  EXPECT_EQ(whatif({"diff", "base", file("ab.json")}).out,
            use("parts-4", "clinic") + "\n" + use("parts-5", "green") + "\n");
  EXPECT_EQ(json::parse(text(file("ab.json"))).at("note"), "a clinic near the school\nmore green");
}

TEST_F(WhatifCommand, FaultsAreOneLineThatNamesFileFieldAndRemedy) {
  std::ofstream(file("damaged.json")) << "{\"format\": \"dalian-scen";
  auto const damaged = whatif({"run", file("damaged.json")});
  EXPECT_EQ(damaged.status, 1);
  EXPECT_EQ(damaged.err, "twinctl: " + file("damaged.json") + ": is no JSON object: it is damaged or another file\n");
  std::ofstream(file("other.json"))
      << R"({"format":"dalian-scenario","version":1,"base":"00000000000000000000000000000000","edits":[
    {"do":"remove","layer":"parcel","id":"gone"}]})";
  auto const other = whatif({"run", file("other.json")});
  EXPECT_EQ(other.status, 1);
  EXPECT_NE(other.err.find("field 'base' is 00000000000000000000000000000000, but the layout is"), std::string::npos);
  auto const rebased = whatif({"run", file("other.json"), "--rebase"});
  EXPECT_EQ(rebased.status, 0) << rebased.err;
  EXPECT_NE(rebased.out.find("error: parcel 'gone': the edit is left out: is not there"), std::string::npos);
  EXPECT_EQ(whatif({"edit", file("c.json"), "{not json"}).status, 1);
  EXPECT_EQ(whatif({"run", "--zone", "atlantis"}).status, 1);
  EXPECT_EQ(whatif({"stroll"}).status, 2);
}

TEST_F(WhatifCommand, ToolsBecomeEditsAndAreUndoneToTheSameBytes) {
  auto const text = [](std::string const& path) {
    std::ifstream in(path);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  ASSERT_EQ(whatif({"edit", file("a.json"), use("parts-3", "campus")}).status, 0);
  auto const before = text(file("a.json"));
  auto const road = whatif({"edit", file("a.json"), "change", "njip/street/local-4", "lanes=2"});
  ASSERT_EQ(road.status, 0) << road.err;
  EXPECT_NE(road.err.find("field 'width_m': is widened from 8 to 13 m for its lanes"), std::string::npos) << road.err;
  auto const closed = whatif({"edit", file("a.json"), "close", "njip/street/local-4", "trucks=true"});
  EXPECT_NE(closed.out.find("step 3 of 3"), std::string::npos) << closed.out;
  auto const log = json::parse(whatif({"log", file("a.json"), "--json"}).out);
  ASSERT_EQ(log.size(), 3u);
  EXPECT_EQ(log[2].at("by"), "close njip/street/local-4 trucks=true");
  auto const after = text(file("a.json"));
  EXPECT_EQ(whatif({"undo", file("a.json"), "--steps", "2"}).status, 0);
  EXPECT_EQ(text(file("a.json")), before);
  EXPECT_EQ(whatif({"redo", file("a.json"), "--steps", "2"}).status, 0);
  EXPECT_EQ(text(file("a.json")), after);
  EXPECT_EQ(whatif({"redo", file("a.json")}).err, "twinctl: " + file("a.json") + ": only 0 steps can be done again\n");
  auto const nowhere = whatif({"edit", file("a.json"), "plant", "121.2,39.9"});
  EXPECT_EQ(nowhere.status, 1);
  EXPECT_NE(nowhere.err.find("field 'at': [121.200000, 39.900000] lies on no parcel"), std::string::npos);
  EXPECT_EQ(text(file("a.json")), after) << "a refusal changes nothing";
}

TEST_F(WhatifCommand, AScenarioStartsFromARecordedInstant) {
  auto const noon = *parse_utc("2026-06-01T12:00:00Z");
  auto const history = history::open_sqlite_history({.folder = folder_.path() / "history"});
  ASSERT_TRUE(history) << history.error();
  for (int i = 0; i < 4; ++i) { // the last one is after the instant asked for
    wire::Batch batch;
    auto& observation = *batch.add_observations();
    Instant const t = noon - std::chrono::seconds(90 - 40 * i);
    observation.set_entity("meter:7");
    observation.set_t_obs(static_cast<std::uint64_t>(to_unix_ns(t)));
    observation.mutable_fix()->set_lon_deg(121.67);
    observation.mutable_fix()->set_lat_deg(39.25);
    observation.mutable_sensor()->set_quantity("power_kw");
    observation.mutable_sensor()->set_number(100.0 + i);
    history::Record record;
    record.t_twin = t;
    record.source = "utilities";
    record.epoch = 1, record.first_seq = static_cast<std::uint64_t>(i) + 1, record.n = 1;
    record.bytes = batch.SerializeAsString();
    ASSERT_TRUE((*history)->append(record));
  }
  ASSERT_TRUE((*history)->commit());
  auto const folder = (folder_.path() / "history").string();
  auto const made = whatif({"new", file("noon.json"), "--history", folder, "--at", "2026-06-01T12:00:00Z"});
  ASSERT_EQ(made.status, 0) << made.err;
  std::ifstream in(file("noon.json"));
  auto const document = json::parse(in);
  ASSERT_EQ(document.at("edits").size(), 1u);
  auto const fields = document.at("edits")[0].at("fields");
  EXPECT_EQ(document.at("edits")[0].at("id"), "meter:7/power_kw");
  EXPECT_EQ(fields.at("value"), 102) << "the last one before the instant";
  EXPECT_EQ(fields.at("age_s"), 10);
  EXPECT_EQ(fields.at("feed"), "utilities");
  EXPECT_EQ(whatif({"new", file("noon.json"), "--history", folder}).status, 1) << "a file that is there is kept";
  auto const early = whatif({"new", file("b.json"), "--history", folder, "--at", "2026-05-01T12:00:00Z"});
  EXPECT_NE(early.err.find("holds no values within 3600 s before 2026-05-01T12:00:00Z"), std::string::npos)
      << early.err;
}

TEST_F(WhatifCommand, LayersAreListed) {
  auto const layers = whatif({"layers", "--json"});
  EXPECT_EQ(layers.status, 0);
  EXPECT_EQ(json::parse(layers.out).size(), 33u);
}

std::string bytes_of(std::string const& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST_F(WhatifCommand, ASweepGoesOnWhereItWasStoppedAndAFailureStaysItsOwn) {
  std::ofstream(file("design.json"))
      << R"({"format": "dalian-design", "version": 1, "name": "uses", "kind": "list", "cases": [
    {"name": "as it is", "edits": []},
    {"name": "campus", "edits": [)"
      << use("parts-3", "campus") << R"(]},
    {"name": "gone", "edits": [)"
      << use("no-such-parcel", "campus") << R"(]},
    {"name": "school", "edits": [)"
      << use("parts-3", "school") << "]}]}";
  std::vector<std::string> const sweep{
      "sweep", file("design.json"), "--out", file("a.jsonl"), "--csv", file("a.csv"), "--zone",
      "njip",  "--threads",         "2"};
  auto const done = whatif(sweep);
  ASSERT_EQ(done.status, 0) << done.err;
  std::string const whole = bytes_of(file("a.jsonl")), table = bytes_of(file("a.csv"));
  EXPECT_EQ(std::count(whole.begin(), whole.end(), '\n'), 5);
  EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 5);
  EXPECT_NE(whole.find("no-such-parcel"), std::string::npos) << "told in its line";
  // As a kill leaves it: two whole cases and a part of the third.
  std::size_t cut = 0;
  for (int line = 0; line < 3; ++line)
    cut = whole.find('\n', cut) + 1;
  std::ofstream(file("a.jsonl"), std::ios::binary) << whole.substr(0, cut + 20);
  EXPECT_EQ(whatif(sweep).status, 0);
  EXPECT_EQ(bytes_of(file("a.jsonl")), whole);
  EXPECT_EQ(bytes_of(file("a.csv")), table);
  std::ofstream(file("design.json"), std::ios::app) << " ";
  EXPECT_NE(whatif(sweep).err.find("holds another sweep"), std::string::npos);
}

TEST_F(WhatifCommand, ASweepOverHostsSaysTheSameLines) {
  std::ofstream(file("design.json"))
      << R"({"format": "dalian-design", "version": 1, "name": "uses", "kind": "grid", "axes": [
    {"name": "use", "layer": "parcel", "id": "njip/parcel/parts-3", "field": "use", "values": ["campus", "school", "clinic"]}]})";
  std::ofstream(file("launch")) << "#!/bin/sh\necho \"$1\" >> " << file("hosts") << "\nshift\nexec \"$@\"\n";
  std::filesystem::permissions(file("launch"), std::filesystem::perms::owner_all);
  auto const here = whatif({"sweep", file("design.json"), "--out", file("here.jsonl"), "--zone", "njip"});
  ASSERT_EQ(here.status, 0) << here.err;
  auto const there = whatif({"sweep", file("design.json"), "--out", file("there.jsonl"), "--zone", "njip", "--hosts",
                             "a,b", "--launcher", file("launch"), "--program", test::program("twinctl")});
  ASSERT_EQ(there.status, 0) << there.err;
  EXPECT_EQ(bytes_of(file("there.jsonl")), bytes_of(file("here.jsonl")));
  auto const launched = bytes_of(file("hosts"));
  EXPECT_TRUE(launched == "a\nb\n" || launched == "b\na\n") << launched;
}

/// Of a unit: the same in every language. Words, and what is counted by the year, the day or the hour, are not.
bool is_sign(std::string const& unit) {
  constexpr std::array kSigns{"",   "%",    "MW",   "MWp",  "bar",    "p.u.",       "m",         "m²",        "km²",
                              "ha", "m³/h", "km/h", "kg/h", "kWh/m³", "kg CO2/kWh", "kg CO2/kg", "kg CO2e/kg"};
  return std::ranges::find(kSigns, unit) != kSigns.end();
}

TEST_F(WhatifCommand, AReportNeedsNothingBesideItAndHasNoWordMissing) {
  whatif({"edit", file("a.json"), use("parts-3", "campus"), "--name", "<campus>"});
  auto const store =
      R"({"do":"add","layer":"hydrogen","id":"h","fields":{"at":[121.6578,39.248],"kind":"store","parcel":"njip/parcel/parts-3"}})";
  ASSERT_EQ(whatif({"edit", file("a.json"), store}).status, 0);
  std::string const words = (std::filesystem::path(std::getenv("DALIAN_SOURCE")) / "assets/lang/report.json").string();
  for (auto const* language : {"zh", "ja", "en"}) {
    auto const done = whatif(
        {"report", file("a.json"), "--out", file("r.html"), "--lang", language, "--words", words, "--zone", "njip"});
    ASSERT_EQ(done.status, 0) << done.err;
    std::string const html = bytes_of(file("r.html"));
    EXPECT_EQ(html.find("src="), std::string::npos);
    EXPECT_EQ(html.find("href="), std::string::npos);
    EXPECT_EQ(html.find("<campus>"), std::string::npos) << "what a user wrote is no markup";
    EXPECT_NE(html.find("&lt;campus&gt;"), std::string::npos);
    EXPECT_NE(html.find("to&quot;:&quot;campus"), std::string::npos) << "the edits";
    EXPECT_EQ(html.find("class='mark'"), html.rfind("class='mark'")) << "of the scenario alone";
    EXPECT_NE(html.find("<circle class='mark'"), std::string::npos) << "what stands on a parcel";
    auto const kpis = json::parse(whatif({"run", "--json"}).out).at("scenarios").at(0).at("kpis");
    auto const table = json::parse(bytes_of(words));
    for (auto const& kpi : kpis) {
      std::string const name = kpi.at("name");
      bool const of_entity = name.starts_with("corridor_") || name.starts_with("minutes_");
      EXPECT_TRUE(of_entity || table.contains("kpi." + name)) << name << ": add it to assets/lang/report.json";
      std::string const unit = kpi.at("unit");
      EXPECT_TRUE(is_sign(unit) || table.contains("unit." + unit)) << unit << ": add it to assets/lang/report.json";
    }
  }
}

TEST_F(WhatifCommand, ChainTakesWindAndClassFromAReport) {
  std::ofstream(file("zytl.txt")) << "METAR ZYTL 271200Z 03003MPS CAVOK 02/M05 Q1030=\n"
                                     "METAR ZYTL 271230Z 02002MPS 9999 FEW030 01/M05 Q1030=\n"
                                     "METAR ZYTL 271300Z /////MPS CAVOK 01/M05 Q1030=\n";
  auto const chain =
      whatif({"chain", "--plant", "xizhongdao/parcel/fine_chem-1/works", "--failure", "ten_minutes", "--metar",
              file("zytl.txt"), "--at", "2026-11-27T13:30:00Z", "--without-traffic", "--json", "--out",
              file("leak.geojson"), "--picture", file("leak.svg"), "--words",
              (std::filesystem::path(std::getenv("DALIAN_SOURCE")) / "assets/lang/report.json").string()});
  ASSERT_EQ(chain.status, 0) << chain.err;
  auto const told = json::parse(chain.out);
  EXPECT_EQ(told.at("wind_from_deg"), 20) << "the newest with a wind";
  EXPECT_EQ(told.at("wind_10m_mps"), 2);
  EXPECT_EQ(told.at("class"), "E") << "a clear night at 2 m/s";
  EXPECT_FALSE(told.contains("traffic"));
  std::ifstream map(file("leak.geojson"));
  EXPECT_GT(json::parse(map).at("features").size(), 3);
  std::ifstream picture(file("leak.svg"));
  std::string const svg(std::istreambuf_iterator<char>(picture), {});
  EXPECT_EQ(svg.rfind("<svg", 0), 0);
  EXPECT_NE(svg.find("</svg>"), svg.npos);
}

TEST_F(WhatifCommand, ChainWithoutAWindSaysHowToGiveOne) {
  auto const none = whatif({"chain", "--plant", "xizhongdao/parcel/fine_chem-1/works"});
  EXPECT_EQ(none.status, 1);
  EXPECT_NE(none.err.find("--wind FROM,SPEED"), std::string::npos) << none.err;
  auto const nowhere = whatif({"chain", "--plant", "phlogiston", "--wind", "20,2"});
  EXPECT_EQ(nowhere.status, 1);
  EXPECT_NE(nowhere.err.find("--plant phlogiston"), std::string::npos) << nowhere.err;
}

TEST_F(WhatifCommand, SelectLinkNamesBusyRoadsAndWhoseTripsTheyCarry) {
  auto const busiest = whatif({"select-link", "--most", "3", "--json"});
  ASSERT_EQ(busiest.status, 0) << busiest.err;
  auto const roads = json::parse(busiest.out);
  ASSERT_EQ(roads.size(), 3U);
  EXPECT_GE(roads[0].at("flow_pcu_h"), roads[1].at("flow_pcu_h"));
  auto const users = whatif({"select-link", roads[2].at("road"), "--json", "--out", file("users.geojson")});
  ASSERT_EQ(users.status, 0) << users.err;
  auto const told = json::parse(users.out);
  EXPECT_LE(told.at("gap"), 1e-6);
  ASSERT_GE(told.at("directions").size(), 1U);
  for (auto const& direction : told.at("directions")) {
    double by_class = 0, trips = 0;
    for (double const vehicles_h : direction.at("classes"))
      by_class += vehicles_h;
    for (auto const& trip : direction.at("trips"))
      trips += trip.at("vehicles_h").get<double>();
    double const all = direction.at("vehicles_h");
    EXPECT_NEAR(by_class, all, 1e-9 * all);
    EXPECT_NEAR(trips, all, 1e-9 * all);
  }
  std::ifstream lines(file("users.geojson"));
  EXPECT_GT(json::parse(lines).at("features").size(), told.at("directions").size());
  auto const none = whatif({"select-link", "atlantis"});
  EXPECT_EQ(none.status, 1);
  EXPECT_NE(none.err.find("atlantis"), std::string::npos) << none.err;
}

TEST_F(WhatifCommand, ViewFromNowhereOrTooFineIsWrongUsage) {
  for (auto const& [from, step, named] : {std::tuple{"0,0", "10", "--from 0,0"},
                                          {"500,95", "10", "--from 500,95"},
                                          {"nan,39.2", "10", "--from nan,39.2"},
                                          {"121.68,39.28", "1", "--step 1"}}) {
    auto const done = whatif({"view", "--from", from, "--reach", "5000", "--step", step});
    EXPECT_EQ(done.status, 2) << from << ' ' << done.err;
    EXPECT_NE(done.err.find(named), std::string::npos) << done.err;
  }
}

} // namespace
} // namespace dalian
