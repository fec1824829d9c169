#include "renderer/app/story_path.hpp"

#include <algorithm>
#include <numbers>

namespace dalian::viewer {
StoryPath::StoryPath(Story const& story, std::vector<scene::Bookmark> const& views,
                     std::shared_ptr<view::Terrain const> terrain)
    : terrain_(std::move(terrain)) {
  for (std::size_t i = 0; i < story.scenes.size(); ++i) {
    StoryScene const& scene = story.scenes[i];
    Leg leg;
    leg.stands = scene::camera_of(views[i], *terrain_);
    leg.target = leg.stands.position + views[i].distance_m * scene::axes_of(leg.stands).forward;
    leg.drift_rad = scene.drift_deg * std::numbers::pi / 180;
    leg.holds_s = scene.hold_s;
    if (i > 0) {
      StoryScene const& last = story.scenes[i - 1];
      leg.begins_s = ends_s(i - 1);
      leg.cut = scene.cut || scene.light != last.light || scene.weather != last.weather;
      if (!leg.cut) leg.flight.emplace_back(held(legs_.back(), legs_.back().holds_s), leg.stands, terrain_);
      leg.flies_s = leg.cut ? 0 : leg.flight[0].duration_s();
    }
    legs_.push_back(std::move(leg));
  }
}

scene::Camera StoryPath::held(Leg const& leg, double since_s) const {
  double const turned = leg.drift_rad * scene::eased(since_s / leg.holds_s);
  return scene::above_ground(scene::orbited(leg.stands, leg.target, turned, 0), *terrain_);
}

double StoryPath::duration_s() const {
  return ends_s(legs_.size() - 1);
}

double StoryPath::ends_s(std::size_t scene) const {
  Leg const& leg = legs_[scene];
  return leg.begins_s + leg.flies_s + leg.holds_s;
}

StoryPath::Moment StoryPath::at(double t_s) const {
  auto const next = std::ranges::upper_bound(legs_, std::max(t_s, 0.0), {}, &Leg::begins_s);
  Leg const& leg = *std::prev(next);
  double const since = std::max(t_s, 0.0) - leg.begins_s;
  bool const flies = since < leg.flies_s;
  return {static_cast<std::size_t>(std::prev(next) - legs_.begin()), since, leg.cut,
          flies ? leg.flight[0].at(since) : held(leg, since - leg.flies_s)};
}

} // namespace dalian::viewer
