// What is kept for how long: the decisions, then a housekeeper at work on a clock that is set by hand.
#include "twin/history/retention.hpp"

#include "tests/history/run_sql.hpp"
#include "tests/history/ship_records.hpp"
#include "tests/history/temporary_folder.hpp"
#include "twin/history/folder_reader.hpp"
#include "twin/history/housekeeper.hpp"
#include "twin/history/incidents.hpp"
#include "twin/history/thinning.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace dalian::history {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using std::chrono::days;
using testing::HasSubstr;

constexpr std::uint64_t kMuchSpace = std::uint64_t{1} << 50;

RetentionPolicy with_pilots() {
  RetentionPolicy policy;
  policy.pilot_entities = {"mmsi:412000003", "car:T1-*"};
  return policy;
}

BlockHead block(Instant t0, Duration length = 30min, Tier tier = Tier::raw) {
  BlockHead b;
  b.t0 = t0;
  b.t1 = t0 + length;
  b.tier = tier;
  return b;
}

TEST(Retention, ABlockGoesDownTheTiersWithItsAge) {
  auto const policy = with_pilots();
  BlockHead const b = block(kNoon);
  auto const at = [&](Duration age) { return tier_due(b, {}, policy, b.t1 + age); };
  EXPECT_EQ(at(days(7)), Tier::raw);
  EXPECT_EQ(at(days(7) + 1s), Tier::thinned);
  EXPECT_EQ(at(days(90)), Tier::thinned);
  EXPECT_EQ(at(days(90) + 1s), Tier::pilots);
  EXPECT_EQ(at(days(400)), Tier::pilots);
  EXPECT_EQ(at(days(400) + 1s), Tier::removed);
  EXPECT_EQ(tier_due(block(kNoon, 30min, Tier::pilots), {}, policy, kNoon + 1h), Tier::pilots) << "never back";
  EXPECT_EQ(tier_due(b, {}, RetentionPolicy{}, b.t1 + days(91)), Tier::removed) << "no pilots, nothing to keep of them";
}

TEST(Retention, ALockKeepsEveryBlockItTouchesThroughEveryTier) {
  Instant const incident = kNoon + 1h;
  std::vector<Span> const locks{{incident - kLockBefore, incident + kLockAfter}};
  Instant const late = kNoon + days(500);
  auto const due = [&](Instant t0, Duration length) { return tier_due(block(t0, length), locks, with_pilots(), late); };
  EXPECT_EQ(due(incident - 90s - 10min, 10min), Tier::raw) << "ends at its first instant";
  EXPECT_EQ(due(incident - 90s - 10min, 10min - 1ns), Tier::removed);
  EXPECT_EQ(due(incident + 60s, 10min), Tier::raw) << "begins at its last instant";
  EXPECT_EQ(due(incident + 60s + 1ns, 10min), Tier::removed);
  EXPECT_EQ(due(kNoon, 10h), Tier::raw) << "around all of it";
}

TEST(Retention, ForSpaceTheEarliestRawGivesWayFirstAndLockedAndPilotsNever) {
  std::vector<BlockHead> const blocks{block(kNoon, 1h, Tier::thinned), block(kNoon + 2h), block(kNoon + 1h),
                                      block(kNoon - 9h, 1h, Tier::pilots)};
  EXPECT_EQ(first_to_thin(blocks, {}), 2U);
  std::vector<Span> locks{{kNoon + 90min, kNoon + 91min}};
  EXPECT_EQ(first_to_thin(blocks, locks), 1U);
  locks[0].to = kNoon + 3h;
  EXPECT_EQ(first_to_thin(blocks, locks), 0U);
  locks[0].from = kNoon;
  EXPECT_EQ(first_to_thin(blocks, locks), std::nullopt);
}

TEST(Retention, SpaceGetsBetterOnlyWithAMargin) {
  RetentionPolicy const p{.thin_below_bytes = 1000, .stop_below_bytes = 100};
  Space space = Space::ample;
  std::vector<std::pair<std::uint64_t, Space>> const days_of_a_disk{
      {1000, Space::ample}, {999, Space::tight}, {1050, Space::tight}, {1100, Space::ample}, {99, Space::none},
      {110, Space::none},   {125, Space::tight}, {99, Space::none},    {5000, Space::ample}};
  for (auto const& [free, expected] : days_of_a_disk)
    EXPECT_EQ(space = judge_space(free, p, space), expected) << free;
}

TEST(Retention, AClockIsBelievedOnceItHasGoneEvenlyForAnHour) {
  ClockTrust trust;
  EXPECT_FALSE(trust.take(kNoon, 5h));
  EXPECT_FALSE(trust.take(kNoon + 59min, 5h + 59min));
  EXPECT_TRUE(trust.take(kNoon + 60min + 30s, 6h)) << "slewed";
  EXPECT_FALSE(trust.take(kNoon + days(365), 6h + 1s)) << "set";
  EXPECT_FALSE(trust.take(kNoon + 61min, 6h + 2min)) << "and set back";
  EXPECT_TRUE(trust.take(kNoon + 121min, 7h + 2min));
}

TEST(Retention, TheFileIsReadAndEveryMistakeNamed) {
  auto const good =
      parse_retention("[twin]\nbind = 'x'\n[retention]\nraw_days = 1.5\nthinned_days = 30\npilot_days = 500\n"
                      "pilots = ['car:*', 'mmsi:1']\nthin_below_gib = 8\nstop_below_gib = 0.5",
                      "t.toml");
  ASSERT_TRUE(good) << good.error();
  EXPECT_EQ(good->raw, 36h);
  EXPECT_EQ(good->pilots, days(500));
  EXPECT_EQ(good->stop_below_bytes, std::uint64_t{512} << 20);
  EXPECT_TRUE(is_pilot(*good, "car:T1-03") && is_pilot(*good, "mmsi:1"));
  EXPECT_FALSE(is_pilot(*good, "mmsi:12") || is_pilot(*good, "bus:car:"));
  EXPECT_TRUE(parse_retention("", "t.toml"));
  for (auto const& [toml, says] :
       std::vector<std::pair<std::string, std::string>>{{"raw_days = 'x'", "raw_days must be a number"},
                                                        {"raw_day = 1", "raw_day is not a setting"},
                                                        {"raw_days = 100", "raw_days ≤ thinned_days"},
                                                        {"raw_days = -1", "raw_days must be a number"},
                                                        {"stop_below_gib = 9999", "stop_below_gib must not"},
                                                        {"pilots = 'all'", "pilots must be a list"},
                                                        {"pilots = [1]", "pilots must be a list"},
                                                        {"raw_days = ", "line 2"}}) {
    auto const bad = parse_retention("[retention]\n" + toml, "t.toml");
    ASSERT_FALSE(bad) << toml;
    EXPECT_THAT(bad.error(), HasSubstr("t.toml"));
    EXPECT_THAT(bad.error(), HasSubstr(says));
  }
}

std::vector<wire::Observation> observations_of(Record const& r) {
  wire::Batch batch;
  EXPECT_TRUE(batch.ParseFromString(r.bytes));
  return {batch.observations().begin(), batch.observations().end()};
}

Block ships_block(int count) {
  std::vector<Chunk> chunks;
  for (int i = 0; i < count; ++i) {
    chunks.push_back(start_chunk(ship_record(i)));
    chunks.back().seq = i + 1;
  }
  return *block_of(chunks);
}

/// By brute force: walk all observations in order and keep what the rule says.
TEST(Thinning, KeepsTheFirstSampleOfEachSecondAndAllOfThePilotsAndEvents) {
  auto const policy = with_pilots();
  Block const whole = ships_block(500);
  std::set<std::pair<std::string, std::string>> seen; // source and entity with second
  std::vector<std::string> expected, got;
  for (Record const& r : whole.records)
    for (auto const& o : observations_of(r)) {
      bool const always = o.event() || o.entity() == "mmsi:412000003";
      if (always || seen.insert({r.source, o.entity() + " " + std::to_string(o.t_obs() / 1'000'000'000)}).second)
        expected.push_back(o.SerializeAsString());
    }
  Block const thinned = thin(whole, Tier::thinned, policy);
  std::uint64_t n = 0;
  for (Record const& r : thinned.records) {
    n += r.n;
    for (auto const& o : observations_of(r))
      got.push_back(o.SerializeAsString());
  }
  EXPECT_EQ(thinned.head.n, n);
  EXPECT_EQ(got.size(), n);
  EXPECT_LT(n, whole.head.n);
  EXPECT_TRUE(got == expected);
  Block const pilots = thin(thinned, Tier::pilots, policy);
  std::uint64_t all_of_pilot = 0;
  for (Record const& r : whole.records)
    for (auto const& o : observations_of(r))
      all_of_pilot += o.entity() == "mmsi:412000003" ? 1 : 0;
  EXPECT_EQ(pilots.head.n, all_of_pilot);
}

/// A folder with `count` ship records of 2026-09-26, closed.
void write_day(fs::path const& folder, int count) {
  auto const store = open(folder);
  for (int i = 0; i < count; ++i) {
    ASSERT_TRUE(store->append(ship_record(i)));
    if (i % 40 == 39) store->keyframe(*store->mark(ship_record(i).t_twin), 0, "state");
    if (i % 10 == 0) commit(*store);
  }
  commit(*store);
  Record next = ship_record(0); // and a record of the next day, which holds the highest number
  next.t_twin += days(1);
  ASSERT_TRUE(store->append(next));
  commit(*store);
}

int work_until_idle(Housekeeper& keeper, Instant now, std::uint64_t free = kMuchSpace) {
  for (int steps = 0;; ++steps) {
    auto const done = keeper.step(now, free);
    if (!done) ADD_FAILURE() << done.error();
    if (!done || !*done) return steps;
  }
}

std::uint64_t observations_in(fs::path const& folder) {
  std::uint64_t n = 0;
  for (Record const& r : replay_all(FolderReader(folder)).records)
    n += r.n;
  return n;
}

TEST(Housekeeper, TakesADayThroughItsLife) {
  TemporaryFolder const folder;
  write_day(folder.path(), 400);
  auto const day = folder.path() / "history-2026-09-26.sqlite";
  auto const before = replay_all(FolderReader(folder.path())).records;
  std::uint64_t const all = observations_in(folder.path());
  Housekeeper keeper(folder.path(), with_pilots(), {.most = 200});
  Instant const midnight = parse_utc("2026-09-27").value();
  EXPECT_EQ(work_until_idle(keeper, kNoon + 30min), 0) << "its hour is not over";
  EXPECT_GT(work_until_idle(keeper, kNoon + 2h), 0);
  work_until_idle(keeper, midnight + 2h);
  EXPECT_EQ(ask(day, "SELECT count(*) FROM chunk"), 0);
  EXPECT_EQ(replay_all(FolderReader(folder.path())).records, before);
  work_until_idle(keeper, midnight + days(8));
  std::uint64_t const thinned = observations_in(folder.path());
  EXPECT_LT(thinned, all / 2);
  EXPECT_EQ(work_until_idle(keeper, midnight + days(80)), 0);
  work_until_idle(keeper, midnight + days(95));
  std::uint64_t const pilots = observations_in(folder.path());
  EXPECT_LT(pilots, thinned);
  EXPECT_GT(pilots, 0U);
  work_until_idle(keeper, midnight + days(395));
  EXPECT_EQ(observations_in(folder.path()), pilots);
  work_until_idle(keeper, midnight + days(402));
  EXPECT_FALSE(fs::exists(day));
  EXPECT_TRUE(fs::exists(folder.path() / "history-2026-09-27.sqlite")) << "the file with the highest number stays";
  EXPECT_EQ(keeper.counters().get("files_removed"), 1U);
  std::printf("%llu observations as recorded, %llu at one a second, %llu of the pilot\n",
              static_cast<unsigned long long>(all), static_cast<unsigned long long>(thinned),
              static_cast<unsigned long long>(pilots));
}

TEST(Housekeeper, AnIncidentKeepsWhatIsAroundItUntilItIsReleased) {
  TemporaryFolder const folder;
  write_day(folder.path(), 400);
  Instant const at = kNoon + 20s;
  auto const lock = lock_incident(folder.path(), at, "collision warning", "operator", at + 1min);
  ASSERT_TRUE(lock) << lock.error();
  Housekeeper keeper(folder.path(), {}, {.most = 100});
  auto const before = replay_all(FolderReader(folder.path())).records;
  work_until_idle(keeper, kNoon + days(500));
  auto const after = replay_all(FolderReader(folder.path())).records;
  ASSERT_EQ(after.size(), before.size() - 1) << "the whole 40 s of the day lie within; the next day is gone";
  EXPECT_TRUE(std::equal(after.begin(), after.end(), before.begin()));
  EXPECT_FALSE(release_incident(folder.path(), lock->id + 1, "operator", at));
  ASSERT_TRUE(release_incident(folder.path(), lock->id, "admin", at + 1h));
  EXPECT_FALSE(release_incident(folder.path(), lock->id, "admin", at)) << "twice";
  work_until_idle(keeper, kNoon + days(500));
  EXPECT_TRUE(replay_all(FolderReader(folder.path())).records.empty());
  auto const kept = read_incidents(folder.path());
  ASSERT_EQ(kept->size(), 1U);
  EXPECT_EQ((*kept)[0].reason, "collision warning");
  EXPECT_EQ((*kept)[0].released_by, "admin");
}

TEST(Housekeeper, MakesRoomFromTheEarliestOnWhenTheDiskIsShort) {
  TemporaryFolder const folder;
  write_day(folder.path(), 400);
  Housekeeper keeper(folder.path(), with_pilots(), {.most = 100});
  Instant const now = parse_utc("2026-09-27T03:00:00Z").value();
  work_until_idle(keeper, now);
  auto const day = folder.path() / "history-2026-09-26.sqlite";
  std::int64_t const blocks = ask(day, "SELECT count(*) FROM block");
  ASSERT_GT(blocks, 4);
  for (int k = 1; k <= 3; ++k) {
    ASSERT_TRUE(*keeper.step(now, std::uint64_t{4} << 30));
    EXPECT_EQ(ask(day, "SELECT count(*) FROM block WHERE tier = 1"), k);
    EXPECT_EQ(ask(day, "SELECT max(seq) FROM block WHERE tier = 1"),
              ask(day, "SELECT seq FROM block ORDER BY seq LIMIT 1 OFFSET " + std::to_string(k - 1)));
  }
  EXPECT_EQ(keeper.space(), Space::tight);
  EXPECT_FALSE(*keeper.step(now, kMuchSpace)) << "enough again: the rest stays as it is";
  work_until_idle(keeper, now, std::uint64_t{1} << 20);
  EXPECT_EQ(keeper.space(), Space::none);
  EXPECT_EQ(ask(day, "SELECT count(*) FROM block WHERE tier < 2"), 0);
  EXPECT_GT(observations_in(folder.path()), 0U) << "the pilots' records are not given up for space";
}

TEST(Housekeeper, ASpoiledBlockIsLeftAloneAndCounted) {
  TemporaryFolder const folder;
  write_day(folder.path(), 200);
  Housekeeper keeper(folder.path(), {}, {.most = 100});
  work_until_idle(keeper, kNoon + days(2));
  auto const day = folder.path() / "history-2026-09-26.sqlite";
  run_sql(day, "UPDATE block SET crc = crc + 1 WHERE seq = 1");
  work_until_idle(keeper, kNoon + days(20));
  EXPECT_EQ(keeper.counters().get("blocks_spoiled"), 1U);
  EXPECT_EQ(ask(day, "SELECT tier FROM block WHERE seq = 1"), 0);
  EXPECT_EQ(replay_all(FolderReader(folder.path())).result.damaged_chunks, 1U);
  work_until_idle(keeper, kNoon + days(500));
  EXPECT_FALSE(fs::exists(day));
}

TEST(SqliteHistory, StopsBelowTheFloorOfTheDiskAndGoesOnByItself) {
  TemporaryFolder const folder;
  std::uint64_t free = 1000;
  auto const opened =
      open_sqlite_history({.folder = folder.path(), .stop_below_bytes = 100, .free_bytes = [&] { return free; }});
  ASSERT_TRUE(opened);
  auto& store = **opened;
  ASSERT_TRUE(store.append(record(0)));
  ASSERT_TRUE(store.commit());
  free = 99;
  ASSERT_TRUE(store.append(record(1)));
  auto const stopped = store.commit();
  ASSERT_FALSE(stopped);
  EXPECT_THAT(stopped.error(), HasSubstr("free some space"));
  free = 124;
  EXPECT_FALSE(store.commit());
  free = 125;
  auto const stored = store.commit();
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->at(0).seq, 20U);
  EXPECT_EQ(replay_all(store).records.size(), 2U);
}

} // namespace
} // namespace dalian::history
