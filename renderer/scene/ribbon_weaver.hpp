#pragma once
// Writes cross sections and junctions as strips of triangles. What only a near eye can see – kerbs, hedges – goes to a
// second list of indices.
#include "renderer/scene/ribbon_sections.hpp"

namespace dalian::scene {

/// A point of a strip: across the axis and above the carriageway.
struct Column {
  double across_m, up_m;
  std::uint32_t kind;
  glm::dvec3 normal;
};

class Weaver {
 public:
  Weaver(RibbonScene& out, MapPoint origin, Tracer const& tracer) : out_(out), origin_(origin), tracer_(tracer) {}

  void link(std::vector<Section> const& sections, view::Route const& route, view::StreetProfile const& profile,
            Link const& link, std::uint32_t entity);
  /// `mouths`: the section of the link at each arm's mouth, in the order of the arms.
  void junction(view::Junction const& junction, std::vector<Section> const& mouths,
                std::vector<view::StreetProfile> const& profiles, std::uint32_t entity);
  /// Puts the near indices behind all others; call once, last.
  void finish();

 private:
  struct Look {
    double half_m = 0, along_m = 0, ahead_m = RIBBON_FAR_M, behind_m = RIBBON_FAR_M;
    std::uint32_t marks = 0, entity = 0;
  };
  struct KerbPoint { // of a corner: where the kerb runs, and the footway's outer edge
    glm::dvec3 kerb;
    glm::dvec2 outward;
    double footway_m, along_m;
    bool raised;
  };

  std::uint32_t put(glm::dvec3 at, double across_m, std::uint32_t kind, glm::dvec3 normal, Look const& look);
  void add_columns(Section const& s, std::vector<Column> const& columns, Look const& look);
  void quad(std::uint32_t a, std::uint32_t b, std::vector<std::uint32_t>& indices);
  void corner(std::vector<KerbPoint> const& line, glm::dvec3 centre, Look const& look);
  std::vector<KerbPoint> corner_line(view::JunctionArm const& from, Section const& from_mouth, double from_footway_m,
                                     view::JunctionArm const& to, Section const& to_mouth, double to_footway_m) const;
  void finish_chunk(std::size_t first_index, std::size_t first_near, std::size_t first_vertex);

  RibbonScene& out_;
  std::vector<std::uint32_t> near_;
  MapPoint origin_;
  Tracer const& tracer_;
};

} // namespace dalian::scene
