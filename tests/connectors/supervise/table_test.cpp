#include "connectors/supervise/table.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dalian::supervise {
namespace {

ChildStatus ais() {
  ChildStatus child;
  child.name = "ais-north";
  child.kind = "ais";
  child.state = State::running;
  child.pid = 42;
  child.starts = 3;
  child.last_end = "killed by signal 9 (Killed)";
  child.inputs_per_s = 12.5;
  child.progress.emplace();
  auto& report = child.progress->report;
  report.set_inputs(110);
  for (auto const& [name, n] : std::map<std::string, unsigned>{
           {"decoded", 90}, {"comment", 9}, {"bad_checksum", 3}, {"too_short", 7}, {"unknown", 1}})
    (*report.mutable_outcomes())[name] = n;
  (*report.mutable_details())["waiting"] = 17;
  child.progress->lag = std::chrono::milliseconds(120);
  return child;
}

TEST(FeedTable, JudgesWhatWasTakenAndWhatWasRefusedMostOften) {
  auto const child = ais();
  auto const judged = judge(child.progress->report);
  EXPECT_EQ(judged.accepted, 90U);
  EXPECT_EQ(judged.rejected, 11U); // a comment is no reject
  EXPECT_EQ(judged.reason, "too_short");
}

TEST(FeedTable, HasALineForEachAndItsTrouble) {
  auto const running = ais();
  ChildStatus waiting;
  waiting.name = "a-name-that-is-far-too-long-for-its-column";
  waiting.kind = "gtfs-rt";
  waiting.failed = true;
  waiting.last_end = "exit status 1: " + std::string(300, 'x');
  waiting.pause = std::chrono::milliseconds(1500);
  auto const text = table({&running, &waiting});
  for (auto const* word : {"12.5", "90", "11", "too_short", "17", "120 ms", "running", "before: killed by signal 9",
                           "again in 1.5 s", "exit status 1"})
    EXPECT_NE(text.find(word), std::string::npos) << word << "\n" << text;
  for (std::size_t begin = 0, end = 0; (end = text.find('\n', begin)) != text.npos; begin = end + 1)
    EXPECT_LE(end - begin, 120U) << text;
}

TEST(FeedTable, AsJson) {
  auto const child = ais();
  auto const json = nlohmann::json::parse(to_json({&child}, from_unix_ns(0)));
  auto const& feed = json.at("feeds").at(0);
  EXPECT_EQ(json.at("t"), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(feed.at("state"), "running");
  EXPECT_EQ(feed.at("pid"), 42);
  EXPECT_EQ(feed.at("restarts"), 2);
  EXPECT_EQ(feed.at("rejected"), 11);
  EXPECT_EQ(feed.at("details").at("waiting"), 17);
  EXPECT_DOUBLE_EQ(feed.at("lag_s").get<double>(), 0.12);
}

} // namespace
} // namespace dalian::supervise
