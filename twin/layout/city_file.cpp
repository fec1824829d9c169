#include "twin/layout/city_file.hpp"

#include "twin/layout/city.pb.h"
#include "twin/layout/file_io.hpp"
#include "twin/layout/frame_codec.hpp"

#include <cmath>
#include <map>
#include <tuple>

namespace dalian::layout {
namespace {

constexpr std::uint32_t kVersion = 2;
constexpr std::size_t kLargestCity_bytes = 256U << 20;

// ---- writing -------------------------------------------------------------------------------------------------------

/// Gives each distinct value an index, in order of first use.
template <class Key>
class Interner {
 public:
  /// The index, and whether the value is new.
  std::pair<std::uint32_t, bool> index_of(Key const& key) {
    auto const [it, is_new] = indices_.emplace(key, static_cast<std::uint32_t>(indices_.size()));
    return {it->second, is_new};
  }

 private:
  std::map<Key, std::uint32_t> indices_;
};

class Writer {
 public:
  file::City out;

  void put(Zone const& zone) {
    file::Zone& to = *out.add_zones();
    to.set_id(zone.id);
    to.set_zone(zone.zone);
    put(zone.names, *to.mutable_names());
    put(zone.outline, *to.mutable_outline());
    for (Triangle const& t : zone.triangles)
      for (std::uint32_t const corner : {t.a, t.b, t.c})
        to.add_triangles(corner);
    to.set_area_m2(zone.area_m2);
    to.set_plan_area_m2(zone.plan_area_m2);
    to.set_origin(origin(zone.origin));
  }

  void put(Place const& place) {
    file::Place& to = *out.add_places();
    to.set_id(place.id);
    to.set_kind(place.kind);
    put(place.names, *to.mutable_names());
    to.set_east_m(place.position.east_m);
    to.set_north_m(place.position.north_m);
    to.set_height_m(place.height_m);
    to.set_origin(origin(place.origin));
  }

  void put(Route const& route) {
    file::Route& to = *out.add_routes();
    to.set_id(route.id);
    to.set_kind(static_cast<std::uint32_t>(route.kind));
    put(route.names, *to.mutable_names());
    put(route.line, *to.mutable_line());
    to.mutable_height_m()->Assign(route.height_m.begin(), route.height_m.end());
    to.set_length_m(route.length_m);
    to.set_width_m(route.width_m);
    to.set_origin(origin(route.origin));
  }

  void put(Placement const& placement) {
    file::Placement& to = *out.add_placements();
    auto const [model, is_new] = models_.index_of(placement.model);
    if (is_new) out.add_models(placement.model);
    to.set_id(placement.id);
    to.set_model(model);
    to.set_zone(placement.zone);
    to.set_east_m(placement.position.east_m);
    to.set_north_m(placement.position.north_m);
    to.set_height_m(placement.height_m);
    to.set_heading_rad(placement.heading_rad);
    to.set_scale_x(placement.scale[0]);
    to.set_scale_y(placement.scale[1]);
    to.set_scale_z(placement.scale[2]);
    to.set_tint(placement.tint);
    to.set_origin(origin(placement.origin));
  }

  void put(Parcel const& parcel) {
    file::Parcel& to = *out.add_parcels();
    to.set_id(parcel.id);
    to.set_use(parcel.use);
    to.set_zone(parcel.zone);
    put(parcel.outline, *to.mutable_outline());
    to.set_origin(origin(parcel.origin));
  }

  void put(System const& system) {
    file::System& to = *out.add_systems();
    to.set_id(system.id);
    to.set_kind(static_cast<std::uint32_t>(system.kind));
    to.set_medium(system.medium);
    put(system.names, *to.mutable_names());
    put(system.line, *to.mutable_line());
    to.mutable_height_m()->Assign(system.height_m.begin(), system.height_m.end());
    to.mutable_tower_m()->Assign(system.tower_m.begin(), system.tower_m.end());
    to.set_diameter_m(system.diameter_m);
    to.set_voltage_kv(system.voltage_kv);
    to.set_origin(origin(system.origin));
  }

 private:
  static void put(Names const& names, file::Names& to) {
    to.set_zh(names.zh);
    to.set_ja(names.ja);
    to.set_en(names.en);
  }

  static void put(std::vector<MapPoint> const& points, file::Ring& to) {
    for (MapPoint const p : points) {
      to.add_east_m(p.east_m);
      to.add_north_m(p.north_m);
    }
  }

  std::uint32_t origin(Origin const& o) {
    auto const [index, is_new] = origins_.index_of({o.provenance, o.source, o.confidence, o.accuracy_m});
    if (is_new) {
      file::Origin& to = *out.add_origins();
      to.set_provenance(static_cast<std::uint32_t>(o.provenance));
      to.set_source(o.source);
      to.set_confidence(o.confidence);
      to.set_accuracy_m(o.accuracy_m);
    }
    return index;
  }

  Interner<std::tuple<Provenance, std::string, std::string, double>> origins_;
  Interner<std::string> models_;
};

// ---- reading -------------------------------------------------------------------------------------------------------

bool is_map_metre(double v) {
  return std::isfinite(v) && std::abs(v) < 1e8;
}

/// Turns records into tables; the first thing found wrong stays in `problem`.
class Reader {
 public:
  explicit Reader(file::City const& in) : in_(in) {}

  std::string problem;

  City read() {
    City city;
    for (auto const& zone : in_.zones())
      city.zones.push_back(get(zone));
    for (auto const& place : in_.places())
      city.places.push_back(get(place));
    for (auto const& route : in_.routes())
      city.routes.push_back(get(route));
    city.placements.reserve(static_cast<std::size_t>(in_.placements_size()));
    for (auto const& placement : in_.placements())
      city.placements.push_back(get(placement));
    for (auto const& parcel : in_.parcels())
      city.parcels.push_back({parcel.id(), parcel.use(), parcel.zone(), ring(parcel.outline(), 3, parcel.id()),
                              origin(parcel.origin(), parcel.id())});
    for (auto const& system : in_.systems())
      city.systems.push_back(get(system));
    return city;
  }

 private:
  void require(bool good, std::string const& what, std::string const& id) {
    if (!good && problem.empty()) problem = what + " of '" + id + "'";
  }

  Zone get(file::Zone const& in) {
    Zone zone{in.id(), in.zone(),    names(in.names()), ring(in.outline(), 3, in.id()),
              {},      in.area_m2(), in.plan_area_m2(), origin(in.origin(), in.id())};
    require(in.triangles_size() % 3 == 0, "triangle list", in.id());
    for (int i = 0; i + 2 < in.triangles_size(); i += 3) {
      Triangle const t{in.triangles(i), in.triangles(i + 1), in.triangles(i + 2)};
      require(std::max({t.a, t.b, t.c}) < zone.outline.size(), "triangle corner outside the outline", in.id());
      zone.triangles.push_back(t);
    }
    return zone;
  }

  Place get(file::Place const& in) {
    require(is_map_metre(in.east_m()) && is_map_metre(in.north_m()), "position", in.id());
    return {in.id(),           in.kind(),
            names(in.names()), {in.east_m(), in.north_m()},
            in.height_m(),     origin(in.origin(), in.id())};
  }

  Route get(file::Route const& in) {
    require(in.kind() <= static_cast<std::uint32_t>(RouteClass::test_route), "class", in.id());
    require(in.height_m_size() == in.line().east_m_size(), "number of heights", in.id());
    return {in.id(),
            static_cast<RouteClass>(in.kind()),
            names(in.names()),
            ring(in.line(), 2, in.id()),
            {in.height_m().begin(), in.height_m().end()},
            in.length_m(),
            in.width_m(),
            origin(in.origin(), in.id())};
  }

  Placement get(file::Placement const& in) {
    bool const known = in.model() < static_cast<std::uint32_t>(in_.models_size());
    require(known, "model", in.id());
    require(is_map_metre(in.east_m()) && is_map_metre(in.north_m()) && std::isfinite(in.height_m()) &&
                std::isfinite(in.heading_rad()),
            "position", in.id());
    for (float const s : {in.scale_x(), in.scale_y(), in.scale_z()})
      require(std::isfinite(s) && s > 0, "scale", in.id());
    return {in.id(),
            known ? in_.models(static_cast<int>(in.model())) : "",
            in.zone(),
            {in.east_m(), in.north_m()},
            in.height_m(),
            in.heading_rad(),
            {in.scale_x(), in.scale_y(), in.scale_z()},
            in.tint(),
            origin(in.origin(), in.id())};
  }

  System get(file::System const& in) {
    require(in.kind() < kSystemClasses, "class", in.id());
    require(in.height_m_size() == in.line().east_m_size(), "number of heights", in.id());
    require(in.tower_m_size() == 0 || in.tower_m_size() == in.height_m_size(), "number of towers", in.id());
    return {in.id(),
            static_cast<SystemClass>(in.kind()),
            in.medium(),
            names(in.names()),
            ring(in.line(), 2, in.id()),
            {in.height_m().begin(), in.height_m().end()},
            {in.tower_m().begin(), in.tower_m().end()},
            in.diameter_m(),
            in.voltage_kv(),
            origin(in.origin(), in.id())};
  }

  static Names names(file::Names const& in) { return {in.zh(), in.ja(), in.en()}; }

  Ring ring(file::Ring const& in, int least, std::string const& id) {
    require(in.east_m_size() == in.north_m_size() && in.east_m_size() >= least, "outline or line", id);
    Ring points;
    for (int i = 0; i < std::min(in.east_m_size(), in.north_m_size()); ++i) {
      require(is_map_metre(in.east_m(i)) && is_map_metre(in.north_m(i)), "a point", id);
      points.push_back({in.east_m(i), in.north_m(i)});
    }
    return points;
  }

  Origin origin(std::uint32_t index, std::string const& id) {
    require(index < static_cast<std::uint32_t>(in_.origins_size()), "origin", id);
    if (!problem.empty()) return {};
    file::Origin const& in = in_.origins(static_cast<int>(index));
    require(in.provenance() <= static_cast<std::uint32_t>(Provenance::recorded), "provenance", id);
    return {static_cast<Provenance>(in.provenance()), in.source(), in.confidence(), in.accuracy_m()};
  }

  file::City const& in_;
};

} // namespace

Status write_city(City const& city, std::filesystem::path const& file) {
  Writer writer;
  for (Zone const& zone : city.zones)
    writer.put(zone);
  for (Place const& place : city.places)
    writer.put(place);
  for (Route const& route : city.routes)
    writer.put(route);
  for (Placement const& placement : city.placements)
    writer.put(placement);
  for (Parcel const& parcel : city.parcels)
    writer.put(parcel);
  for (System const& system : city.systems)
    writer.put(system);
  file::CityFile out;
  out.set_version(kVersion);
  out.set_city_zstd(pack_frame(writer.out.SerializeAsString()));
  return write_bytes(out.SerializeAsString(), file);
}

Result<City> read_city(std::filesystem::path const& file) {
  auto const bytes = read_bytes(file);
  if (!bytes) return Error{bytes.error()};
  file::CityFile outer;
  if (!outer.ParseFromString(*bytes)) return Error{file.string() + ": not a city file, or cut short; bake it again"};
  if (outer.version() != kVersion)
    return Error{file.string() + ": version " + std::to_string(outer.version()) + ", this program reads " +
                 std::to_string(kVersion) + "; bake it again"};
  auto const payload = unpack_frame(outer.city_zstd(), kLargestCity_bytes);
  if (!payload) return Error{file.string() + ": " + payload.error()};
  file::City in;
  if (!in.ParseFromString(*payload)) return Error{file.string() + ": damaged tables; bake it again"};
  Reader reader(in);
  City city = reader.read();
  if (!reader.problem.empty()) return Error{file.string() + ": bad " + reader.problem};
  return city;
}

} // namespace dalian::layout
