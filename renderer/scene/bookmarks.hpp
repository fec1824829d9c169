#pragma once
// Named views, composed by hand in assets/config/views.toml.
#include "renderer/scene/camera.hpp"
#include "twin/base/result.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace dalian::scene {

struct Bookmark {
  std::string id;
  std::string zh, ja, en; // titles
  GeoPoint target;
  double target_height_m = 0; // above the ground there
  double distance_m = 0;
  double heading_deg = 0; // from true north, where the camera looks
  double pitch_deg = 0;   // below the horizon, 20…45
  double field_deg = 0;   // vertical, 30…45
};

/// Checks ranges; the error names file, view and field. Ids are unique and "overview" is among them.
Result<std::vector<Bookmark>> read_bookmarks(std::filesystem::path const& file);

/// The bookmark's camera over this terrain, lifted above the ground if need be.
Camera camera_of(Bookmark const& bookmark, view::Terrain const& terrain);

/// Nothing when there is none of that id.
Bookmark const* find_bookmark(std::vector<Bookmark> const& bookmarks, std::string_view id);

} // namespace dalian::scene
