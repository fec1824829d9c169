// Parcels split and joined; what stood on them or is bound to them follows.
#include "twin/plan/tools.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace dalian::plan {
namespace {

constexpr std::array kStanding{Layer::building, Layer::generator, Layer::storage, Layer::hydrogen, Layer::plant};

/// What stands on one of the parcels gets the one that `now` says of its place.
template <class Now>
void rebind(Drafting& work, std::set<std::string> const& parcels, Now&& now) {
  for (Layer const layer : kStanding)
    work.layout().for_each(layer, [&](Entity const& e) {
      if (!parcels.contains(e.text("parcel"))) return;
      Shape const& shape = e.shape(layer == Layer::building ? "outline" : "at");
      if (shape.empty()) return;
      auto const points = to_map(shape);
      std::string const parcel = now(points.size() == 1 ? points.front() : centroid(points));
      if (parcel != e.text("parcel")) work.set(layer, e.id(), "parcel", parcel);
    });
}

/// Traffic zones list all of `now` where they listed one of `before`.
void relist(Drafting& work, std::set<std::string> const& before, std::vector<std::string> const& now) {
  work.layout().for_each(Layer::traffic_zone, [&](Entity const& zone) {
    std::vector<std::string> list;
    bool listed = false;
    for (auto const& id : zone.texts("parcels"))
      before.contains(id) ? void(listed = true) : list.push_back(id);
    if (!listed) return;
    list.insert(list.end(), now.begin(), now.end());
    work.set(Layer::traffic_zone, zone.id(), "parcels", list);
  });
}

std::string part_id(Layout const& layout, std::string const& id, std::size_t part) {
  std::string name = fmt::format("{}-part-{}", id, part);
  while (layout.find(Layer::parcel, name))
    name += "b";
  return name;
}

Fields fields_of(Entity const& entity) {
  Fields fields;
  auto const specs = spec_of(entity.layer()).fields;
  for (std::size_t i = 0; i < specs.size(); ++i)
    if (is_given(entity.row().values[i])) fields.emplace_back(specs[i].name, entity.row().values[i]);
  return fields;
}

/// The parcels, each once; refused when one is not there, they lie in two zones, or differ in use and `use` is "".
std::vector<Entity> look_at_joined(Drafting& work, std::vector<std::string> const& ids, std::string const& use) {
  std::vector<Entity> out;
  std::set<std::string> seen;
  for (auto const& id : ids) {
    auto const parcel = work.layout().find(Layer::parcel, id);
    if (!parcel)
      work.refuse("", fmt::format("parcel '{}' is not there: it was removed or never was; mend the id", id));
    else if (seen.insert(id).second)
      out.push_back(*parcel);
  }
  if (out.size() < 2) work.refuse("", "two parcels or more are joined: name them");
  for (auto const& parcel : out) {
    if (parcel.text("zone") != out[0].text("zone"))
      work.refuse("zone", fmt::format("parcel '{}' lies in another zone: join parcels of one zone", parcel.id()));
    if (use.empty() && parcel.text("use") != out[0].text("use"))
      work.refuse("use", fmt::format("parcel '{}' has use '{}', this one '{}': say the use of the whole", parcel.id(),
                                     parcel.text("use"), out[0].text("use")));
  }
  return out;
}

} // namespace

Draft split_parcel(Site const& site, std::string const& id, MapLine const& line) {
  Drafting work(site, Layer::parcel, id);
  auto const parcel = work.subject();
  if (!parcel) return std::move(work).done();
  auto const ring = to_map(parcel->shape("outline"));
  auto const parts =
      is_simple(ring) && line.size() >= 2 && length_m(line) > 0.1 ? split(ring, line) : std::vector<MapRing>{};
  if (parts.size() < 2) work.refuse("outline", kNoCut);
  std::vector<std::string> ids{id};
  for (std::size_t k = 1; k < parts.size(); ++k)
    ids.push_back(part_id(site.layout, id, k + 1));
  for (std::size_t k = 0; !work.refused() && k < parts.size(); ++k) {
    if (k == 0) {
      work.set(Layer::parcel, id, "outline", to_shape(parts[k]));
      continue;
    }
    Fields fields = fields_of(*parcel);
    fields.emplace_back("outline", to_shape(parts[k]));
    work.add(Layer::parcel, ids[k], std::move(fields));
  }
  if (work.refused()) return std::move(work).done();
  rebind(work, {id}, [&](MapPoint p) {
    for (std::size_t k = 0; k < parts.size(); ++k)
      if (contains(parts[k], p)) return ids[k];
    return id;
  });
  relist(work, {id}, ids);
  return std::move(work).done();
}

Draft join_parcels(Site const& site, std::vector<std::string> const& ids, std::string const& use) {
  Drafting work(site, Layer::parcel, ids.empty() ? "" : ids.front());
  auto const parcels = look_at_joined(work, ids, use);
  if (work.refused()) return std::move(work).done();
  std::vector<MapRing> rings;
  std::set<std::string> before;
  for (auto const& parcel : parcels) {
    rings.push_back(to_map(parcel.shape("outline")));
    before.insert(parcel.id());
    if (!is_simple(rings.back())) work.refuse("outline", fmt::format("that of '{}' crosses itself", parcel.id()));
  }
  auto const whole = work.refused() ? std::nullopt : join(rings);
  if (!whole) work.refuse("outline", "the parcels do not make one piece of land: join those that touch");
  if (work.refused()) return std::move(work).done();
  work.set(Layer::parcel, work.id(), "outline", to_shape(*whole));
  if (!use.empty()) work.set(Layer::parcel, work.id(), "use", use);
  for (std::size_t k = 1; k < parcels.size(); ++k)
    work.remove(Layer::parcel, parcels[k].id());
  rebind(work, before, [&](MapPoint) { return work.id(); });
  relist(work, before, {work.id()});
  return std::move(work).done();
}

} // namespace dalian::plan
