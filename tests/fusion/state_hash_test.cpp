#include "twin/fusion/state_hash.hpp"

#include "tests/fusion/observations.hpp"
#include "twin/state/snapshot_store.hpp"

#include <gtest/gtest.h>

#include <set>

namespace dalian::fusion {
namespace {

TEST(StateHash, FusionAndItsMirrorAgree) {
  Fusion fusion;
  state::SnapshotStore store(1);
  std::uint64_t const empty = state_hash(fusion);
  EXPECT_EQ(empty, state_hash(*store.latest()));
  for (int i = 0; i < 700; ++i) { // three chunks
    auto o = fix("mmsi:" + std::to_string(i), i * 0.01, {400000.0 + i, 4300000});
    o.mutable_vessel_state()->set_nav_status(static_cast<unsigned>(i % 16));
    fusion.take(at(i * 0.01), batch("ais", {o}));
    if (i % 50 != 0) continue;
    auto changes = fusion.take_changes();
    store.publish(fusion.time(), std::move(changes.changed), changes.removed);
    ASSERT_EQ(state_hash(fusion), state_hash(*store.latest()));
  }
  EXPECT_NE(state_hash(fusion), empty);
}

TEST(StateHash, EveryFieldCounts) {
  std::set<std::uint64_t> seen;
  int made = 0;
  auto const note = [&](auto change) {
    state::Track track;
    track.handle = 1;
    change(track);
    seen.insert(state_hash(state::apply({}, {state::TrackRecord(track)}, {})));
    ++made;
  };
  note([](state::Track&) {});
  note([](state::Track& t) { t.entity = "a"; });
  note([](state::Track& t) { t.kind = state::Kind::vessel; });
  note([](state::Track& t) { t.life = state::Life::stale; });
  note([](state::Track& t) { t.provenance = Provenance::live; });
  note([](state::Track& t) { t.has_position = true; });
  note([](state::Track& t) { t.t_obs = at(0); });
  note([](state::Track& t) { t.t_rx = at(0); });
  note([](state::Track& t) { t.position.east_m = 1; });
  note([](state::Track& t) { t.position.north_m = 1; });
  note([](state::Track& t) { t.altitude_m = 1; });
  note([](state::Track& t) { t.velocity_east_mps = 1; });
  note([](state::Track& t) { t.velocity_north_mps = 1; });
  for (std::size_t i = 0; i < 10; ++i)
    note([i](state::Track& t) { t.covariance[i] = 1; });
  note([](state::Track& t) { t.heading_deg = 0; });
  note([](state::Track& t) { t.turn_rate_dps = 0; });
  note([](state::Track& t) { t.last_nis = 0; });
  note([](state::Track& t) { t.updates = 1; });
  note([](state::Track& t) { t.sources = {"ais"}; });
  note([](state::Track& t) { t.sources = {"ais", "radar"}; });
  note([](state::Track& t) { t.sources = {"ais", "radar"}, t.newest_source = 1; });
  note([](state::Track& t) { t.nav_status = 0; });
  note([](state::Track& t) { t.class_b = true; });
  note([](state::Track& t) { t.vessel->imo = 1; });
  note([](state::Track& t) { t.vessel->name = "x"; });
  note([](state::Track& t) { t.vessel->call_sign = "x"; });
  note([](state::Track& t) { t.vessel->destination = "x"; });
  note([](state::Track& t) { t.vessel->draught_m = 1; });
  note([](state::Track& t) { t.road->label = "x"; });
  note([](state::Track& t) { t.road->mode = 1; });
  note([](state::Track& t) { t.aid->name = "x"; });
  note([](state::Track& t) { t.aid->virtual_aid = true; });
  note([](state::Track& t) { t.integrity = {{state::Integrity::jump, at(0)}}; });
  note([](state::Track& t) { t.integrity = {{state::Integrity::jump, at(1)}}; });
  note([](state::Track& t) { t.integrity = {{state::Integrity::off_sea, at(0)}}; });
  using Change = void (*)(state::SensorReading&);
  for (Change const change : std::initializer_list<Change>{
           [](auto&) {}, [](auto& r) { r.quantity = 1; }, [](auto& r) { r.status = state::SensorStatus::bad; },
           [](auto& r) { r.outlier = true; }, [](auto& r) { r.value = 1; }, [](auto& r) { r.text = "x"; },
           [](auto& r) { r.t_obs = at(0); }, [](auto& r) { r.typical = 0; }, [](auto& r) { r.rate_per_s = 0; },
           [](auto& r) { r.interval_s = 0; }})
    note([change](state::Track& t) { change(t.readings.emplace_back()); });
  EXPECT_EQ(seen.size(), static_cast<std::size_t>(made));
}

} // namespace
} // namespace dalian::fusion
