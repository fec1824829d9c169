// twinctl fuse and twinctl score as a user runs them, on files.
#include "tests/support/process.hpp"

#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sstream>

namespace dalian::test {
namespace {

using Json = nlohmann::json;

class FuseFile : public testing::Test {
 protected:
  std::string write(std::string const& name, std::string const& text) const {
    auto const path = folder_.path() / name;
    std::ofstream(path) << text;
    return path.string();
  }
  static Finished twinctl(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), program("twinctl"));
    return run(arguments);
  }
  std::string missing() const { return (folder_.path() / "nothing.jsonl").string(); }

  /// Two ships that sail east for ten minutes, a report each 10 s with errors of ±5 m, and some bad lines among them.
  static std::string ships() {
    std::string text = "no json\n";
    for (int s = 0; s <= 600; s += 10)
      for (int ship = 0; ship < 2; ++ship)
        text += fmt::format(R"({{"entity":"mmsi:41234567{}","kind":"VESSEL","t_obs":"2026-09-26T08:{:02}:{:02}Z",)"
                            R"("fix":{{"lon_deg":{},"lat_deg":{},"sigma_m":5}}}})"
                            "\n",
                            ship, s / 60, s % 60, 121.8 + s * 6e-5, 38.9 + ship * 0.01 + 4e-5 * std::sin(s * 7.3));
    return text + R"({"entity":"mmsi:1","kind":"VESSEL","t_obs":"2026-09-26T08:00:00Z","fix":{"lat_deg":95}})" + "\n\n";
  }
  static std::string truth() {
    std::string text;
    for (int s : {0, 600})
      for (int ship = 0; ship < 2; ++ship)
        text += fmt::format(R"({{"t":"2026-09-26T08:{:02}:00Z","entity":"ship {}","lon_deg":{},"lat_deg":{}}})"
                            "\n",
                            s / 60, ship, 121.8 + s * 6e-5, 38.9 + ship * 0.01);
    return text;
  }

  TempFolder folder_;
};

TEST_F(FuseFile, TracksAtTheEndAndWhatBecameOfEveryLine) {
  auto const result = twinctl({"fuse", write("day.jsonl", ships()), "--json"});
  ASSERT_EQ(result.status, 0) << result.err;
  auto const document = Json::parse(result.out);
  EXPECT_EQ(document["tracks"].size(), 2);
  EXPECT_EQ(document["tracks"][0]["updates"], 61);
  EXPECT_EQ(document["lines"]["read"], 125);
  EXPECT_EQ(document["lines"]["used"], 122);
  EXPECT_EQ(document["lines"]["blank"], 1);
  EXPECT_EQ(document["lines"]["rejects"], (Json{{"bad_latitude", 1}, {"not_json", 1}}));
  EXPECT_EQ(document["lines"]["first_rejects"][1]["line"], 124);
  int sum = 0;
  for (auto const& n : document["fusion"]["file"])
    sum += n.get<int>();
  EXPECT_EQ(sum, 122);
}

TEST_F(FuseFile, OtherFiguresOfFusionComeFromAFile) {
  auto const day = write("day.jsonl", ships());
  auto const slow = twinctl({"fuse", day, "--json", "--fusion",
                             write("slow.toml", "[fixes]\njump_sigmas = 3\n[vessel]\nmost_speed_mps = 0.1\n")});
  ASSERT_EQ(slow.status, 0) << slow.err;
  EXPECT_GT(Json::parse(slow.out)["fusion"]["file"]["jump_held"], 0); // ships sail 5 m/s here
  auto const bad = write("bad.toml", "[vessel]\ngap_s = 0\n");
  auto const refused = twinctl({"fuse", day, "--fusion", bad});
  EXPECT_EQ(refused.status, 1);
  EXPECT_EQ(refused.err, "twinctl: " + bad + ":2: 'gap_s' must be a number from 1 to 1000000\n");
}

TEST_F(FuseFile, ScoresWhatItFused) {
  auto const fused = twinctl({"fuse", write("day.jsonl", ships()), "--every", "10"});
  ASSERT_EQ(fused.status, 0) << fused.err;
  EXPECT_NE(fused.err.find("2 rejected (1 bad_latitude, 1 not_json)"), std::string::npos) << fused.err;
  auto const tracks = write("tracks.jsonl", fused.out), truth_file = write("truth.jsonl", truth());
  auto const result = twinctl({"score", tracks, truth_file, "--json"});
  ASSERT_EQ(result.status, 0) << result.err;
  auto const score = Json::parse(result.out);
  EXPECT_EQ(score["instants"], 61);
  EXPECT_EQ(score["matched"], 122);
  EXPECT_EQ(score["missed"], 0);
  EXPECT_EQ(score["false"], 0);
  EXPECT_EQ(score["identity_switches"], 0);
  EXPECT_EQ(score["fragments"], 0);
  EXPECT_LT(score["gospa"]["mean_m"], std::sqrt(2) * 5); // two ships, errors of at most 4.5 m each
  EXPECT_GT(score["ospa_mean_m"], 0);
  auto const text = twinctl({"score", tracks, truth_file});
  EXPECT_NE(text.out.find("identity switches           0"), std::string::npos) << text.out;
}

TEST_F(FuseFile, TheSameFromStandardInputAndTwice) {
  auto const file = write("day.jsonl", ships());
  auto const once = twinctl({"fuse", file, "--every", "60"});
  auto const again = run({"/bin/sh", "-c", program("twinctl") + " fuse - --every 60 < " + file});
  EXPECT_EQ(once.out, again.out);
  std::istringstream lines(once.out);
  std::size_t n = 0;
  for (std::string line; std::getline(lines, line); ++n)
    EXPECT_TRUE(Json::accept(line));
  EXPECT_EQ(n, 22);
}

TEST_F(FuseFile, FollowsWhatARadarSeesWithoutNames) {
  std::string text = R"({"source":"port","entity":"radar:1","kind":"UNIDENTIFIED","t_obs":"2026-09-26T08:00:00Z",)"
                     R"("fix":{"lon_deg":121.8,"lat_deg":38.9},"coverage":{"range_m":20000}})"
                     "\n";
  std::string truth_text;
  for (int scan = 1; scan <= 100; ++scan)
    for (int ship = 0; ship < 3; ++ship) {
      double const lon = 121.8 + scan * 1.5e-4, lat = 38.9 + ship * 0.005 + scan * 1e-5;
      std::string const t = fmt::format("2026-09-26T08:{:02}:{:02}Z", scan * 3 / 60, scan * 3 % 60);
      text +=
          fmt::format(R"({{"source":"port","entity":"radar:1","kind":"UNIDENTIFIED","t_obs":"{}","fix":{{"lon_deg":{},)"
                      R"("lat_deg":{},"sigma_m":8}},"detection":{{"scan":{},"last":{},"looks_like":"VESSEL"}}}})"
                      "\n",
                      t, lon, lat + 6e-5 * std::sin(scan * 5.1 + ship), scan, ship == 2);
      truth_text += fmt::format(R"({{"t":"{}","entity":"ship {}","lon_deg":{},"lat_deg":{}}})"
                                "\n",
                                t, ship, lon, lat);
    }
  auto const fused = twinctl({"fuse", write("radar.jsonl", text), "--every", "3"});
  ASSERT_EQ(fused.status, 0) << fused.err;
  EXPECT_NE(fused.out.find(R"("entity":"plot:radar:1:1")"), std::string::npos);
  auto const result = twinctl({"score", write("tracks.jsonl", fused.out), write("truth.jsonl", truth_text), "--json"});
  ASSERT_EQ(result.status, 0) << result.err;
  auto const score = Json::parse(result.out);
  EXPECT_EQ(score["instants"], 98); // the first two scans are not enough for a track
  EXPECT_EQ(score["matched"], 3 * 98);
  EXPECT_EQ(score["identity_switches"], 0);
  EXPECT_LT(score["motp_m"], 8);
}

TEST_F(FuseFile, SaysWhatIsWrongWithAFile) {
  auto const expect = [](Finished const& result, int status, std::string const& words) {
    EXPECT_EQ(result.status, status) << words;
    EXPECT_NE(result.err.find(words), std::string::npos) << result.err;
  };
  auto const good = write("day.jsonl", ships());
  expect(twinctl({"fuse", missing()}), 1, "nothing.jsonl: No such file or directory");
  expect(twinctl({"fuse", folder_.path().string()}), 1, "is a folder");
  expect(twinctl({"fuse", write("empty.jsonl", "\n\n")}), 1, "empty.jsonl is empty");
  expect(twinctl({"fuse", write("none.jsonl", "{}\n{}\n")}), 1, "line 1: bad_time: t_obs is missing");
  expect(twinctl({"fuse"}), 2, "FILE is required");
  expect(twinctl({"fuse", good, "--every", "-1"}), 2, "--every");
  EXPECT_EQ(twinctl({"fuse", good, "--strict"}).status, 1);
  expect(twinctl({"score", good, missing()}), 1, "No such file or directory");
  expect(twinctl({"score", good,
                  write("other.jsonl", R"({"t":"2020-01-01T00:00:00Z","entity":"a","east_m":1,"north_m":2})")}),
         1, "no time in common");
  expect(twinctl({"score", write("untimed.jsonl", R"({"entity":"a","east_m":1,"north_m":2})"), good}), 1,
         "line 1: bad_time: t is missing");
}

} // namespace
} // namespace dalian::test
