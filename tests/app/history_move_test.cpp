// twinctl history move as a user runs it, to a real PostgreSQL and back.
#include "tests/history/keyframes.hpp"
#include "tests/history/ship_records.hpp"
#include "tests/history/temporary_folder.hpp"
#include "tests/support/postgres_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dalian::app {
namespace {

using testing::HasSubstr;

test::Finished move(std::string const& from, std::string const& to) {
  return test::run({test::program("twinctl"), "history", "move", from, to, "--json"}, std::chrono::seconds(60));
}

class HistoryMove : public testing::Test {
 protected:
  /// Three hundred records, and a keyframe behind the 201st.
  HistoryMove() {
    auto const store = history::open(here_);
    for (int i = 0; i < 300; ++i) {
      EXPECT_TRUE(store->append(history::ship_record(i)));
      if (i == 200) history::add_keyframe(*store, history::ship_record(i).t_twin, 7, "state");
    }
    history::commit(*store);
  }

  test::TempFolder folder_;
  std::filesystem::path const here_ = folder_.path() / "here", back_ = folder_.path() / "back";
};

TEST_F(HistoryMove, GoesThereAndBackWithoutADifference) {
  test::PostgresServer const server({});
  auto const there = move(here_, server.url()), again = move(server.url(), back_);
  ASSERT_EQ(there.status, 0) << there.err;
  ASSERT_EQ(again.status, 0) << again.err;
  auto const told = nlohmann::json::parse(there.out);
  EXPECT_EQ(told.at("records"), 300);
  EXPECT_EQ(told.at("equal"), true);
  EXPECT_EQ(nlohmann::json::parse(again.out), told);
  auto const original = history::open(here_), copy = history::open(back_);
  EXPECT_TRUE(history::replay_all(*copy).records == history::replay_all(*original).records);
  auto const before = history::newest(*original), after = history::newest(*copy);
  EXPECT_EQ(after.t_twin, before.t_twin);
  EXPECT_EQ(after.state_hash, 7U);
  EXPECT_EQ(after.bytes, "state");
  EXPECT_TRUE(history::rest_of(*copy, after.after) == history::rest_of(*original, before.after));
}

TEST_F(HistoryMove, OverwritesNothing) {
  { EXPECT_TRUE(history::open(back_)); }
  EXPECT_EQ(move(here_, back_).status, 0) << "an empty one";
  auto const twice = move(here_, back_);
  EXPECT_EQ(twice.status, 1);
  EXPECT_THAT(twice.err, HasSubstr("holds records already"));
  EXPECT_THAT(move(folder_.path() / "none", folder_.path() / "other").err, HasSubstr("there is no such folder"));
}

TEST_F(HistoryMove, ZonesThatMovedAreJoinedInOneDatabase) {
  test::PostgresServer const server({});
  auto const north = server.new_database("north"), south = server.new_database("south"),
             all = server.new_database("overview");
  ASSERT_EQ(move(here_, north).status, 0);
  ASSERT_EQ(move(here_, south).status, 0);
  std::vector<std::string> line{test::program("twinctl"), "history", "join", "north=" + north, "south=" + south};
  auto const printed = [&] {
    auto asked = line;
    asked.emplace_back("--print");
    return test::run(asked);
  }();
  EXPECT_EQ(printed.status, 0) << printed.err;
  EXPECT_THAT(printed.out, HasSubstr("CREATE VIEW zones.by_hour"));
  EXPECT_EQ(test::run(line).status, 1) << "into what?";
  line.insert(line.end(), {"--into", all, "--json"});
  auto const joined = test::run(line);
  ASSERT_EQ(joined.status, 0) << joined.err;
  auto const told = nlohmann::json::parse(joined.out).at("zones");
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[1].at("zone"), "south");
  auto const each = told[0].at("observations").get<int>();
  EXPECT_GT(each, 300);
  EXPECT_EQ(server.ask("SELECT sum(observations) FROM zones.by_day", "overview"), std::to_string(2 * each));
  line.emplace_back("west=postgresql://twin@/west?host=/nowhere");
  auto const one_away = test::run(line);
  EXPECT_EQ(one_away.status, 1);
  EXPECT_THAT(one_away.out, HasSubstr("zone_west"));
}

} // namespace
} // namespace dalian::app
