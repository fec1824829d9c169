#include "twin/plan/check.hpp"

#include "twin/plan/polygon.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace dalian::plan {
namespace {

constexpr double kTouch_m2 = 0.1; // corners are rounded to a centimetre

using Key = std::pair<Layer, std::string>;
using References = std::map<Key, std::vector<std::pair<std::string, Key>>>; // field and what it names

/// Ids that a field names.
std::vector<std::string> named_by(Value const& value) {
  if (auto const* id = std::get_if<std::string>(&value)) return {*id};
  if (auto const* ids = std::get_if<std::vector<std::string>>(&value)) return *ids;
  return {};
}

class Checker {
 public:
  explicit Checker(Layout const& layout) : layout_(layout) {}

  Findings run() {
    for (auto const& spec : schema())
      layout_.for_each(spec.layer, [&](Entity const& entity) { check_entity(spec, entity); });
    look_for_overlaps();
    for (auto const& [key, list] : references_)
      look_for_circle(key);
    return std::move(findings_);
  }

 private:
  void report(Entity const& entity, std::string_view field, std::string message) {
    std::string const source = entity.text("source");
    if (!source.empty()) message += fmt::format(" ({})", source);
    findings_.push_back({Severity::error, std::string(spec_of(entity.layer()).name), entity.id(), std::string(field),
                         std::move(message)});
  }

  void check_entity(LayerSpec const& spec, Entity const& entity) {
    for (std::size_t i = 0; i < spec.fields.size(); ++i) {
      auto const& field = spec.fields[i];
      auto const& value = entity.row().values[i];
      if (!is_given(value)) {
        if (field.required) report(entity, field.name, "is missing: set it");
        continue;
      }
      if (field.type == FieldType::ref || field.type == FieldType::refs) check_references(field, entity, value);
      if (field.type == FieldType::ring && !is_simple(to_map(std::get<Shape>(value))))
        report(entity, field.name, "crosses or touches itself or has no area: draw it anew");
      if (field.type == FieldType::line && length_m(to_map(std::get<Shape>(value))) < 0.1)
        report(entity, field.name, "has no length: draw it anew");
    }
  }

  void check_references(FieldSpec const& field, Entity const& entity, Value const& value) {
    Layer const target = find_layer(field.words).value();
    for (std::string const& id : named_by(value)) {
      if (layout_.find(target, id))
        references_[{entity.layer(), entity.id()}].push_back({std::string(field.name), {target, id}});
      else
        report(entity, field.name,
               fmt::format("names {} '{}', which is not there: add it or mend the field", field.words, id));
    }
  }

  struct Standing {
    Entity building;
    MapRing ring;
    double west_m, east_m;
  };

  /// Buildings from west to east; each against those that begin before it ends.
  void look_for_overlaps() {
    std::vector<Standing> all;
    layout_.for_each(Layer::building, [&](Entity const& building) {
      auto ring = to_map(building.shape("outline"));
      if (!is_simple(ring)) return;
      auto const [west, east] =
          std::minmax_element(ring.begin(), ring.end(), [](MapPoint a, MapPoint b) { return a.east_m < b.east_m; });
      all.push_back({building, ring, west->east_m, east->east_m});
    });
    std::stable_sort(all.begin(), all.end(), [](auto const& a, auto const& b) { return a.west_m < b.west_m; });
    for (std::size_t i = 0; i < all.size(); ++i)
      for (std::size_t k = i + 1; k < all.size() && all[k].west_m < all[i].east_m; ++k)
        if (double const both_m2 = common_area_m2(all[i].ring, all[k].ring); both_m2 > kTouch_m2)
          report(all[i].building, "outline",
                 fmt::format("overlaps building '{}' by {:.1f} m²: move or remove one of them", all[k].building.id(),
                             both_m2));
  }

  /// Depth first with a path of our own: a long chain needs no deep stack.
  void look_for_circle(Key const& start) {
    if (done_.contains(start)) return;
    std::vector<std::pair<Key, std::size_t>> path{{start, 0}};
    std::set<Key> on_path{start};
    while (!path.empty()) {
      auto& [key, next] = path.back();
      auto const list = references_.find(key);
      if (list == references_.end() || next == list->second.size()) {
        done_.insert(key);
        on_path.erase(key);
        path.pop_back();
        continue;
      }
      auto const& [field, target] = list->second[next++];
      if (on_path.contains(target))
        report(*layout_.find(key.first, key.second), field,
               fmt::format("refers to {} '{}', which leads back to it: a circle; mend one of the fields",
                           spec_of(target.first).name, target.second));
      else if (!done_.contains(target) && on_path.insert(target).second)
        path.push_back({target, 0});
    }
  }

  Layout const& layout_;
  Findings findings_;
  References references_;
  std::set<Key> done_;
};

} // namespace

Findings check(Layout const& layout) {
  return Checker(layout).run();
}

Findings check_ground(Site const& site, Layout const& base) {
  Findings out;
  if (site.surface == nullptr) return out;
  site.layout.for_each(Layer::road, [&](Entity const& road) {
    auto const before = base.find(Layer::road, road.id());
    if (road.flag("tunnel_or_bridge") || (before && before->row() == road.row())) return;
    Drafting work(site, Layer::road, road.id());
    work.keep_dry(to_map(road.shape("line")), "line");
    auto const found = std::move(work).done().findings;
    out.insert(out.end(), found.begin(), found.end());
  });
  return out;
}

} // namespace dalian::plan
