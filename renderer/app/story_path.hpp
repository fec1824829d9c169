#pragma once
// Where the camera is at every moment of a story: it flies to a scene's view, turns slowly about it while the scene
// lasts, and goes on. A pure function of time. Knows no GPU.
#include "renderer/app/story.hpp"
#include "renderer/scene/bookmarks.hpp"
#include "renderer/scene/flight.hpp"

#include <memory>
#include <vector>

namespace dalian::viewer {

class StoryPath {
 public:
  /// `views` one for each scene. Scenes with other light or weather than the one before are cut to, as those that say
  /// so.
  StoryPath(Story const& story, std::vector<scene::Bookmark> const& views,
            std::shared_ptr<view::Terrain const> terrain);

  double duration_s() const;
  /// When the scene of this number does.
  double ends_s(std::size_t scene) const;

  struct Moment {
    std::size_t scene = 0;
    double since_s = 0; // since the scene began, with the flight to it
    bool cut = false;   // the scene began with a cut
    scene::Camera camera;
  };
  /// `t_s` from 0 to duration_s(); before and beyond them the ends.
  Moment at(double t_s) const;

 private:
  struct Leg {
    double begins_s = 0, flies_s = 0, holds_s = 0;
    bool cut = true;
    std::vector<scene::Flight> flight; // one, or none after a cut
    scene::Camera stands;
    glm::dvec3 target{};
    double drift_rad = 0;
  };
  scene::Camera held(Leg const& leg, double since_s) const;

  std::vector<Leg> legs_;
  std::shared_ptr<view::Terrain const> terrain_;
};

} // namespace dalian::viewer
