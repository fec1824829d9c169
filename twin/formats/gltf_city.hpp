#pragma once
// The city's models as glTF 2.0 (.glb), and as 3D Tiles 1.1 with such files as content. A model's meshes stand once in
// a file; each placement is a node. Paint is that of the models: the tint of single placements is left out.
#include "twin/layout/model_shelf.hpp"

#include <functional>

namespace dalian::formats {

using layout::ModelBox;
using layout::ModelShelf;

/// What of the city, and how finely.
struct GltfChoice {
  std::string zone;   // "" = all
  unsigned level = 1; // of detail: 0 the finest … 3; models with fewer take their last
};

/// Where a placement stands in a file's frame, x east, y north, z up, and how much its heading turns there.
struct Stand {
  double east_m = 0, north_m = 0, up_m = 0, turn_rad = 0;
};
using Frame = std::function<Stand(layout::Placement const&)>;

/// Metres of the map (EPSG:32651) from an origin.
Frame map_frame(MapPoint origin);
/// East, north, up on the tangent plane of the ellipsoid; heights above the sea are taken as heights above it.
Frame tangent_frame(GeoPoint origin);

struct GltfFile {
  std::string glb;
  std::size_t placements = 0, models = 0;
};
/// The error names a model's file.
Result<GltfFile> gltf_of(std::vector<layout::Placement const*> const& placements, ModelShelf const& models,
                         unsigned level, Frame const& frame);

struct CityExport {
  std::size_t placements = 0, files = 0;
};
Result<CityExport> export_gltf(layout::City const& city, ModelShelf const& models, GltfChoice const& choice,
                               std::filesystem::path const& file);
/// tileset.json and a folder `tiles`: squares of a kilometre, coarse, each replaced by a fine one from near.
Result<CityExport> export_tiles(layout::City const& city, ModelShelf const& models, GltfChoice const& choice,
                                std::filesystem::path const& folder);

} // namespace dalian::formats
