// libFuzzer target: keyframes, with the checksum put right, into feeds and fusion. What loads goes on without harm and
// comes back as the same bytes.
#include "tests/fusion/observations.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "twin/app/keyframe.hpp"
#include "twin/fusion/entity_hash.hpp"
#include "twin/fusion/fuse.hpp"

#include <cstring>

using namespace dalian;
using dalian::fuzz::require;

namespace {

constexpr std::size_t kChecksumAt = 8, kCheckedFrom = 16; // twin/fusion/saved_state.hpp

wire::Batch ships(double t_s) {
  auto moving = fusion::fix("mmsi:412345678", t_s, {500'000 + 5 * t_s, 4'300'000});
  moving.mutable_fix()->set_speed_mps(5);
  moving.mutable_fix()->set_course_deg(90);
  auto meter = fusion::observation("meter:1", t_s, wire::SENSOR);
  meter.mutable_sensor()->set_quantity("power_kw");
  meter.mutable_sensor()->set_number(12.5);
  auto plot = fusion::fix("radar:1", t_s, {500'400 + t_s, 4'300'400}, wire::UNIDENTIFIED);
  plot.mutable_detection()->set_scan(static_cast<std::uint64_t>(t_s) + 1);
  plot.mutable_detection()->set_last(true);
  return fusion::batch("ais", {moving, meter, plot});
}

void repair_checksum(std::string& saved) {
  if (saved.size() < kCheckedFrom) return;
  auto const sum = fusion::entity_hash(std::string_view(saved).substr(kCheckedFrom));
  std::memcpy(saved.data() + kChecksumAt, &sum, sizeof sum);
}

void check_feeds(app::KeyframeState const& state) {
  app::Feeds feeds, again;
  app::take_feeds(state, feeds);
  app::KeyframeState once, twice;
  app::add_feeds(feeds, once);
  app::take_feeds(once, again);
  app::add_feeds(again, twice);
  require(once.SerializeAsString() == twice.SerializeAsString());
}

void check_fusion(std::string saved) {
  repair_checksum(saved);
  fusion::Fusion fusion, second;
  if (!fusion.load(saved)) return;
  auto const bytes = fusion.save();
  require(second.load(bytes).ok());
  require(second.save() == bytes);
  second.take(second.time(), ships(30));
}

} // namespace

std::vector<std::string> fuzz::seeds() {
  fusion::Fusion fusion;
  app::Feeds feeds;
  std::vector<std::string> out;
  for (int k = 0; k < 3; ++k) {
    auto const batch = ships(k);
    fusion.take(fusion::at(k + 0.2), batch);
    feeds.recover(batch);
    app::KeyframeState state;
    app::add_feeds(feeds, state);
    out.push_back(app::keyframe_bytes(state, fusion.save()));
  }
  return out;
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto const parts = app::keyframe_parts(fuzz::text(data, size));
  if (!parts) return 0;
  check_feeds(parts->feeds);
  check_fusion(std::string(parts->fusion));
  return 0;
}
