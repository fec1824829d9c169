// Time travel: what a replay shows at an instant is what fusion makes of the log up to that instant.
#include "tests/support/temp_folder.hpp"
#include "tests/support/wait.hpp"
#include "twin/app/keyframe.hpp"
#include "twin/app/replay_desk.hpp"
#include "twin/app/time_machine.hpp"
#include "twin/base/steady_time.hpp"
#include "twin/fusion/state_hash.hpp"
#include "twin/history/sqlite_history.hpp"

#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <random>
#include <thread>
#include <unistd.h>

namespace dalian::app {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::wait_until;

Instant const kStart = parse_utc("2026-09-26T08:00:00Z").value();

/// Ten minutes of 40 ships on straight courses, a batch each second, a keyframe each minute.
class ReplayTest : public testing::Test {
 protected:
  ReplayTest() {
    store_ = history::open_sqlite_history({folder_.path() / "history"}).value();
    fusion::Fusion fusion;
    for (int second = 0; second < 600; ++second) {
      record(second, fusion);
      if (second % 60 == 59) keyframe(fusion);
    }
    EXPECT_TRUE(store_->commit());
  }
  void record(int second, fusion::Fusion& fusion) {
    wire::Batch batch;
    batch.set_source("ais");
    batch.set_epoch(1);
    batch.set_first_seq(1 + 4 * static_cast<std::uint64_t>(second));
    for (int k = 0; k < 4; ++k) {
      int const ship = (4 * second + k) % 40;
      if (second > 300 && ship < 10) continue; // ten fall silent
      auto& o = *batch.add_observations();
      o.set_entity("mmsi:" + std::to_string(412'000'000 + ship));
      o.set_kind(wire::VESSEL);
      o.set_t_obs(static_cast<std::uint64_t>(to_unix_ns(at(second))));
      o.set_t_rx(o.t_obs());
      o.mutable_fix()->set_lon_deg(121.9 + 1e-4 * second);
      o.mutable_fix()->set_lat_deg(38.9 + 0.001 * ship);
      o.mutable_fix()->set_sigma_m(10);
    }
    log_.push_back(batch);
    history::Record r;
    r.t_twin = at(second);
    r.source = "ais";
    r.epoch = 1;
    r.first_seq = batch.first_seq();
    r.n = static_cast<std::uint32_t>(batch.observations_size());
    r.bytes = batch.SerializeAsString();
    EXPECT_TRUE(store_->append(r));
    fusion.take(r.t_twin, batch);
  }

  void keyframe(fusion::Fusion const& fusion) {
    auto const mark = store_->mark(fusion.time());
    ASSERT_TRUE(mark);
    KeyframeState state;
    state.set_fusion(fusion.save());
    store_->keyframe(*mark, hash_of(state.fusion()), state.SerializeAsString());
    EXPECT_TRUE(store_->commit());
  }

  static Instant at(double second) { return kStart + from_seconds(second); }

  /// Of the log up to `t`, taken in one go.
  std::uint64_t hash_at(Instant t) const {
    fusion::Fusion fusion;
    for (std::size_t second = 0; second < log_.size() && at(static_cast<double>(second)) <= t; ++second)
      fusion.take(at(static_cast<double>(second)), log_[second]);
    return fusion::state_hash(fusion);
  }

  std::string address(std::string const& name) const { return "ipc://" + (folder_.path() / name).string(); }

  test::TempFolder folder_;
  zmq::context_t context_{1};
  std::unique_ptr<history::HistoryStore> store_;
  std::vector<wire::Batch> log_;
};

TEST_F(ReplayTest, ShowsAnyInstantAsItWas) {
  auto const session =
      ReplaySession::start(context_, {store_.get(), address("publish"), address("requests"), nullptr, at(100.5), 0})
          .value();
  Mirror const mirror(context_, session->requests_endpoint());
  auto const shows = [&](Instant t) {
    return wait_until([&] { return mirror.complete() && mirror.latest()->time == t && !session->state().seeking; });
  };
  ASSERT_TRUE(shows(at(100.5)));
  EXPECT_EQ(fusion::state_hash(*mirror.latest()), hash_at(at(100.5)));
  std::uint32_t const seed = 3;
  std::mt19937 random(seed);
  for (int i = 0; i < 40; ++i) { // back and forth, near and far
    Instant const t = at(0.5 + random() % 599);
    session->seek(t);
    ASSERT_TRUE(shows(t)) << i;
    ASSERT_EQ(fusion::state_hash(*mirror.latest()), hash_at(t)) << format_utc(t) << ", seed " << seed;
  }
}

TEST_F(ReplayTest, RunsAtTheSpeedAskedForAndStopsAtTheEnd) {
  auto const session =
      ReplaySession::start(context_, {store_.get(), address("publish"), address("requests"), nullptr, at(500.5), 0})
          .value();
  Mirror const mirror(context_, session->requests_endpoint());
  ASSERT_TRUE(wait_until([&] { return mirror.complete(); }));
  EXPECT_EQ(session->state().speed, 0);
  EXPECT_EQ(session->state().first, at(0));
  EXPECT_EQ(session->state().last, at(599));
  session->set_speed(100);
  ASSERT_TRUE(wait_until([&] { return mirror.latest()->time > at(510); }));
  auto const earlier = mirror.now();
  std::this_thread::sleep_for(milliseconds(20));
  EXPECT_GT(mirror.now(), earlier) << "the viewer's clock runs on between publications";
  ASSERT_TRUE(wait_until([&] { return session->state().at_end; }));
  ASSERT_TRUE(wait_until([&] { return mirror.latest()->time == at(599); }));
  EXPECT_EQ(fusion::state_hash(*mirror.latest()), hash_at(at(599)));
  fusion::Fusion more; // the live twin goes on, and so does the replay
  for (int second = 600; second < 640; ++second)
    record(second, more);
  ASSERT_TRUE(store_->commit());
  ASSERT_TRUE(wait_until([&] { return mirror.latest()->time == at(639); }));
  EXPECT_EQ(fusion::state_hash(*mirror.latest()), hash_at(at(639)));
}

TEST_F(ReplayTest, ASpoiledKeyframeCostsTimeAlone) {
  // None of these is a state of fusion: the replay begins at the beginning instead.
  auto const other = history::open_sqlite_history({folder_.path() / "other"}).value();
  for (std::size_t second = 0; second < 100; ++second) {
    history::Record r;
    r.t_twin = at(static_cast<double>(second));
    r.source = "ais";
    r.epoch = 1;
    r.first_seq = log_[second].first_seq();
    r.n = static_cast<std::uint32_t>(log_[second].observations_size());
    r.bytes = log_[second].SerializeAsString();
    ASSERT_TRUE(other->append(r));
    if (second == 50) other->keyframe(*other->mark(r.t_twin), 0, "no keyframe at all");
    ASSERT_TRUE(other->commit());
  }
  auto const session =
      ReplaySession::start(context_, {other.get(), address("publish"), address("requests"), nullptr, at(80.5), 0})
          .value();
  Mirror const mirror(context_, session->requests_endpoint());
  ASSERT_TRUE(wait_until([&] { return mirror.complete() && mirror.latest()->time == at(80.5); }));
  EXPECT_EQ(fusion::state_hash(*mirror.latest()), hash_at(at(80.5)));
}

/// All is sea, or all is land.
class MadeSurface final : public fusion::SurfaceMap {
 public:
  explicit MadeSurface(bool sea) : sea_(sea) {}
  std::optional<double> metres_from_water(MapPoint, double enough_m) const override { return sea_ ? 0 : enough_m; }
  std::optional<double> metres_from_road(MapPoint, double) const override { return std::nullopt; }
  std::uint64_t hash() const override { return sea_ ? 1 : 2; }

 private:
  bool sea_;
};

TEST_F(ReplayTest, WithTheMapOfTheLiveTwinItIsTheSameAndWithAnotherItSaysSo) {
  MadeSurface const land(false), sea(true);
  auto const other = history::open_sqlite_history({folder_.path() / "other"}).value();
  auto live = make_fusion({.surface = &land}, 1);
  std::uint64_t hash = 0; // at a time when every ship was found on land three windows in a row
  for (std::size_t second = 0; second < 300; ++second) {
    history::Record r;
    r.t_twin = at(static_cast<double>(second));
    r.source = "ais";
    r.epoch = 1;
    r.first_seq = log_[second].first_seq();
    r.n = static_cast<std::uint32_t>(log_[second].observations_size());
    r.bytes = log_[second].SerializeAsString();
    ASSERT_TRUE(other->append(r));
    live.take(r.t_twin, log_[second]);
    if (second == 250) {
      KeyframeState state;
      state.set_fusion(live.save());
      note_setup({.surface = &land}, state);
      other->keyframe(*other->mark(r.t_twin), hash_of(state.fusion()), state.SerializeAsString());
    }
    ASSERT_TRUE(other->commit());
    if (second == 290) hash = fusion::state_hash(live);
  }
  auto const flagged = [](Mirror const& mirror) {
    std::size_t n = 0;
    mirror.latest()->for_each([&](state::TrackView track) { n += track.details().integrity.empty() ? 0 : 1; });
    return n;
  };
  for (auto const* surface : {&land, &sea}) {
    std::string const city =
        surface == &land ? "-land" : "-sea"; // an address is free some time after its socket closed
    auto const session = ReplaySession::start(context_, {other.get(),
                                                         address("publish" + city),
                                                         address("requests" + city),
                                                         nullptr,
                                                         at(290.5),
                                                         0,
                                                         {.surface = surface}})
                             .value();
    Mirror const mirror(context_, session->requests_endpoint());
    ASSERT_TRUE(wait_until([&] { return mirror.complete() && mirror.latest()->time == at(290.5); }));
    EXPECT_EQ(fusion::state_hash(*mirror.latest()) == hash, surface == &land);
    EXPECT_EQ(flagged(mirror), surface == &land ? 40U : 0U);
    EXPECT_EQ(session->state().trouble.empty(), surface == &land);
    EXPECT_THAT(session->state().trouble,
                surface == &sea ? testing::HasSubstr("was made with another city") : testing::HasSubstr(""));
  }
}

TEST_F(ReplayTest, TheDeskOpensSteersAndForgets) {
  ReplayDesk desk(context_, store_.get(), {address("p"), address("r")});
  auto const start = steady_now();
  wire::ReplayRequest request;
  auto const held = desk.answer(request, start);
  EXPECT_EQ(held.replay().session(), 0U);
  EXPECT_EQ(held.replay().first(), static_cast<std::uint64_t>(to_unix_ns(at(0))));
  request.set_t(static_cast<std::uint64_t>(to_unix_ns(at(60))));
  for (std::uint32_t i = 1; i <= ReplayDesk::kMaxSessions; ++i)
    EXPECT_EQ(desk.answer(request, start).replay().session(), i);
  EXPECT_THAT(desk.answer(request, start).error(), testing::HasSubstr("already"));
  request.set_session(3);
  request.set_speed(2);
  EXPECT_EQ(desk.answer(request, start + seconds(20)).replay().speed(), 2);
  desk.close_silent(start + seconds(40));
  EXPECT_EQ(desk.open(), 1U);
  request.set_close(true);
  EXPECT_EQ(desk.answer(request, start + seconds(41)).replay().session(), 3U);
  EXPECT_EQ(desk.open(), 0U);
  EXPECT_THAT(desk.answer(request, start).error(), testing::HasSubstr("no such session"));
  request.set_session(0);
  request.set_t(~std::uint64_t{0});
  EXPECT_THAT(desk.answer(request, start).error(), testing::HasSubstr("no instant"));
  ReplayDesk nothing(context_, nullptr, {address("p"), address("r")});
  EXPECT_THAT(nothing.answer(request, start).error(), testing::HasSubstr("--history"));
}

TEST(ReplayAddress, IsMadeFromTheLiveOne) {
  EXPECT_EQ(session_address("tcp://127.0.0.1:7412", 3), "tcp://127.0.0.1:*");
  EXPECT_EQ(session_address("tcp://[::1]:7412", 3), "tcp://[::1]:*");
  EXPECT_EQ(session_address("ipc:///run/x", 3), "ipc:///run/x-replay-3");
  EXPECT_EQ(session_address("inproc://requests", 1), "inproc://requests-replay-1");
}

} // namespace
} // namespace dalian::app
