#pragma once
// A city of plain boxes for measuring: the same boxes and cameras for this renderer and for the programs it is compared
// with (tools/peers). Repeatable; no claim to look like a place.
#include "renderer/passes/eye.hpp"
#include "renderer/scene/mesh_pack.hpp"
#include "twin/base/geo.hpp"
#include "twin/base/result.hpp"
#include "twin/view/city_view.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace dalian::bench {

/// Metres from the middle of the city; the base stands on 0. `tint` is 0xAABBGGRR.
struct Box {
  float east_m, north_m, width_m, depth_m, height_m;
  std::uint32_t tint;
};

/// `count` boxes in blocks of ten by ten lots of 14 m with streets of 20 m between them; heights are log-normal with a
/// median of 14 m, at most 180 m.
std::vector<Box> box_city(std::size_t count);

/// Edge of the square that box_city(count) covers, metres.
double city_edge_m(std::size_t count);

/// "air": from above the southern rim over the whole city; "street": 1.7 m above a street in its middle. Metres from
/// the middle of the city.
passes::Eye box_camera(std::string const& name, std::size_t count);

/// What the renderer needs to draw the boxes: placements of the model "box", flat ground, that model.
struct BoxScene {
  std::shared_ptr<view::City const> city;
  std::shared_ptr<view::Terrain const> terrain;
  scene::MeshPack meshes;
};
inline constexpr MapPoint kBoxOrigin{400e3, 4.35e6}; // of the middle, UTM 51N
Result<BoxScene> box_scene(std::vector<Box> const& boxes);

/// `count` cars that drive along the streets of box_city(boxes), as a renderer is told of them at time 0: still valid a
/// minute later. `mesh` is the record of the model "box", whose sides are 1 m; `origin` is the renderer's.
std::vector<scene::MoverInstance> box_traffic(std::size_t count, std::size_t boxes, std::uint32_t mesh,
                                              MapPoint origin);

/// Boxes and camera as one JSON document, which tools/peers read. Throws std::runtime_error naming the file.
void export_boxes(std::vector<Box> const& boxes, passes::Eye const& eye, std::filesystem::path const& file);

} // namespace dalian::bench
