#include "twin/plan/draft.hpp"

#include <fmt/args.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace dalian::plan {
namespace {

constexpr double kWaterStep_m = 10; // the finest water grid has 8 m

std::optional<double> number_of(std::string_view text) {
  double number = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::vector<std::string> comma_parts(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    auto const end = std::min(text.find(','), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

/// As the field's type reads it; a value of the wrong type where it does not, which checked() then refuses.
Value value_of(FieldSpec const& field, std::string_view text) {
  bool const is_number = field.type == FieldType::number || field.type == FieldType::whole;
  if (is_number)
    if (auto const number = number_of(text)) return *number;
  if (field.type == FieldType::flag && (text == "true" || text == "false")) return text == "true";
  if (field.type == FieldType::refs) return comma_parts(text);
  return std::string(text);
}

} // namespace

bool Draft::refused() const {
  return std::any_of(findings.begin(), findings.end(), [](Finding const& f) { return f.severity == Severity::error; });
}

Result<std::pair<std::string, Value>> parse_field(Layer layer, std::string_view text) {
  auto const equals = text.find('=');
  if (equals == std::string_view::npos)
    return Error{fmt::format("'{}' is no FIELD=VALUE: write the field's name, '=' and its value", text)};
  auto const name = text.substr(0, equals);
  auto const index = find_field(layer, name);
  if (!index)
    return Error{
        fmt::format("layer '{}' has no field '{}': `twinctl whatif layers` lists them", spec_of(layer).name, name)};
  auto const& field = spec_of(layer).fields[*index];
  auto value = checked(field, value_of(field, text.substr(equals + 1)));
  if (!value) return Error{value.error()};
  return std::pair(std::string(name), std::move(value).value());
}

std::optional<Entity> Drafting::subject() {
  auto const found = layout().find(layer_, id_);
  if (!found) refuse("", kNotThere);
  return found;
}

void Drafting::tell(Severity severity, std::string_view field, std::string message) {
  draft_.findings.push_back({severity, std::string(spec_of(layer_).name), id_, std::string(field), std::move(message)});
}

void Drafting::tell(Severity severity, std::string_view field, ToolWords const& words,
                    std::vector<std::string> values) {
  fmt::dynamic_format_arg_store<fmt::format_context> arguments;
  for (std::string const& value : values)
    arguments.push_back(value);
  tell(severity, field, fmt::vformat(fmt::string_view(words.english.data(), words.english.size()), arguments));
  draft_.findings.back().code = words.code;
  draft_.findings.back().values = std::move(values);
}

void Drafting::add(Layer layer, std::string id, Fields fields) {
  Edit edit{Edit::Kind::add, layer, std::move(id), {}, {}, {}};
  for (auto const& spec : spec_of(layer).fields) // in the order of the schema, the last word on each
    for (auto it = fields.rbegin(); it != fields.rend(); ++it)
      if (it->first == spec.name) {
        if (is_given(it->second)) edit.fields.push_back(*it);
        break;
      }
  draft_.edits.push_back(std::move(edit));
}

void Drafting::set(Layer layer, std::string id, std::string_view field, Value value) {
  draft_.edits.push_back({Edit::Kind::set, layer, std::move(id), std::string(field), std::move(value), {}});
}

void Drafting::remove(Layer layer, std::string id) {
  draft_.edits.push_back({Edit::Kind::remove, layer, std::move(id), {}, {}, {}});
}

void Drafting::say_water_is_unknown(std::string_view field) {
  warn(field, kWaterUnknown);
}

void Drafting::keep_length(MapLine const& line, std::string_view field) {
  constexpr double kMost_km = 300; // the zones lie within 200 km
  if (line.size() < 2 || length_m(line) < 1) return refuse(field, kNoLength);
  double const km = length_m(line) / 1000;
  if (km > kMost_km) refuse(field, kTooLong, {fmt::format("{:.0f}", km), fmt::format("{:.0f}", kMost_km)});
}

void Drafting::keep_dry(MapLine const& line, std::string_view field) {
  if (site_.surface == nullptr) return say_water_is_unknown(field);
  for (MapPoint const p : stepped(line, kWaterStep_m))
    if (site_.surface->water_at(p)) return refuse(field, kInTheSea, {place_text(p)});
}

double Drafting::metres_in_water(MapLine const& line) const {
  if (site_.surface == nullptr) return 0;
  double metres = 0;
  auto const fine = stepped(line, kWaterStep_m);
  for (std::size_t i = 1; i < fine.size(); ++i)
    if (site_.surface->water_at(fine[i])) metres += distance_m(fine[i - 1], fine[i]);
  return metres;
}

Draft Drafting::done() && {
  if (!refused()) {
    auto const applied = apply_all(layout(), draft_.edits);
    draft_.findings.insert(draft_.findings.end(), applied.findings.begin(), applied.findings.end());
  }
  if (refused()) draft_.edits.clear();
  return std::move(draft_);
}

std::string id_for(Layer layer, Shape const& shape) {
  ByteText bytes;
  append(bytes, Value(shape));
  return fmt::format("{}-{}", spec_of(layer).name, to_text(bytes.hash()).substr(0, 8));
}

std::optional<std::string> parcel_at(Layout const& layout, MapPoint p) {
  GeoPoint const wanted = to_geo(p);
  std::optional<std::string> found;
  layout.for_each(Layer::parcel, [&](Entity const& parcel) {
    if (found) return;
    Shape const& outline = parcel.shape("outline");
    if (outline.empty()) return;
    auto const [west, east] = std::minmax_element(outline.begin(), outline.end(),
                                                  [](GeoPoint a, GeoPoint b) { return a.lon_deg < b.lon_deg; });
    if (wanted.lon_deg < west->lon_deg || wanted.lon_deg > east->lon_deg) return;
    if (contains(to_map(outline), p)) found = parcel.id();
  });
  return found;
}

std::optional<MapPoint> place_of(Entity const& entity) {
  Shape const& at = entity.shape("at");
  if (at.empty()) return std::nullopt;
  return dalian::to_map(at.front());
}

std::string place_text(MapPoint p) {
  GeoPoint const g = to_geo(p);
  return fmt::format("[{:.6f}, {:.6f}]", g.lon_deg, g.lat_deg);
}

MapLine stepped(MapLine const& line, double step_m) {
  MapLine out;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    auto const steps = std::max(1.0, std::ceil(distance_m(line[i], line[i + 1]) / step_m));
    for (double s = 0; s < steps; ++s)
      out.push_back({line[i].east_m + s / steps * (line[i + 1].east_m - line[i].east_m),
                     line[i].north_m + s / steps * (line[i + 1].north_m - line[i].north_m)});
  }
  if (!line.empty()) out.push_back(line.back());
  return out;
}

} // namespace dalian::plan
