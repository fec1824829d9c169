#include "connectors/roads/road_story.hpp"

#include <algorithm>

namespace dalian::roads {
namespace {

constexpr double kReach_m = 400;   // the collision is on the nearest street within that of its place
constexpr double kLate_s = 600;    // when nobody drives there, it waits so long for somebody
constexpr double kOnScene_s = 720; // of an ambulance; parameter, 300 … 1800

} // namespace

RoadStory::RoadStory(RoadNetwork const& network, RouteFinder& routes, RoadsPlan const& plan,
                     synth::DayStory const& story)
    : network_(network), routes_(routes), story_(story), collision_(story.incident("collision")) {
  clinic_ = network.nearest_link(to_map(plan.clinic), kReach_m).value_or(kNone);
  if (collision_ != nullptr && collision_->place)
    link_ = network.nearest_link(to_map(*collision_->place), kReach_m).value_or(kNone);
}

void RoadStory::step(Traffic& traffic) {
  if (link_ == kNone) return;
  double const now = traffic.now_s();
  double const second = story_.second_of_day(Instant{from_seconds(now)});
  double const since = second - collision_->at_s;
  if (happened_s_ < 0 && since >= 0 && since < kLate_s) collide(traffic);
  if (happened_s_ >= 0 && now > clear_s_) {
    wrecks_ = {kNone, kNone};
    happened_s_ = -1;
    sent_ = false;
  }
  if (happened_s_ >= 0 && !sent_ && now >= happened_s_ + 60 * collision_->figure("ambulance_min", 3))
    send_ambulance(traffic);
  bool const there = ambulance_ != kNone && traffic.movers()[ambulance_].active &&
                     traffic.movers()[ambulance_].number == ambulance_number_;
  if (!there) ambulance_ = kNone;
  if (there && traffic.movers()[ambulance_].stops_made > 0) traffic.mover(ambulance_).siren = false;
}

/// The first two on the outer lane that drive one behind the other: the first brakes to a stand, the other meets it.
void RoadStory::collide(Traffic& traffic) {
  auto const& link = network_.links()[link_];
  auto const lane = network_.lane(link, link.lanes - 1);
  double const from = 0.25 * network_.strips()[lane].length_m, to = 0.85 * network_.strips()[lane].length_m;
  for (std::uint32_t slot = 0; slot < traffic.movers().size(); ++slot) {
    auto const& m = traffic.movers()[slot];
    if (!m.active || m.strip != lane || m.front_m < from || m.front_m > to || m.kind == VehicleKind::bus) continue;
    auto const leader = traffic.ahead_of(slot);
    if (leader == kNone || traffic.movers()[leader].front_m - m.front_m > 90) continue;
    if (traffic.movers()[leader].front_m > network_.strips()[lane].stop_m - 5 || traffic.movers()[leader].granted)
      continue;
    happened_s_ = traffic.now_s();
    clear_s_ = happened_s_ + 60 * collision_->figure("clear_min", 35);
    wrecks_ = {leader, slot};
    for (std::size_t i = 0; i < 2; ++i) {
      traffic.mover(wrecks_[i]).stands_until_s = clear_s_;
      numbers_[i] = traffic.movers()[wrecks_[i]].number;
    }
    traffic.mover(slot).bold_until_s = clear_s_;
    auto const place = to_geo(traffic.pose(traffic.movers()[leader]).centre);
    truths_.push_back({happened_s_, clear_s_, "collision", entity_of(anonymous_id(numbers_[0])),
                       entity_of(anonymous_id(numbers_[1])), place, 0});
    return;
  }
}

void RoadStory::send_ambulance(Traffic& traffic) {
  if (clinic_ == kNone) return;
  Trip trip;
  trip.kind = VehicleKind::ambulance;
  trip.link = clinic_;
  trip.along_m = network_.links()[clinic_].length_m / 2;
  trip.targets = {routes_.add(link_), routes_.add(clinic_)};
  auto const& wreck = traffic.movers()[wrecks_[1]];
  trip.stops_m = {std::max(8.0, wreck.front_m - wreck.length_m - 12), -1};
  trip.dwell_s = kOnScene_s;
  auto const slot = traffic.begin(std::move(trip));
  if (!slot) return; // no room in front of the clinic: the next step tries again
  sent_ = true;
  ambulance_ = *slot;
  ambulance_number_ = traffic.movers()[*slot].number;
  traffic.mover(*slot).siren = true;
  truths_.push_back({traffic.now_s(), clear_s_, "ambulance", entity_of(anonymous_id(ambulance_number_)), "",
                     to_geo(traffic.pose(traffic.movers()[*slot]).centre), 0});
}

} // namespace dalian::roads
