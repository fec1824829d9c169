#include "connectors/roads/road_scene.hpp"

#include <algorithm>

namespace dalian::roads {
namespace {

constexpr unsigned kStepsASecond = 10;
constexpr Duration kStep = std::chrono::milliseconds{100};
constexpr unsigned kMapEvery_s = 10; // SAE J2735 leaves it open; a listener knows the junctions after so long
constexpr double kHard_mps2 = 4;
constexpr std::uint32_t kHazardLights = 1U << 0, kHardBraking = 1U << 7, kDisabled = 1U << 11, kAirbag = 1U << 12;

std::uint8_t class_of(VehicleKind kind) {
  switch (kind) { // basic vehicle class of SAE J2735
  case VehicleKind::van:
    return 20; // light truck
  case VehicleKind::truck:
    return 25;
  case VehicleKind::articulated:
    return 29;
  case VehicleKind::bus:
    return 50;
  case VehicleKind::ambulance:
    return 60;
  default:
    return 10;
  }
}

} // namespace

RoadScene::RoadScene(SceneInput input)
    : input_(std::move(input)), network_(*input_.city), routes_(network_), signals_(network_, input_.seed),
      traffic_(network_, routes_, signals_, input_.seed,
               to_seconds(input_.start.time_since_epoch()) - input_.warm_up_s),
      demand_(*input_.city, network_, routes_, input_.plan.traffic, input_.story, input_.seed),
      cars_(*input_.city, network_, routes_, input_.plan, input_.seed),
      story_(network_, routes_, input_.plan, input_.story), buses_(network_, routes_, input_.plan.lines, input_.story),
      now_(input_.start - from_seconds(input_.warm_up_s)) {
  for (std::uint32_t i = 0; i < network_.crossings().size(); ++i)
    if (network_.crossings()[i].signals) with_signals_.push_back(i);
  cars_.step(traffic_); // the cars first: they need their places
  demand_.fill(traffic_, input_.story.second_of_day(input_.start));
  std::vector<Datagram> unsaid;
  for (int i = 0; i < static_cast<int>(input_.warm_up_s * kStepsASecond); ++i)
    step(unsaid), unsaid.clear();
  steps_ = 0;
  take_truths();
}

void RoadScene::step(std::vector<Datagram>& out) {
  traffic_.step();
  now_ += kStep;
  auto const now = now_;
  demand_.step(traffic_, input_.story.second_of_day(now));
  cars_.step(traffic_);
  story_.step(traffic_);
  buses_.step(traffic_);
  std::vector<std::string> said;
  cars_.tell(traffic_, input_.shift, said);
  tell_anonymous(said);
  tell_signals(said);
  auto const spacing = Duration{100'000'000 / static_cast<std::int64_t>(std::max<std::size_t>(1, said.size()))};
  Instant at = now;
  for (auto& bytes : said) {
    out.push_back({at, std::move(bytes)});
    at += spacing; // evenly over the step, or receivers lose what comes at once
  }
  ++steps_;
}

void RoadScene::advance(Instant now, std::vector<Datagram>& out) {
  while (now_ + kStep <= now)
    step(out);
}

std::vector<Truth> RoadScene::take_truths() {
  auto all = cars_.take_truths();
  for (auto& truth : story_.take_truths())
    all.push_back(std::move(truth));
  return all;
}

/// Every vehicle once a second, a tenth of them each step.
void RoadScene::tell_anonymous(std::vector<std::string>& out) const {
  for (std::uint32_t slot = 0; slot < traffic_.movers().size(); ++slot) {
    auto const& mover = traffic_.movers()[slot];
    if (!mover.active || cars_.owns(slot) || mover.kind == VehicleKind::bus) continue;
    bool const often = mover.siren; // ten times a second
    if (!often && mover.number % kStepsASecond != steps_ % kStepsASecond) continue;
    auto const pose = traffic_.pose(mover);
    SafetyMessage m;
    m.id = anonymous_id(mover.number);
    m.count = static_cast<std::uint8_t>((often ? steps_ : steps_ / kStepsASecond) % 128);
    m.at = now() + input_.shift;
    m.position = to_geo(pose.centre);
    m.height_m = pose.height_m;
    m.speed_mps = mover.speed_mps;
    m.heading_rad = pose.heading_rad + meridian_convergence_rad(m.position);
    m.acceleration_mps2 = mover.acceleration_mps2;
    m.length_m = mover.length_m;
    m.width_m = mover.width_m;
    m.vehicle_class = class_of(mover.kind);
    m.siren = mover.siren;
    if (mover.acceleration_mps2 < -kHard_mps2) m.events |= kHardBraking;
    if (std::ranges::find(story_.wrecks(), slot) != story_.wrecks().end())
      m.events |= kHazardLights | kDisabled | kAirbag;
    out.push_back(write_bsm(m));
  }
}

/// SPAT of every junction once a second, MAP every ten; a tenth of them each step.
void RoadScene::tell_signals(std::vector<std::string>& out) const {
  for (std::size_t i = steps_ % kStepsASecond; i < with_signals_.size(); i += kStepsASecond) {
    out.push_back(write_spat(network_, signals_, with_signals_[i], traffic_.now_s(), now() + input_.shift));
    if (steps_ / kStepsASecond % kMapEvery_s == i % kMapEvery_s) out.push_back(write_map(network_, with_signals_[i]));
  }
}

} // namespace dalian::roads
