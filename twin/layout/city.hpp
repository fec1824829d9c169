#pragma once
// The planned, static city as plain tables in map metres (UTM 51N). Loaded once, then const: live state refers to it,
// never the other way. Every record says what it is (provenance), how sure, and from where.
#include "twin/base/geo.hpp"
#include "twin/base/provenance.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace dalian::layout {

struct Names {
  std::string zh, ja, en;
};

/// Shown one click away from anything drawn.
struct Origin {
  Provenance provenance = Provenance::unknown;
  std::string source;     // one sentence
  std::string confidence; // "high", "medium", "low", "design", …
  double accuracy_m = 0;  // of the position; 0 = not stated
};

/// Closed ring without the repeated last point, counter-clockwise.
using Ring = std::vector<MapPoint>;

struct Triangle {
  std::uint32_t a, b, c; // indices into the outline
};

struct Zone {
  std::string id;   // "njip", "huayuankou-east"
  std::string zone; // plan zone it belongs to: "njip", "songmudao", "xizhongdao", "huayuankou"
  Names names;
  Ring outline;
  std::vector<Triangle> triangles;
  double area_m2 = 0;      // geodesic
  double plan_area_m2 = 0; // what the master plan says
  Origin origin;
};

/// A named point: town, port, station, peak, airport, energy site.
struct Place {
  std::string id, kind;
  Names names;
  MapPoint position;
  double height_m = 0; // of the ground there, from the terrain model
  Origin origin;
};

enum class RouteClass : std::uint8_t { expressway, road, street, rail, high_speed_rail, metro, river, test_route };

struct Route {
  std::string id;
  RouteClass kind = RouteClass::road;
  Names names;
  std::vector<MapPoint> line;  // smoothed for drawing; at most 50 m between points
  std::vector<float> height_m; // of the surface at each point of the line: on the ground, or a bridge deck over water
  double length_m = 0;         // geodesic
  double width_m = 0;          // of the carriageway or track bed
  Origin origin;
};

/// One instance of a model: what stands where.
struct Placement {
  std::string id;    // stable: "njip/factory/0012"
  std::string model; // name of a baked model: "factory", "quay_crane"
  std::string zone;  // "" outside zones
  MapPoint position;
  float height_m = 0;              // of the base
  float heading_rad = 0;           // grid, clockwise from north; models face north (+y)
  float scale[3] = {1, 1, 1};      // along the model's x (right), y (forward), z (up)
  std::uint32_t tint = 0xffffffff; // RGBA8, 0xAABBGGRR, multiplied into the model's paint
  Origin origin;
};

/// A flat patch of ground with a surface of its own: apron, yard, field of a zone. Drawn into the land-cover, listed on
/// hover.
struct Parcel {
  std::string id, use, zone;
  Ring outline;
  Origin origin;
};

enum class SystemClass : std::uint8_t { corridor, pipeline, power_line, water_main, gas_main };
inline constexpr std::size_t kSystemClasses = 5;

/// A line that carries matter or energy: the axis of a pipe rack, a pipe on it, a power line, a buried main.
struct System {
  std::string id; // "songmudao/pipeline/steam-1"
  SystemClass kind = SystemClass::pipeline;
  std::string medium; // "steam"; "" for corridors and power lines
  Names names;
  std::vector<MapPoint> line;  // of a power line: its towers, from gantry to gantry
  std::vector<float> height_m; // of the ground at each point
  std::vector<float> tower_m;  // power lines: height of the tower at each point, 0 for a substation's gantry
  double diameter_m = 0;       // 0 = not stated
  double voltage_kv = 0;
  Origin origin;
};

struct City {
  std::vector<Zone> zones;
  std::vector<Place> places;
  std::vector<Route> routes;
  std::vector<Placement> placements;
  std::vector<Parcel> parcels;
  std::vector<System> systems;
};

} // namespace dalian::layout
