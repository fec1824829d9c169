#include "twin/plan/assets.hpp"

#include "twin/base/paths.hpp"
#include "twin/layout/street_profile.hpp"
#include "twin/plan/corridor_roads.hpp"
#include "twin/plan/networks.hpp"
#include "twin/plan/polygon.hpp"
#include "twin/plan/road_class.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

namespace dalian::plan {
namespace {

using nlohmann::json;

/// Features of a kind become entities of a layer; `fields` are pairs "property field".
struct KindRule {
  std::string_view file, kind; // file "layout_*": all that begin so
  Layer layer;
  std::string_view shape; // field that takes the geometry
  std::vector<std::pair<char const*, std::string_view>> fields;
};

std::vector<KindRule> const& kind_rules() {
  static std::vector<KindRule> const rules{
      {"zones", "", Layer::zone, "outline", {{"plan_zone", "plan_zone"}, {"area_km2_target", "plan_area_km2"}}},
      {"layout_*",
       "parcel",
       Layer::parcel,
       "outline",
       {{"use", "use"},
        {"zone", "zone"},
        {"programme", "programme"},
        {"code", "code"},
        {"far", "far"},
        {"density", "density"}}},
      {"layout_*", "street", Layer::road, "line", {{"class", "class"}, {"width_m", "width_m"}}},
      {"routes", "expressway", Layer::road, "line", {{"width_m", "width_m"}}},
      {"routes", "road", Layer::road, "line", {{"width_m", "width_m"}}},
      {"accesses",
       "access",
       Layer::road,
       "line",
       {{"class", "class"}, {"width_m", "width_m"}, {"tunnel_or_bridge", "tunnel_or_bridge"}}},
      {"accesses",
       "outside",
       Layer::traffic_zone,
       "at",
       {{"outside_persons", "outside_persons"}, {"outside_trucks", "outside_trucks"}}},
      {"routes", "test-route", Layer::corridor, "line", {{"road_width_m", "width_m"}, {"along", "along"}}},
      {"places", "*", Layer::place, "at", {{"kind", "kind"}}},
      {"systems", "corridor", Layer::rack, "line", {{"programme", "programme"}}},
      {"systems", "pipeline", Layer::pipe, "line", {{"medium", "medium"}, {"diameter_m", "diameter_m"}}},
      {"systems", "water-main", Layer::pipe, "line", {{"medium", "medium"}, {"diameter_m", "diameter_m"}}},
      {"systems", "gas-main", Layer::gas_pipe, "line", {{"diameter_m", "diameter_m"}}},
      {"systems", "power-line", Layer::feeder, "line", {{"voltage_kv", "voltage_kv"}}},
      {"systems", "station", Layer::power_bus, "at", {{"zone", "zone"}}},
      {"reclamation", "quay", Layer::berth, "line", {{"use", "kind"}, {"crane_spacing_m", "crane_spacing_m"}}},
      {"reclamation", "container_yard", Layer::yard, "outline", {}},
  };
  return rules;
}

bool is_file(std::string_view rule, std::string_view stem) {
  return rule.ends_with('*') ? stem.starts_with(rule.substr(0, rule.size() - 1)) : stem == rule;
}

KindRule const* rule_for(std::string_view stem, std::string const& kind, json const& properties) {
  auto const& rules = kind_rules();
  auto const it = std::find_if(rules.begin(), rules.end(), [&](KindRule const& r) {
    return is_file(r.file, stem) && (r.kind.empty() || r.kind == "*" || r.kind == kind);
  });
  if (it == rules.end()) return nullptr;
  if (it->layer == Layer::power_bus && properties.value("model", "") != "substation") return nullptr;
  return &*it;
}

std::string text_at(json const& object, char const* key) {
  auto const it = object.find(key);
  return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

class Reader {
 public:
  Reader(std::string const& name, Assets& assets)
      : name_(name), stem_(name.substr(0, name.find('.'))), assets_(assets) {}

  Status read(json const& features) {
    for (json const& feature : features) {
      auto const properties = feature.is_object() ? feature.value("properties", json::object()) : json::object();
      if (!feature.is_object() || !properties.is_object()) return Error{name_ + ": a feature is no object: mend it"};
      std::string id = text_at(feature, "id");
      if (id.empty()) id = text_at(properties, "id");
      if (auto const done = read_feature(feature, properties, id); !done)
        return Error{fmt::format("{}: feature '{}': {}", name_, id, done.error())};
    }
    for (auto& [layer, rows] : rows_)
      assets_.layout = assets_.layout.with_all(layer, std::move(rows));
    return {};
  }

 private:
  Status read_feature(json const& feature, json const& properties, std::string const& id) {
    std::string const kind = text_at(properties, "kind");
    KindRule const* rule = rule_for(stem_, kind, properties);
    if (rule == nullptr) {
      ++assets_.left_out[name_ + ": " + kind];
      return {};
    }
    if (id.empty() || id.size() > 200) return Error{"field 'id' is missing or longer than 200 bytes: give it one"};
    if (!ids_.insert({rule->layer, id}).second || assets_.layout.find(rule->layer, id))
      return Error{"field 'id' is used twice: rename one of them"};
    layer_ = rule->layer;
    row_ = {id, std::vector<Value>(spec_of(layer_).fields.size())};
    Status done = read_properties(*rule, properties);
    if (done) done = read_geometry(*rule, feature);
    if (done && layer_ == Layer::road) done = derive_road(kind);
    if (done) done = put("source", sources_);
    if (!done) return done;
    rows_[layer_].push_back(std::move(row_));
    return {};
  }

  Status put(std::string_view field, json const& value) {
    std::size_t const index = find_field(layer_, field).value();
    auto read = from_json(spec_of(layer_).fields[index], value);
    if (!read) return Error{read.error()};
    row_.values[index] = std::move(read).value();
    return {};
  }

  Status read_properties(KindRule const& rule, json const& properties) {
    sources_ = name_;
    Status done = put("provenance", "modelled");
    for (auto const* common : {"name_en", "name_zh", "name_ja", "confidence"})
      if (done && properties.contains(common)) done = put(common, properties[common]);
    for (auto const& [property, field] : rule.fields)
      if (done && properties.contains(property)) done = put(field, properties[property]);
    return done;
  }

  Status read_geometry(KindRule const& rule, json const& feature) {
    auto const geometry = feature.value("geometry", json::object());
    if (!geometry.is_object() || !geometry.contains("coordinates"))
      return Error{"field 'geometry' has no coordinates: draw it"};
    auto const& spec = spec_of(layer_).fields[find_field(layer_, rule.shape).value()];
    char const* const wanted = spec.type == FieldType::ring   ? "Polygon"
                               : spec.type == FieldType::line ? "LineString"
                                                              : "Point";
    if (text_at(geometry, "type") != wanted) return Error{fmt::format("field 'geometry' must be a {}", wanted)};
    json const& coordinates = geometry["coordinates"];
    if (spec.type != FieldType::ring) return put(rule.shape, coordinates);
    if (!coordinates.is_array() || coordinates.size() != 1) return Error{"field 'geometry' must have one ring"};
    return put(rule.shape, coordinates[0]);
  }

  /// Rule road-class: width and speed by class, lanes as they are drawn (twin/layout/street_profile).
  Status derive_road(std::string const& kind) {
    if (kind == "road" || kind == "expressway")
      if (auto const done = put("class", kind == "road" ? "highway" : kind); !done) return done;
    Entity const road(layer_, row_);
    RoadClass const* rule = find_road_class(road.text("class"));
    if (rule == nullptr) return Error{"field 'class' is missing: give the road's class"};
    Status done = road.has("width_m") ? Status() : put("width_m", rule->width_m);
    if (!done) return done;
    layout::Route route;
    route.kind = rule->name == "expressway" ? layout::RouteClass::expressway
                 : kind == "street"         ? layout::RouteClass::street
                                            : layout::RouteClass::road;
    route.width_m = road.number("width_m");
    route.line = to_map(road.shape("line"));
    auto const profile = layout::street_profile(route);
    done = put("lanes", std::max(1, profile.lanes));
    if (done) done = put("speed_kmh", rule->speed_kmh);
    if (done && profile.one_way) done = put("direction", "forward");
    sources_ += "; width, lanes and speed by rule road-class";
    return done;
  }

  std::string const& name_;
  std::string stem_, sources_;
  Assets& assets_;
  std::map<Layer, std::vector<Row>> rows_;
  std::set<std::pair<Layer, std::string>> ids_;
  Layer layer_ = Layer::zone;
  Row row_;
};

} // namespace

Status add_geojson(std::string_view text, std::string const& name, Assets& assets) {
  json const root = json::parse(text, nullptr, false);
  if (root.is_discarded() || !root.is_object() || !root.contains("features") || !root["features"].is_array())
    return Error{name + ": is no GeoJSON FeatureCollection: it is damaged or another file"};
  return Reader(name, assets).read(root["features"]);
}

Result<Assets> read_assets(std::filesystem::path const& folder) {
  std::error_code error;
  std::vector<std::filesystem::path> files;
  for (auto const& entry : std::filesystem::directory_iterator(folder, error))
    if (entry.path().extension() == ".geojson" && entry.path().stem() != "landscape") files.push_back(entry.path());
  if (files.empty())
    return Error{folder.string() + ": holds no .geojson files: name the folder of the layout, as assets/city is one"};
  std::sort(files.begin(), files.end());
  Assets assets;
  for (auto const& file : files) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) return Error{file.string() + ": cannot be read: mend its rights"};
    if (auto const done = add_geojson(text.str(), file.filename().string(), assets); !done)
      return Error{(folder / "").string() + done.error()};
  }
  assets.layout = assets.layout.with_all(Layer::road, roads_under_corridors(assets.layout));
  auto const networks = folder / "networks.toml";
  if (!is_there(networks)) return assets;
  auto const rules = read_network_rules(networks);
  if (!rules) return Error{rules.error()};
  auto all = with_networks(assets.layout, *rules);
  if (!all) return Error{(folder / "").string() + all.error()};
  assets.layout = std::move(all).value();
  return assets;
}

} // namespace dalian::plan
