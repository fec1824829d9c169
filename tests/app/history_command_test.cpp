// twinctl history as a user runs it.
#include "tests/history/ship_records.hpp"
#include "tests/support/process.hpp"
#include "twin/app/fusion_setup.hpp"
#include "twin/app/keyframe.hpp"
#include "twin/fusion/fuse.hpp"
#include "twin/history/state_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace dalian::app {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class HistoryCommand : public testing::Test {
 protected:
  HistoryCommand() {
    auto const store = history::open(folder());
    for (int i = 0; i < 100; ++i)
      EXPECT_TRUE(store->append(history::ship_record(i)));
    history::commit(*store);
  }
  std::filesystem::path folder() const { return folder_.path() / "history"; }

  test::Finished twinctl(std::string const& command, std::vector<std::string> const& more = {}) const {
    std::vector<std::string> all{test::program("twinctl"), "history", command, "--history", folder().string()};
    all.insert(all.end(), more.begin(), more.end());
    return test::run(all, std::chrono::seconds(60));
  }

  test::TempFolder folder_;
};

TEST_F(HistoryCommand, ListsDaysAndLocks) {
  auto const locked = twinctl("lock", {"--at", "2026-09-26T12:00:05Z", "--reason", "near miss", "--who", "harbour"});
  EXPECT_EQ(locked.status, 0) << locked.err;
  auto const text = twinctl("list");
  EXPECT_EQ(text.status, 0);
  EXPECT_THAT(text.out, HasSubstr("2026-09-26"));
  EXPECT_THAT(text.out, HasSubstr("recent 250"));
  EXPECT_THAT(text.out, HasSubstr("near miss"));
  auto const list = json::parse(twinctl("list", {"--json"}).out);
  EXPECT_EQ(list.at("days").at(0).at("rows").at("recent").at("observations"), 250);
  EXPECT_EQ(list.at("locks").at(0).at("from"), "2026-09-26T11:58:35.000Z");
  EXPECT_EQ(list.at("locks").at(0).at("to"), "2026-09-26T12:01:05.000Z");
  EXPECT_EQ(twinctl("unlock", {"1", "--who", "harbour"}).status, 0);
  EXPECT_EQ(twinctl("unlock", {"1", "--who", "harbour"}).status, 1) << "it is released already";
  EXPECT_FALSE(json::parse(twinctl("list", {"--json"}).out).at("locks").at(0).at("released").is_null());
}

TEST_F(HistoryCommand, VerifiesAndSaysWhatIsSpoiled) {
  EXPECT_EQ(twinctl("verify", {"--replay"}).status, 0);
  auto const file = folder() / "history-2026-09-26.sqlite";
  std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
  std::string const all((std::istreambuf_iterator<char>(bytes)), {});
  auto const place = all.find("mmsi:412000003");
  ASSERT_NE(place, std::string::npos);
  bytes.seekp(static_cast<std::streamoff>(place)).put('M');
  bytes.close();
  auto const spoiled = twinctl("verify", {"--json"});
  EXPECT_EQ(spoiled.status, 1);
  EXPECT_EQ(json::parse(spoiled.out).at("spoiled").at(0).at("what"), "chunk");
}

TEST_F(HistoryCommand, ReplaysFromKeyframeToKeyframe) {
  auto const other = folder_.path() / "other";
  {
    auto const store = history::open(other);
    fusion::Fusion fusion;
    for (int i = 0; i < 90; ++i) {
      auto const r = history::ship_record(i);
      wire::Batch batch;
      ASSERT_TRUE(batch.ParseFromString(r.bytes));
      fusion.take(r.t_twin, batch);
      ASSERT_TRUE(store->append(r));
      if (i % 30 != 29) continue;
      KeyframeState state;
      state.set_fusion(fusion.save());
      std::uint64_t const wrong = i == 59 ? 1 : 0; // the second one lies about its state
      store->keyframe(*store->mark(r.t_twin), hash_of(state.fusion()) + wrong, state.SerializeAsString());
      history::commit(*store);
    }
  }
  auto const done = test::run({test::program("twinctl"), "history", "verify", "--replay", "--city", "none", "--json",
                               "--history", other.string()});
  EXPECT_EQ(done.status, 1) << done.err;
  auto const replay = json::parse(done.out).at("replay");
  EXPECT_EQ(replay.at("equal"), 2);
  EXPECT_EQ(replay.at("different").size(), 1U);
  EXPECT_EQ(replay.at("not_comparable"), 0);
}

/// Sixty records with a keyframe in their midst and, in the state file, the state behind the fiftieth.
class NewestStateFile : public HistoryCommand {
 protected:
  NewestStateFile() {
    auto const store = history::open(other_);
    fusion::Fusion fusion;
    for (int i = 0; i < 60; ++i) {
      auto const r = history::ship_record(i);
      wire::Batch batch;
      EXPECT_TRUE(batch.ParseFromString(r.bytes));
      fusion.take(r.t_twin, batch);
      EXPECT_TRUE(store->append(r));
      if (i != 29 && i != 49 && i != 59) continue;
      KeyframeState state;
      state.set_fusion(fusion.save());
      auto const mark = store->mark(r.t_twin).value();
      if (i != 49) store->keyframe(mark, hash_of(state.fusion()), state.SerializeAsString());
      history::commit(*store);
      if (i == 49) newest_ = {r.t_twin, mark.after, hash_of(state.fusion()), {}, {}, 0};
      if (i == 49) bytes_ = state.SerializeAsString();
    }
  }
  void write(std::uint64_t wrong_by) {
    auto state = newest_;
    state.bytes = bytes_;
    state.state_hash += wrong_by;
    ASSERT_TRUE(history::write_state_file(other_, state));
  }
  test::Finished verify(std::vector<std::string> const& more = {"--replay", "--city", "none", "--json"}) const {
    std::vector<std::string> all{test::program("twinctl"), "history", "verify", "--history", other_.string()};
    all.insert(all.end(), more.begin(), more.end());
    return test::run(all, std::chrono::seconds(60));
  }

  std::filesystem::path other_ = folder_.path() / "other";
  history::NewestState newest_;
  std::string bytes_;
};

TEST_F(NewestStateFile, IsComparedWithTheReplayToItsMark) {
  auto const none = verify();
  EXPECT_EQ(none.status, 0) << none.out;
  EXPECT_EQ(json::parse(none.out).at("replay").at("newest_state"), "none");
  write(0);
  auto const equal = verify();
  EXPECT_EQ(equal.status, 0) << equal.out;
  EXPECT_EQ(json::parse(equal.out).at("replay").at("newest_state"), "equal");
  EXPECT_EQ(json::parse(equal.out).at("replay").at("equal"), 2) << "the keyframes beside it";
}

TEST_F(NewestStateFile, ThatIsOfAnotherMomentIsTold) {
  write(1); // its checksum is right, what it says is not
  auto const hash = verify();
  EXPECT_EQ(hash.status, 1);
  EXPECT_EQ(json::parse(hash.out).at("replay").at("newest_state"), "different");
  EXPECT_EQ(json::parse(hash.out).at("replay").at("equal"), 2) << "the keyframes are as they were";
  newest_.after -= 1;
  write(0);
  EXPECT_EQ(json::parse(verify().out).at("replay").at("newest_state"), "different");
}

TEST_F(NewestStateFile, ThatIsSpoiledIsTold) {
  write(0);
  std::fstream file(other_ / history::kStateFileName, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(200).put('?').put('!');
  file.close();
  auto const plain = verify({"--json"});
  EXPECT_EQ(plain.status, 1);
  EXPECT_EQ(json::parse(plain.out).at("spoiled").at(0).at("what"), "state");
  EXPECT_EQ(json::parse(plain.out).at("spoiled").at(0).at("file"), history::kStateFileName);
  EXPECT_EQ(json::parse(verify().out).at("replay").at("newest_state"), "spoiled");
}

TEST_F(HistoryCommand, SaysThatTheStatesWereMadeWithOtherFiguresOrAnotherCity) {
  auto const other = folder_.path() / "other";
  fusion::Fusion fusion;
  {
    auto const store = history::open(other);
    for (int i = 0; i < 60; ++i) {
      auto const r = history::ship_record(i);
      wire::Batch batch;
      ASSERT_TRUE(batch.ParseFromString(r.bytes));
      fusion.take(r.t_twin, batch);
      ASSERT_TRUE(store->append(r));
      if (i % 30 != 29) continue;
      KeyframeState state;
      state.set_fusion(fusion.save());
      note_setup({}, state);
      state.set_surface_hash(i < 30 ? 0 : 7); // the twin was started again with another city
      store->keyframe(*store->mark(r.t_twin), hash_of(state.fusion()), state.SerializeAsString());
      history::commit(*store);
    }
  }
  auto const done = test::run({test::program("twinctl"), "history", "verify", "--replay", "--city", "none", "--json",
                               "--history", other.string()});
  EXPECT_EQ(done.status, 0) << done.err;
  auto const replay = json::parse(done.out).at("replay");
  EXPECT_EQ(replay.at("equal"), 1);
  EXPECT_EQ(replay.at("not_comparable"), 1);
  EXPECT_THAT(replay.at("unreadable").at(0).get<std::string>(), HasSubstr("was made with a map of land and sea"));
}

TEST_F(HistoryCommand, ExportsWhatWasAskedFor) {
  auto const file = (folder_.path() / "ships.csv").string();
  auto const done = twinctl("export", {"--entity", "mmsi:412000003", "--from", "2026-09-26T12:00:01Z", "--to",
                                       "2026-09-26T20:00:05+08:00", "--kind", "vessel", "--out", file});
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_THAT(done.err, HasSubstr("observations in " + file));
  int expected = 0, lines = 0;
  for (int i = 10; i <= 50; ++i) // records each 100 ms
    for (int k = 0; k <= i % 4; ++k)
      expected += (i * 3 + k) % 7 == 3 ? 1 : 0;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);)
    ++lines;
  EXPECT_EQ(lines, expected + 1);
  auto const everything = json::parse(twinctl("export", {"--format", "geojson"}).out);
  EXPECT_EQ(everything.at("features").size(), 250U);
}

TEST_F(HistoryCommand, MistakesAreNamed) {
  EXPECT_THAT(twinctl("export", {"--from", "yesterday"}).err, HasSubstr("--from"));
  EXPECT_THAT(twinctl("export", {"--kind", "submarine"}).err, HasSubstr("submarine"));
  EXPECT_THAT(twinctl("export", {"--out", "/no/such/folder/x.csv"}).err, HasSubstr("--out"));
  EXPECT_EQ(twinctl("export", {"--format", "pdf"}).status, 2);
  EXPECT_EQ(test::run({test::program("twinctl"), "history", "list", "--history", "/no/such"}).status, 2);
  EXPECT_EQ(test::run({test::program("twinctl"), "history"}).status, 2);
}

} // namespace
} // namespace dalian::app
