#include "twin/plan/value.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace dalian::plan {
namespace {

/// The modelled country and its sea, with room: UTM 51N is within a millimetre there.
bool is_on_map(GeoPoint p) {
  return p.lon_deg >= 117 && p.lon_deg <= 129 && p.lat_deg >= 30 && p.lat_deg <= 50;
}

bool is_number(FieldType type) {
  return type == FieldType::number || type == FieldType::whole;
}

char const* what_fits(FieldType type) {
  switch (type) {
  case FieldType::number:
    return "a number";
  case FieldType::whole:
    return "a whole number";
  case FieldType::flag:
    return "true or false";
  case FieldType::text:
    return "a text";
  case FieldType::choice:
    return "one of its words";
  case FieldType::ref:
    return "the id of what it refers to";
  case FieldType::refs:
    return "a list of ids";
  case FieldType::point:
    return "[longitude, latitude] in degrees";
  case FieldType::line:
    return "a list of two or more [longitude, latitude]";
  case FieldType::ring:
    return "a list of three or more [longitude, latitude]";
  }
  return "";
}

Error misfit(FieldSpec const& field) {
  return Error{fmt::format("field '{}' must be {}", field.name, what_fits(field.type))};
}

Result<Value> checked_number(FieldSpec const& field, double number) {
  if (!std::isfinite(number)) return Error{fmt::format("field '{}' is no finite number", field.name)};
  if (number < field.low || number > field.high)
    return Error{fmt::format("field '{}' is {} {}; it must be within {}…{}", field.name, number, field.unit, field.low,
                             field.high)};
  if (field.type == FieldType::whole && number != std::floor(number)) return misfit(field);
  return Value{number == 0 ? 0.0 : number}; // no negative zero
}

Result<Value> checked_shape(FieldSpec const& field, Shape shape) {
  for (GeoPoint const p : shape)
    if (!is_on_map(p))
      return Error{fmt::format("field '{}' holds [{}, {}], which is not on the map (117…129 east, 30…50 north)",
                               field.name, p.lon_deg, p.lat_deg)};
  std::size_t const least = field.type == FieldType::point ? 1 : field.type == FieldType::line ? 2 : 3;
  if (shape.size() < least || (field.type == FieldType::point && shape.size() > 1)) return misfit(field);
  return Value{std::move(shape)};
}

Result<Value> checked_text(FieldSpec const& field, std::string text) {
  if (text.size() > 10000) return Error{fmt::format("field '{}' is longer than 10 000 bytes", field.name)};
  if (field.type == FieldType::ref && text.empty()) return Value{}; // refers to nothing
  if (field.type == FieldType::choice && !is_word(field, text))
    return Error{fmt::format("field '{}' is '{}'; it must be one of {}", field.name, text, field.words)};
  return Value{std::move(text)};
}

bool read_point(nlohmann::json const& json, GeoPoint& out) {
  if (!json.is_array() || json.size() < 2 || !json[0].is_number() || !json[1].is_number()) return false;
  out = {json[0].get<double>(), json[1].get<double>()};
  return true;
}

Result<Value> shape_from_json(FieldSpec const& field, nlohmann::json const& json) {
  Shape shape;
  GeoPoint p;
  if (field.type == FieldType::point) {
    if (!read_point(json, p)) return misfit(field);
    return checked(field, Shape{p});
  }
  if (!json.is_array()) return misfit(field);
  for (auto const& item : json) {
    if (!read_point(item, p)) return misfit(field);
    shape.push_back(p);
  }
  if (field.type == FieldType::ring && shape.size() > 1 && shape.front() == shape.back()) shape.pop_back();
  return checked(field, std::move(shape));
}

Result<Value> refs_from_json(FieldSpec const& field, nlohmann::json const& json) {
  if (!json.is_array()) return misfit(field);
  std::vector<std::string> ids;
  for (auto const& item : json) {
    if (!item.is_string()) return misfit(field);
    ids.push_back(item.get<std::string>());
  }
  return checked(field, std::move(ids));
}

} // namespace

Result<Value> checked(FieldSpec const& field, Value value) {
  if (!is_given(value)) return value;
  if (is_number(field.type)) {
    auto const* number = std::get_if<double>(&value);
    return number ? checked_number(field, *number) : Result<Value>(misfit(field));
  }
  if (field.type == FieldType::flag) return std::holds_alternative<bool>(value) ? Result<Value>(value) : misfit(field);
  if (field.type == FieldType::refs)
    return std::holds_alternative<std::vector<std::string>>(value) ? Result<Value>(std::move(value)) : misfit(field);
  if (is_shape(field.type)) {
    auto* shape = std::get_if<Shape>(&value);
    return shape ? checked_shape(field, std::move(*shape)) : Result<Value>(misfit(field));
  }
  auto* text = std::get_if<std::string>(&value);
  return text ? checked_text(field, std::move(*text)) : Result<Value>(misfit(field));
}

nlohmann::ordered_json to_json(FieldSpec const& field, Value const& value) {
  if (auto const* flag = std::get_if<bool>(&value)) return *flag;
  if (auto const* number = std::get_if<double>(&value)) {
    if (field.type == FieldType::whole) return static_cast<std::int64_t>(*number);
    return *number;
  }
  if (auto const* text = std::get_if<std::string>(&value)) return *text;
  if (auto const* ids = std::get_if<std::vector<std::string>>(&value)) return *ids;
  auto const* shape = std::get_if<Shape>(&value);
  if (shape == nullptr) return nullptr;
  if (field.type == FieldType::point) return {shape->front().lon_deg, shape->front().lat_deg};
  auto list = nlohmann::ordered_json::array();
  for (GeoPoint const p : *shape)
    list.push_back({p.lon_deg, p.lat_deg});
  return list;
}

Result<Value> from_json(FieldSpec const& field, nlohmann::json const& json) {
  if (json.is_null()) return Value{};
  if (is_shape(field.type)) return shape_from_json(field, json);
  if (field.type == FieldType::refs) return refs_from_json(field, json);
  if (json.is_boolean()) return checked(field, json.get<bool>());
  if (json.is_number()) return checked(field, json.get<double>());
  if (json.is_string()) return checked(field, json.get<std::string>());
  return misfit(field);
}

void append(ByteText& bytes, Value const& value) {
  bytes.add(std::uint64_t{value.index()});
  if (auto const* flag = std::get_if<bool>(&value)) bytes.add(std::uint64_t{*flag});
  if (auto const* number = std::get_if<double>(&value)) bytes.add(*number);
  if (auto const* text = std::get_if<std::string>(&value)) bytes.add(std::string_view(*text));
  if (auto const* ids = std::get_if<std::vector<std::string>>(&value)) {
    bytes.add(std::uint64_t{ids->size()});
    for (auto const& id : *ids)
      bytes.add(std::string_view(id));
  }
  if (auto const* shape = std::get_if<Shape>(&value)) {
    bytes.add(std::uint64_t{shape->size()});
    for (GeoPoint const p : *shape)
      bytes.add(p.lon_deg).add(p.lat_deg);
  }
}

} // namespace dalian::plan
